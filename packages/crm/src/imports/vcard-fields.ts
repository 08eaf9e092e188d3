import type { ContactFieldName } from '../contacts/table.ts';
import { isAddress } from '../people/address.ts';
import { dateIn } from './dates.ts';

/** A property of a card as the library read it. */
export interface CardProperty {
  /** In lower case. */
  readonly name: string;
  readonly types: ReadonlySet<string>;
  /** One for most properties; those of several parts have an array of parts in it, each a text or an array of texts. */
  readonly values: readonly unknown[];
}

export type CardFields = { [field in ContactFieldName]?: string };

/** What a card says of the fields of a contact. What has no field left (a fifth telephone number) is kept in the description. */
export function fieldsOfCard(card: readonly CardProperty[]): CardFields {
  const left: string[] = [];
  const all = (name: string) => card.filter((property) => property.name === name && textOf(property) !== '');
  const first = (...names: string[]) => textOf(names.flatMap(all)[0]);
  const [accountName, department] = partsOf(all('org')[0]);
  const fields: CardFields = {
    ...nameOf(all('n')[0], isAddress(first('fn')) || first('fn') === accountName ? '' : first('fn')),
    ...addressesOf(all('adr')),
    ...emailsOf(all('email'), left),
    ...phonesOf(all('tel'), left),
    title: first('title'),
    accountName: accountName ?? '',
    department: department ?? '',
    assistant: first('x-assistant', 'x-ms-assistant', 'x-evolution-assistant'),
    skypeId: first('x-skype', 'x-skype-username') || skypeOf(all('impp')),
    // A birthday without its year (4.0) is no date of birth.
    dateOfBirth: dateIn(first('x-birthday')) ?? '',
  };
  fields.description = [...all('note').map(textOf), ...left].join('\n');
  for (const field of Object.keys(fields) as ContactFieldName[])
    if (!fields[field]?.trim()) delete fields[field];
  return fields;
}

const textOf = (property: CardProperty | undefined): string =>
  (property?.values ?? []).flat(2).map(String).join(',').trim();

/** The parts of a value that has several: N, ADR, ORG. */
function partsOf(property: CardProperty | undefined): string[] {
  const [value] = property?.values ?? [];
  const parts: unknown[] = Array.isArray(value) ? value : [value ?? ''];
  return parts.map((part) => (Array.isArray(part) ? part.map(String).join(', ') : String(part)).trim());
}

function nameOf(name: CardProperty | undefined, formatted: string): CardFields {
  const [lastName = '', firstName = ''] = partsOf(name);
  if (lastName !== '' || firstName !== '') return { firstName, lastName };
  const words = formatted.split(/\s+/);
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' };
}

/** The preferred one first, else in the order of the card. */
const preferredFirst = (properties: readonly CardProperty[]): CardProperty[] =>
  [...properties].sort((a, b) => Number(b.types.has('pref')) - Number(a.types.has('pref')));

function emailsOf(properties: readonly CardProperty[], left: string[]): CardFields {
  const texts = [...new Set(preferredFirst(properties).map(textOf))];
  const [email, secondEmail, ...others] = texts.filter((text) => isAddress(text));
  left.push(...[...others, ...texts.filter((text) => !isAddress(text))].map((text) => `E-mail: ${text}`));
  return { email: email ?? '', secondEmail: secondEmail ?? '' };
}

/** Mobile and home numbers go to their own fields, others to phone and other phone, and what finds its field taken to a free one. */
function phonesOf(properties: readonly CardProperty[], left: string[]): CardFields {
  const fields: CardFields = {};
  const waiting: string[] = [];
  for (const property of preferredFirst(properties)) {
    const number = textOf(property).replace(/^tel:/i, '').replace(/;ext=/i, ' ext. ');
    if (property.types.has('fax') || property.types.has('pager')) {
      left.push(`${property.types.has('fax') ? 'Fax' : 'Pager'}: ${number}`);
      continue;
    }
    const field = property.types.has('cell') ? 'mobile' : property.types.has('home') ? 'homePhone' : 'phone';
    if (Object.values(fields).includes(number)) continue;
    if (fields[field] === undefined) fields[field] = number;
    else waiting.push(number);
  }
  for (const number of waiting) {
    if (Object.values(fields).includes(number)) continue;
    if (fields.otherPhone === undefined) fields.otherPhone = number;
    else left.push(`Telephone: ${number}`);
  }
  return fields;
}

/** The business address, else the preferred one, is the mailing address; the next one is the other address. */
function addressesOf(properties: readonly CardProperty[]): CardFields {
  const ordered = preferredFirst(properties);
  const [mailing, other] = [...ordered].sort(
    (a, b) => Number(b.types.has('work')) - Number(a.types.has('work')),
  );
  const [mailingStreet, mailingCity, mailingState, mailingPostalCode, mailingCountry] = addressOf(mailing);
  const [otherStreet, otherCity, otherState, otherPostalCode, otherCountry] = addressOf(other);
  const fields = { mailingStreet, mailingCity, mailingState, mailingPostalCode, mailingCountry };
  return { ...fields, otherStreet, otherCity, otherState, otherPostalCode, otherCountry };
}

/** Street (with post-office box and extension on lines of their own), city, state, postal code, country. */
function addressOf(property: CardProperty | undefined): [string, string, string, string, string] {
  const [box = '', extension = '', street = '', city = '', state = '', postalCode = '', country = ''] =
    partsOf(property);
  const lines = [box, extension, street].filter((line) => line !== '');
  return [lines.join('\n'), city, state, postalCode, country];
}

function skypeOf(properties: readonly CardProperty[]): string {
  const found = properties.map(textOf).find((text) => /^skype:/i.test(text));
  return found?.replace(/^skype:/i, '').replace(/\?.*$/, '') ?? '';
}
