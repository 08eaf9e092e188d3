import type { Json, JsonObject, Person } from '../../state/types.ts';
import { graphError } from '../errors.ts';
import type { Row } from '../odata/evaluate.ts';
import { ticksUtc } from '../time.ts';

/** What is answered without `$select`; everything else needs it (GRAPH 1.1). */
const DEFAULT_SET = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];
const OTHERS = [
  'aboutMe',
  'accountEnabled',
  'birthday',
  'city',
  'companyName',
  'country',
  'createdDateTime',
  'department',
  'employeeId',
  'externalUserState',
  'identities',
  'mailNickname',
  'mailboxSettings',
  'onPremisesSyncEnabled',
  'otherMails',
  'postalCode',
  'proxyAddresses',
  'state',
  'streetAddress',
  'usageLocation',
  'userType',
];
const NAMES = new Map([...DEFAULT_SET, ...OTHERS].map((name) => [name.toLowerCase(), name]));
const LISTS = new Set(['businessPhones', 'otherMails', 'proxyAddresses', 'identities']);
/** Only on a single user, never in a collection (GRAPH 1.1). */
const SINGLE_ONLY = new Set(['mailboxsettings', 'aboutme', 'birthday']);

/** The user entity (GRAPH 2.8). `single` is false in collections. */
export function userView(person: Person, select: Set<string> | null, single: boolean): JsonObject {
  const view: JsonObject = {};
  for (const wanted of select ?? DEFAULT_SET) {
    const name = NAMES.get(wanted.toLowerCase());
    if (name === undefined) {
      throw graphError(
        400,
        'Request_BadRequest',
        `Could not find a property named '${wanted}' on type 'microsoft.graph.user'.`,
      );
    }
    if (single || !SINGLE_ONLY.has(name.toLowerCase())) view[name] = userProperty(person, name);
  }
  return view;
}

export function userRow(person: Person): Row {
  return (name) => userProperty(person, NAMES.get(name.toLowerCase()) ?? name);
}

function userProperty(person: Person, name: string): Json {
  switch (name) {
    case 'id':
      return person.id;
    case 'userPrincipalName':
      return person.userPrincipalName;
    case 'displayName':
      return person.displayName;
    case 'accountEnabled':
      return person.accountEnabled;
    case 'userType':
      return person.properties['userType'] ?? 'Member';
    case 'mailNickname':
      return person.properties['mailNickname'] ?? person.userPrincipalName.split('@')[0] ?? null;
    case 'createdDateTime':
      return person.properties['createdDateTime'] ?? ticksUtc(0);
    case 'mailboxSettings':
      return person.hasMailbox
        ? { timeZone: person.timeZone, language: { locale: 'en-US', displayName: 'English (United States)' } }
        : null;
    default:
      return person.properties[name] ?? (LISTS.has(name) ? [] : null);
  }
}
