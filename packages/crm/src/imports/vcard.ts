import ICAL from 'ical.js';
import { z } from 'zod';
import { contactFieldNames, contactLabels } from '../contacts/table.ts';
import { CrmError } from '../errors.ts';
import type { Source, SourceRow } from './rows.ts';
import { fieldsOfCard, type CardProperty } from './vcard-fields.ts';
import { cardsOf, unfold, type Card } from './vcard-lines.ts';
import { asVersion3 } from './vcard21.ts';

/** What a contact is made from. Others (pictures, keys, calendars …) have no field, are often huge, and are not read. */
const readProperties =
  /^([\w-]+\.)?(N|FN|ORG|TITLE|EMAIL|TEL|ADR|BDAY|NOTE|IMPP|X-SKYPE(-USERNAME)?|X-(MS-|EVOLUTION-)?ASSISTANT)[;:]/i;

/**
 * A vCard file: one row a card. Its columns are the fields that its cards fill, by their names for people.
 * @throws CrmError `unreadableFile` when there is no card in it
 */
export function vcardSource(text: string): Source {
  const filled = new Set<string>();
  let found = false;
  for (const card of cardsOf(text)) {
    found = true;
    const row = rowOf(card);
    if ('values' in row) for (const column of Object.keys(row.values)) filled.add(column);
  }
  if (!found) throw new CrmError('unreadableFile', 'There is no vCard in this file.');
  const columns = contactFieldNames.map((field) => contactLabels[field]).filter((label) => filled.has(label));
  return {
    columns,
    *rows() {
      for (const card of cardsOf(text)) yield rowOf(card);
    },
  };
}

function rowOf(card: Card): SourceRow {
  const { line } = card;
  const raw = card.lines.join('\n');
  if (!card.complete) return { line, raw, unreadable: 'The card has no END:VCARD.' };
  try {
    const fields = fieldsOfCard(parseCard(card));
    return {
      line,
      raw,
      values: Object.fromEntries(
        contactFieldNames.flatMap((field) => {
          const value = fields[field];
          return value === undefined ? [] : [[contactLabels[field], value]];
        }),
      ),
    };
  } catch (error) {
    if (error instanceof Error) return { line, raw, unreadable: `It is no valid vCard: ${error.message}.` };
    throw error;
  }
}

function parseCard(card: Card): CardProperty[] {
  const logical = unfold(card.lines.slice(1, -1));
  const version = logical
    .map((line) => /^VERSION:\s*([\d.]+)/i.exec(line)?.[1])
    .find((found) => found !== undefined);
  // Without a version a card is read as the oldest one, which is the most lenient.
  const old = version === undefined || version.startsWith('2');
  const lines = logical
    .filter((line) => readProperties.test(line))
    .map((line) => (old ? asVersion3(line) : withPlainSigns(line)))
    // As text: real files hold birthdays that are no dates, and one of them must not cost the card.
    .map((line) => line.replace(/^([\w-]+\.)?BDAY(?=[;:])/i, 'X-BIRTHDAY'));
  const text = [
    'BEGIN:VCARD',
    `VERSION:${version?.startsWith('4') === true ? '4.0' : '3.0'}`,
    ...lines,
    'END:VCARD',
  ];
  const [, properties] = jCard.parse(ICAL.parse(text.join('\r\n')));
  return properties.map(([name, parameters, , ...values]) => ({ name, types: typesOf(parameters), values }));
}

/**
 * Takes backslashes away that the library would leave in texts: before a semicolon, where the property has no parts, and before signs
 * that need none (Google writes \\" and \\:).
 */
function withPlainSigns(line: string): string {
  const structured = /^([\w-]+\.)?(N|ADR|ORG)[;:]/i.test(line);
  return line.replace(/\\(.)/g, (escaped, sign: string) =>
    sign === '"' || sign === ':' || (sign === ';' && !structured) ? sign : escaped,
  );
}

/** jCard (RFC 7095), as the library gives it. */
const jCard = z.tuple([
  z.literal('vcard'),
  z.array(z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string()], z.unknown())),
  z.unknown(),
]);

/** The types of a property in lower case; "pref" is one of them, however it is written. */
function typesOf(parameters: { readonly [name: string]: unknown }): Set<string> {
  const given = [parameters['type']].flat().filter((type) => typeof type === 'string');
  const types = given.flatMap((type) => type.toLowerCase().split(','));
  return new Set('pref' in parameters ? [...types, 'pref'] : types);
}
