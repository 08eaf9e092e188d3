import type { Json, JsonObject } from '../state/types.ts';

export type Field = {
  name: string;
  label: string;
  wide?: true;
  kind?: 'area' | 'date' | 'email' | 'tel' | 'url';
};
type Group = { title: string; fields: Field[] };

const ADDRESS_FIELDS: [part: string, label: string][] = [
  ['street', 'Street'],
  ['city', 'City'],
  ['state', 'State or province'],
  ['postalCode', 'Postal code'],
  ['countryOrRegion', 'Country or region'],
];

function address(title: string, property: string): Group {
  const fields = ADDRESS_FIELDS.map(([part, label]): Field => {
    return part === 'street'
      ? { name: `${property}.${part}`, label, kind: 'area', wide: true }
      : { name: `${property}.${part}`, label };
  });
  return { title, fields };
}

/** The form of a contact. A name is a property of Graph's contact; `.` reaches into an address, `#` into a list. */
export const GROUPS: Group[] = [
  {
    title: 'Name',
    fields: [
      { name: 'title', label: 'Title' },
      { name: 'givenName', label: 'First name' },
      { name: 'middleName', label: 'Middle name' },
      { name: 'surname', label: 'Last name' },
      { name: 'generation', label: 'Suffix' },
      { name: 'nickName', label: 'Nickname' },
      { name: 'displayName', label: 'Shown as', wide: true },
    ],
  },
  {
    title: 'Addresses and numbers',
    fields: [
      { name: 'emailAddresses#0', label: 'E-mail', kind: 'email' },
      { name: 'emailAddresses#1', label: 'E-mail 2', kind: 'email' },
      { name: 'emailAddresses#2', label: 'E-mail 3', kind: 'email' },
      { name: 'mobilePhone', label: 'Mobile', kind: 'tel' },
      { name: 'businessPhones#0', label: 'Business', kind: 'tel' },
      { name: 'businessPhones#1', label: 'Business 2', kind: 'tel' },
      { name: 'homePhones#0', label: 'Home', kind: 'tel' },
      { name: 'homePhones#1', label: 'Home 2', kind: 'tel' },
      { name: 'imAddresses#0', label: 'Chat' },
    ],
  },
  {
    title: 'Work',
    fields: [
      { name: 'companyName', label: 'Company' },
      { name: 'department', label: 'Department' },
      { name: 'jobTitle', label: 'Job title' },
      { name: 'profession', label: 'Profession' },
      { name: 'officeLocation', label: 'Office' },
      { name: 'manager', label: 'Manager' },
      { name: 'assistantName', label: 'Assistant' },
      { name: 'businessHomePage', label: 'Web page' },
    ],
  },
  address('Business address', 'businessAddress'),
  address('Home address', 'homeAddress'),
  address('Other address', 'otherAddress'),
  {
    title: 'More',
    fields: [
      { name: 'birthday', label: 'Birthday', kind: 'date' },
      { name: 'spouseName', label: 'Partner' },
      { name: 'categories', label: 'Categories, separated by commas' },
      { name: 'personalNotes', label: 'Notes', kind: 'area', wide: true },
    ],
  },
];

const NAMES = GROUPS.flatMap(({ fields }) => fields.map(({ name }) => name));

/** A contact's values as the form shows them, by field name. */
export function formValues(contact: JsonObject): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of NAMES) values[name] = valueOf(contact, name);
  return values;
}

function valueOf(contact: JsonObject, name: string): string {
  const [property = '', part] = name.split(/[.#]/);
  const value = contact[property] ?? null;
  if (property === 'birthday') return text(value).slice(0, 10);
  if (property === 'categories') return Array.isArray(value) ? value.map(text).join(', ') : '';
  if (part === undefined) return text(value);
  const inner = Array.isArray(value) ? value[Number(part)] : (value as JsonObject | null)?.[part];
  return text(
    property === 'emailAddresses' ? ((inner as JsonObject | undefined)?.address ?? null) : (inner ?? null),
  );
}

function text(value: Json): string {
  return typeof value === 'string' ? value : '';
}

/** What a PATCH would say: only the properties whose form values differ from `before`. */
export function changedBody(
  before: Record<string, string>,
  after: Record<string, string>,
  contact: JsonObject,
): JsonObject {
  const body: JsonObject = {};
  const changed = new Set(
    NAMES.filter((name) => (after[name] ?? '') !== before[name]?.replaceAll('\r\n', '\n')).map(
      (name) => name.split(/[.#]/)[0] ?? '',
    ),
  );
  for (const property of changed) body[property] = read(property, after, contact);
  return body;
}

function read(property: string, after: Record<string, string>, contact: JsonObject): Json {
  const single = after[property] ?? '';
  const parts = NAMES.filter((name) => name.startsWith(`${property}.`) || name.startsWith(`${property}#`));
  if (property === 'birthday') return single === '' ? null : `${single}T11:59:00Z`;
  if (property === 'categories')
    return single
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
  if (parts.length === 0) return single === '' ? null : single;
  if (parts[0]?.includes('.') === true)
    return Object.fromEntries(
      parts
        .map((name): [string, Json] => [name.slice(property.length + 1), after[name] ?? ''])
        .filter(([, value]) => value !== ''),
    );
  const values = parts.map((name) => (after[name] ?? '').trim()).filter(Boolean);
  // Entries beyond those of the form stay as they are.
  const given = contact[property];
  const beyond = Array.isArray(given) ? given.slice(parts.length) : [];
  return property === 'emailAddresses'
    ? values.map((address) => emailOf(address, contact))
    : [...values, ...beyond];
}

/** An address keeps the name it had. */
function emailOf(address: string, contact: JsonObject): Json {
  const known = Array.isArray(contact.emailAddresses) ? (contact.emailAddresses as JsonObject[]) : [];
  return known.find((entry) => entry.address === address) ?? { address, name: address };
}
