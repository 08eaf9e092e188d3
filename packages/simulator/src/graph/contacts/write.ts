import type { Item, Json, JsonObject, Unknowns } from '../../state/types.ts';
import { isObject, readBody, type PropertyType } from '../body.ts';
import { graphError } from '../errors.ts';

const TEXTS = [
  'assistantName',
  'businessHomePage',
  'companyName',
  'department',
  'displayName',
  'fileAs',
  'generation',
  'givenName',
  'initials',
  'jobTitle',
  'manager',
  'middleName',
  'mobilePhone',
  'nickName',
  'officeLocation',
  'parentFolderId',
  'personalNotes',
  'profession',
  'spouseName',
  'surname',
  'title',
  'yomiCompanyName',
  'yomiGivenName',
  'yomiSurname',
] as const;
const ADDRESSES = ['businessAddress', 'homeAddress', 'otherAddress'];
const ADDRESS_PARTS: Record<string, PropertyType> = {
  street: 'string',
  city: 'string',
  state: 'string',
  countryOrRegion: 'string',
  postalCode: 'string',
};
const LISTS = ['businessPhones', 'homePhones', 'imAddresses', 'children', 'categories'];
const READ_ONLY = ['id', 'changeKey', 'createdDateTime', 'lastModifiedDateTime', 'photo', 'flag'];
/** Parts of the name from which the display name is made (GRAPH 2.4). */
const NAME_PARTS = ['givenName', 'middleName', 'surname', 'generation', 'title'];

/** Most entries: e-mail and business phones are known, the other two believed (GRAPH 2.4). */
const MOST: Record<string, number> = { emailAddresses: 3, businessPhones: 2, homePhones: 2, imAddresses: 3 };

const TYPES: Record<string, PropertyType> = { birthday: 'instant', emailAddresses: 'objects' };
for (const name of TEXTS) TYPES[name] = 'string';
for (const name of ADDRESSES) TYPES[name] = 'object';
for (const name of LISTS) TYPES[name] = 'strings';
for (const name of READ_ONLY) TYPES[name] = 'readOnly';

/** Checks and normalises what a client wrote into a contact. Throws 400 as the service does. */
function readContact(body: JsonObject): JsonObject {
  const values = readBody('contact', TYPES, body);
  for (const name of ADDRESSES) {
    const address = values[name];
    if (isObject(address)) values[name] = readBody('physicalAddress', ADDRESS_PARTS, address);
  }
  for (const name of [...LISTS, 'emailAddresses']) if (values[name] === null) values[name] = [];
  if (Array.isArray(values['emailAddresses']))
    values['emailAddresses'] = values['emailAddresses'].map(readEmail);
  for (const [name, most] of Object.entries(MOST)) checkCount(name, values[name], most);
  return values;
}

function readEmail(value: Json): JsonObject {
  const given = isObject(value) ? value : {};
  const { address = null, name = null } = readBody(
    'emailAddress',
    { address: 'string', name: 'string' },
    given,
  );
  // The store keeps a display name for each address and takes the address where none is given.
  return { name: name ?? address, address };
}

function checkCount(name: string, value: Json | undefined, most: number): void {
  if (!Array.isArray(value) || value.length <= most) return;
  const property = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  throw graphError(
    400,
    'ErrorInvalidProperty',
    `The multi value property ${property} has ${value.length} entries, that exceeds the max allowed value of ${most}`,
  );
}

/** The values of a new contact: a display name is made where none was given. */
export function newContactValues(body: JsonObject): JsonObject {
  const { parentFolderId: _parent, ...values } = readContact(body);
  if (!hasText(values['displayName'])) {
    const made = makeDisplayName(values);
    if (made !== '') values['displayName'] = made;
  }
  return values;
}

/** The values that an update changes. Outlook writes over `displayName` when the update does not name it (GRAPH 2.4). */
export function changedContactValues(item: Item, body: JsonObject, unknowns: Unknowns): JsonObject {
  const { parentFolderId: _parent, ...values } = readContact(body);
  for (const name of ADDRESSES) {
    const before = item.properties[name];
    const change = values[name];
    if (isObject(before) && isObject(change)) values[name] = { ...before, ...change };
  }
  const touched = unknowns.displayNameRegenerated === 'anyUpdate' ? Object.keys(values) : NAME_PARTS;
  const changed = touched.some(
    (name) => name in values && (values[name] ?? null) !== (item.properties[name] ?? null),
  );
  if (!('displayName' in values) && changed) {
    const made = makeDisplayName({ ...item.properties, ...values });
    if (made !== '') values['displayName'] = made;
  }
  return values;
}

/** As Outlook writes it: the parts of the name, else the company, else the first e-mail address. */
function makeDisplayName(values: JsonObject): string {
  const parts = ['title', 'givenName', 'middleName', 'surname', 'generation'].map((name) => values[name]);
  const name = parts.filter(hasText).join(' ');
  if (name !== '') return name;
  if (hasText(values['companyName'])) return values['companyName'];
  const [first] = Array.isArray(values['emailAddresses']) ? values['emailAddresses'] : [];
  return isObject(first) && hasText(first['address']) ? first['address'] : '';
}

function hasText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
