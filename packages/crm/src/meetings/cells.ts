import {
  instantOf,
  isZone,
  responses,
  sensitivities,
  showAsValues,
  when as canonicalWhen,
  type FieldValue,
  type meetingFields,
} from '@counterpart/engine';
import { castType, choiceType, jsonType, linesType, type Column } from '../records/columns.ts';
import { choiceFrom, choiceObjection, objectTo } from '../tasks/cells.ts';
import { participantsText } from './participants.ts';

type Field = (typeof meetingFields)[number]['name'];
type Given = { readonly [name: string]: unknown };

/** Text as it is; anything else is none. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

const objectOf = (value: unknown): Given =>
  typeof value === 'object' && value !== null ? (value as Given) : {};
const asJson = (value: FieldValue): string => JSON.stringify(value);

/** What is wrong with a time that somebody gave, in words. */
export function whenObjection(given: unknown, value: FieldValue | undefined): string | undefined {
  if (value !== undefined || given === null) return undefined;
  const { allDay, start, end, zone } = objectOf(given);
  if (typeof start !== 'string' || typeof end !== 'string') return 'A meeting needs a start and an end.';
  if (allDay === true)
    return end <= start && /^\d{4}-\d{2}-\d{2}$/.test(start)
      ? 'The end is the day after the last day, so it must come after the start.'
      : 'The start and the end of an all-day meeting are days, like 2026-03-05.';
  if (typeof zone !== 'string' || zone === '') return 'A meeting at a time of day needs its time zone.';
  if (!isZone(zone)) return `"${zone}" is no time zone that is known. Write it like Europe/Zurich.`;
  const wall = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
  if (wall.test(start) && wall.test(end) && isBefore(end, start, zone)) return 'The end is before the start.';
  return 'The start and the end are times on the clock, like 2026-03-05T09:00.';
}

function isBefore(end: string, start: string, zone: string): boolean {
  try {
    return instantOf(end, zone) < instantOf(start, zone);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const whenProblem = (given: unknown): string | undefined => whenObjection(given, canonicalWhen(given));

/** A time for people: `2026-03-05 09:00 – 10:00 (Europe/Zurich)`, or days, the last one included. */
export function whenText(value: FieldValue): string {
  const { allDay, start, end, zone } = objectOf(value);
  if (typeof start !== 'string' || typeof end !== 'string') return asJson(value);
  if (allDay === true) {
    const last = new Date(Date.parse(end) - 86_400_000).toISOString().slice(0, 10);
    return last === start ? start : `${start} – ${last}`;
  }
  const [from, until] = [start, end].map((time) => time.slice(0, 16).replace('T', ' ')) as [string, string];
  const short = from.slice(0, 10) === until.slice(0, 10) ? until.slice(11) : until;
  return `${from} – ${short} (${String(zone)})`;
}

function participantsObjection(given: unknown): string | undefined {
  const wrong = Object.keys(objectOf(given)).filter((key) => !/^\s*[^@\s]+@[^@\s]+\s*$/.test(key));
  if (wrong.length > 0) return `"${wrong[0] ?? ''}" is not an e-mail address.`;
  return undefined;
}

/** What is wrong with changed occurrences, whatever the series; that they belong to it is looked at later. */
function occurrencesObjection(given: unknown): string | undefined {
  for (const [day, own] of Object.entries(objectOf(given))) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return `"${day}" is no day. Write it like 2026-03-05.`;
    const { when } = objectOf(own);
    const message = when === undefined ? undefined : whenProblem(when);
    if (message !== undefined) return `${day}: ${message}`;
  }
  return undefined;
}

export const yesIn = (text: string): boolean => /^(yes|true|1|x|y)$/i.test(text.trim());

const yes: Partial<Column> = {
  ...castType('boolean'),
  toText: (value) => (value === true ? 'yes' : ''),
  fromText: yesIn,
};

export const choices = {
  showAs: {
    values: showAsValues,
    others: {
      outofoffice: 'oof',
      away: 'oof',
      elsewhere: 'workingElsewhere',
      0: 'free',
      1: 'tentative',
      2: 'busy',
      3: 'oof',
    },
  },
  sensitivity: {
    values: sensitivities,
    others: { public: 'normal', true: 'private', false: 'normal', yes: 'private', no: 'normal' },
  },
  response: { values: responses, others: { noresponse: 'none', needsaction: 'none', maybe: 'tentative' } },
} as const;

const choiceCell = (
  { values, others }: (typeof choices)[keyof typeof choices],
  usual: string,
): Partial<Column> => ({
  ...choiceType(usual),
  fromText: choiceFrom(values, others),
  objection: choiceObjection(values),
});

/** How the fields lie in the database, stand in files and are objected to. */
export const meetingCells: { readonly [field in Field]?: Partial<Column> } = {
  when: { ...jsonType, column: 'takes_place', toText: whenText, objection: whenObjection },
  recurrence: { ...jsonType, toText: asJson, objection: objectTo('is no recurrence that can be used.') },
  occurrences: { ...jsonType, toText: asJson, objection: occurrencesObjection },
  description: {
    ...jsonType,
    toText: (value) => (typeof value === 'string' ? value : asText(objectOf(value)['html'])),
  },
  participants: { ...jsonType, toText: participantsText, objection: participantsObjection },
  invite: yes,
  reminder: {
    ...castType('integer'),
    toText: String,
    fromText: (text) => (text.trim() === '' ? null : Number(text)),
    objection: objectTo('is no number of minutes before the start.'),
  },
  showAs: choiceCell(choices.showAs, 'busy'),
  sensitivity: choiceCell(choices.sensitivity, 'normal'),
  categories: linesType,
  online: yes,
  host: {
    ...jsonType,
    byHand: false,
    toText: (value) =>
      participantsText({
        [String(objectOf(value)['address'])]: { name: asText(objectOf(value)['name']) },
      }),
  },
  response: choiceCell(choices.response, 'none'),
  uid: { byHand: false },
};
