import { canonicalText, type Content, type FieldValue } from '../content/content.ts';
import { choice, date, email, line, lines, text } from '../content/normalise.ts';
import { recurrence } from '../content/recurrence.ts';
import { when } from '../content/wall-clock.ts';
import type { FieldSpec, Kind, Mailing } from './kind.ts';
import { scalar } from './scalar.ts';

export const showAsValues = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown'] as const;
export const sensitivities = ['normal', 'personal', 'private', 'confidential'] as const;
export const responses = ['none', 'tentative', 'accepted', 'declined'] as const;
export const roles = ['required', 'optional', 'resource'] as const;

type Input = { readonly [name: string]: unknown };
type Normalisers = { readonly [name: string]: FieldSpec['normalise'] };

const objectOf = (value: unknown): Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Input) : {};

/** The named parts of an object that have a value. */
function partsOf(value: unknown, normalisers: Normalisers): { [name: string]: FieldValue } {
  const input = objectOf(value);
  return Object.fromEntries(
    Object.entries(normalisers).flatMap(([name, normalise]) => {
      const part = normalise(input[name]);
      return part === undefined ? [] : [[name, part]];
    }),
  );
}

/** An object by key; undefined where nothing is left of it. Of two entries with one key the later counts. */
function byKey(
  value: unknown,
  keyOf: (key: string) => string | undefined,
  entryOf: (entry: unknown) => FieldValue | undefined,
): FieldValue | undefined {
  const entries = Object.entries(objectOf(value)).flatMap(([given, one]): [string, FieldValue][] => {
    const [key, entry] = [keyOf(given), entryOf(one)];
    return key === undefined || entry === undefined ? [] : [[key, entry]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Whole minutes before the start; a negative number is none. */
const minutes = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e7 ? value : undefined;

const yes = (value: unknown): true | undefined => (value === true ? true : undefined);

/** Text, or `{html}` where it is more than text can say: never one made into the other (E10). */
function description(value: unknown): FieldValue | undefined {
  if (typeof value === 'string') return text(value);
  const html = text(objectOf(value)['html']);
  return html === undefined ? undefined : { html };
}

const participant = (value: unknown): FieldValue =>
  partsOf(value, {
    name: line,
    role: choice(roles, 'required'),
    response: choice(responses, 'none'),
  });

const address = (key: string): string | undefined => {
  const found = email(key)?.toLowerCase();
  return found !== undefined && /^[^@]+@[^@]+$/.test(found) ? found : undefined;
};

/** What an occurrence may have of its own. */
const occurrenceFields = {
  title: line,
  when,
  location: line,
  description,
  reminder: minutes,
  showAs: choice(showAsValues, 'busy'),
  sensitivity: choice(sensitivities, 'normal'),
  categories: lines,
} as const satisfies Normalisers;

const clearable = Object.keys(occurrenceFields).filter((name) => name !== 'when');

/**
 * A changed or cancelled occurrence: `{cancelled: true}`, or the values that differ from the series. `cleared` names the fields that the series has and
 * this occurrence has not (for showAs and sensitivity: has the usual one). Changed and cancelled at once is changed: an edit beats a deletion.
 */
function occurrence(value: unknown): FieldValue | undefined {
  const own = partsOf(value, occurrenceFields);
  const { cancelled, cleared } = objectOf(value);
  const gone = clearable.filter((name) => !(name in own) && Array.isArray(cleared) && cleared.includes(name));
  if (gone.length > 0) own['cleared'] = gone;
  if (Object.keys(own).length > 0) return own;
  return cancelled === true ? { cancelled: true } : undefined;
}

/**
 * The fields of a meeting (E9, E10).
 *
 * - `when`: see `When`. `recurrence`: Graph's pattern and range, its `startDate` the day of `when`.
 * - `occurrences`: changed and cancelled ones, by the day (`yyyy-mm-dd`, in the series' zone) on which the series planned them (E8).
 * - `participants`: `{[address in lower case]: {name?, role?, response?}}`, without the host.
 * - `invite`: the participants are invited through Microsoft 365, which mails them (E11). Absent: they are kept here, and nobody is mailed.
 * - `host`: whose meeting it is, `{name?, address}`; absent where it is the owner's own. `response`: the owner's answer to a host.
 * - `online`: it has an online meeting of Microsoft 365. `joinUrl`: where one joins online.
 * - `uid`: the iCalUId, the same in every mailbox that the meeting is in (B12).
 */
export const meetingFields = [
  scalar('title', line),
  scalar('when', when),
  scalar('recurrence', recurrence),
  {
    name: 'occurrences',
    normalise: (value) => byKey(value, date, occurrence),
    merge: 'entries',
  },
  scalar('location', line),
  scalar('description', description),
  { name: 'participants', normalise: (value) => byKey(value, address, participant), merge: 'entries' },
  scalar('invite', yes),
  scalar('reminder', minutes),
  scalar('showAs', choice(showAsValues, 'busy')),
  scalar('sensitivity', choice(sensitivities, 'normal')),
  { name: 'categories', normalise: lines, merge: 'set' },
  scalar('online', yes),
  { ...scalar('joinUrl', line), given: true },
  scalar('host', (value) => {
    const own = partsOf(value, { name: line, address: (given) => address(String(given)) });
    return own['address'] === undefined ? undefined : own;
  }),
  scalar('response', choice(responses, 'none')),
  { ...scalar('uid', line), given: true },
] as const satisfies readonly FieldSpec[];

/** The iCalUId (DESIGN "First contact"), then title and time, else the whole content. */
function matchKeys(content: Content): string[] {
  const { uid, title, when: time } = content;
  return [
    ...(typeof uid === 'string' ? [`uid:${uid}`] : []),
    ...(typeof title === 'string' && time !== undefined
      ? [`title+when:${canonicalText([title.toLowerCase(), time])}`]
      : []),
    `whole:${canonicalText(content)}`,
  ];
}

const invited = (content: Content | undefined): string[] =>
  content?.['invite'] === true && content['host'] === undefined
    ? Object.keys(objectOf(content['participants']))
    : [];

/** E11: whoever is invited, or was, gets a mail for every write to the host's own event (GRAPH 2.2). There is no silent mode but to invite nobody. */
const mailing: Mailing = {
  mails: (before, after) => new Set([...invited(before), ...invited(after)]).size,
  silent: ({ invite: _asked, ...content }) => content,
};

export const meeting: Kind = { name: 'meeting', fields: meetingFields, matchKeys, mailing };
