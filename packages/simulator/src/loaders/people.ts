import type { PersonSeed } from '../state/people.ts';
import type { Json, JsonObject } from '../state/types.ts';
import { readCsv } from './csv.ts';

/** A person to load; `isAdministrator` may grant consent for the tenant. */
export type LoadedPerson = PersonSeed & { isAdministrator?: boolean };

export type LoadedPeople =
  { ok: true; people: LoadedPerson[] } | { ok: false; problems: { where: string; reason: string }[] };

/** Columns and keys that are not simply properties of Graph's user (GRAPH 2.8), in lower case. */
const OWN = new Set([
  'userprincipalname',
  'displayname',
  'id',
  'timezone',
  'accountenabled',
  'hasmailbox',
  'isadministrator',
]);

/** Graph's spelling of the properties that a file may name, by lower case. */
const PROPERTIES = new Map(
  (
    'givenName surname mail jobTitle department companyName officeLocation mobilePhone city state country ' +
    'postalCode streetAddress userType usageLocation preferredLanguage mailNickname externalUserState'
  )
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);

/**
 * People from a file: a JSON list of objects, or CSV with a header line. Names of keys and columns are those of Graph's
 * user, in any case, plus `timeZone`, `hasMailbox` and `isAdministrator`. Only `userPrincipalName` is needed.
 */
export function readPeople(fileName: string, text: string): LoadedPeople {
  const rows = /\.json$/i.test(fileName) ? readJsonRows(text) : readCsvRows(text);
  if (!rows.ok) return rows;
  const people: LoadedPerson[] = [];
  const problems: { where: string; reason: string }[] = [];
  const seen = new Set<string>();
  for (const { where, row } of rows.rows) {
    const person = readPerson(row);
    const key = typeof person === 'string' ? '' : person.userPrincipalName.toLowerCase();
    if (typeof person === 'string') problems.push({ where, reason: person });
    else if (seen.has(key))
      problems.push({ where, reason: `“${person.userPrincipalName}” was already given` });
    else people.push(person);
    seen.add(key);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, people };
}

type Rows =
  | { ok: true; rows: { where: string; row: JsonObject }[] }
  | { ok: false; problems: { where: string; reason: string }[] };

function readJsonRows(text: string): Rows {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    return {
      ok: false,
      problems: [
        { where: 'the file', reason: `this is no JSON: ${error instanceof Error ? error.message : ''}` },
      ],
    };
  }
  if (!Array.isArray(list))
    return { ok: false, problems: [{ where: 'the file', reason: 'a list of people was expected' }] };
  return { ok: true, rows: list.map((row: JsonObject, index) => ({ where: `person ${index + 1}`, row })) };
}

function readCsvRows(text: string): Rows {
  const [header, ...lines] = readCsv(text);
  if (header === undefined)
    return { ok: false, problems: [{ where: 'line 1', reason: 'a header line was expected' }] };
  const unknown = header.cells.find(
    (name) => !OWN.has(name.trim().toLowerCase()) && !PROPERTIES.has(name.trim().toLowerCase()),
  );
  if (unknown !== undefined)
    return {
      ok: false,
      problems: [{ where: 'line 1', reason: `“${unknown}” is no column that is known here` }],
    };
  return {
    ok: true,
    rows: lines.map(({ line, cells }) => ({
      where: `line ${line}`,
      row: Object.fromEntries(
        header.cells.map((name, index): [string, Json] => [name.trim(), cells[index]?.trim() ?? '']),
      ),
    })),
  };
}

/** A person, or what is wrong with the row. */
function readPerson(row: JsonObject): LoadedPerson | string {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'an object was expected';
  const values = new Map(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
  const text = (name: string): string | undefined => {
    const value = values.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const userPrincipalName = text('userprincipalname');
  if (userPrincipalName === undefined) return 'the userPrincipalName is missing';
  if (!/^[^\s@]+@[^\s@]+$/.test(userPrincipalName))
    return `“${userPrincipalName}” is no userPrincipalName: name@domain was expected`;
  const properties: JsonObject = {};
  for (const [name, value] of values) {
    const property = PROPERTIES.get(name);
    if (property === undefined && !OWN.has(name)) return `“${name}” is no property that is known here`;
    // An empty mail means that the person has none; any other empty cell says nothing.
    if (property !== undefined && (value !== '' || property === 'mail'))
      properties[property] = value === '' ? null : value;
  }
  const id = text('id');
  if (id !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    return `the id “${id}” is no GUID`;
  const given = [text('givenname'), text('surname')].filter((part) => part !== undefined).join(' ');
  const timeZone = text('timezone');
  return {
    userPrincipalName,
    displayName: text('displayname') ?? (given === '' ? userPrincipalName : given),
    properties,
    ...(id === undefined ? {} : { id }),
    ...(timeZone === undefined ? {} : { timeZone }),
    accountEnabled: readYes(values.get('accountenabled'), true),
    hasMailbox: readYes(values.get('hasmailbox'), true),
    isAdministrator: readYes(values.get('isadministrator'), false),
  };
}

function readYes(value: Json | undefined, otherwise: boolean): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' || value === '') return otherwise;
  return ['true', 'yes', '1'].includes(value.toLowerCase());
}
