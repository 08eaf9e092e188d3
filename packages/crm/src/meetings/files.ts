import { wallClockOf, type Content, type FieldValue } from '@counterpart/engine';
import { momentIn, timeIn } from '../imports/times.ts';
import { choiceFrom } from '../tasks/cells.ts';
import type { FileColumn, FileShape, Taker } from '../records/files.ts';
import type { RecordInput } from '../records/types.ts';
import { choices, yesIn } from './cells.ts';
import { participantsFrom, participantsText } from './participants.ts';
import { zoneNamed } from './zones.ts';

type Time = { readonly allDay?: true; readonly start: string; readonly end: string; readonly zone?: string };
const timeOf = (content: Content): Time => content['when'] as unknown as Time;
const day = (text: string): string => text.slice(0, 10);
const nextDay = (text: string, days: number): string =>
  new Date(Date.parse(text) + days * 86_400_000).toISOString().slice(0, 10);

const json = (text: string): unknown => {
  try {
    return JSON.parse(text === '' ? 'null' : text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
};

const valueText = (value: FieldValue | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

function column(
  field: string,
  label: string,
  toText: (content: Content) => string = (content) => valueText(content[field]),
  fromText: (text: string) => unknown = (text) => text,
): FileColumn {
  return { field, label, toText, fromText };
}

const hostText = (content: Content): string => {
  const host = content['host'] as { readonly address: string; readonly name?: string } | undefined;
  return host === undefined
    ? ''
    : participantsText({ [host.address]: host.name === undefined ? {} : { name: host.name } });
};

/** The last day of an all-day meeting is written as people say it: it belongs to it. */
const columns: readonly FileColumn[] = [
  column('title', 'Title'),
  column('start', 'Start date', (content) => day(timeOf(content).start)),
  column('startTime', 'Start time', (content) => timeOf(content).start.slice(11)),
  column('end', 'End date', (content) => {
    const { allDay, end } = timeOf(content);
    return allDay === true ? nextDay(end, -1) : day(end);
  }),
  column('endTime', 'End time', (content) => timeOf(content).end.slice(11)),
  column('allDay', 'All day', (content) => (timeOf(content).allDay === true ? 'yes' : ''), yesIn),
  column('zone', 'Time zone', (content) => timeOf(content).zone ?? ''),
  column('recurrence', 'Recurrence', undefined, json),
  column('occurrences', 'Changed occurrences', undefined, json),
  column('rule', 'Rule'),
  column('location', 'Location'),
  column('description', 'Description', undefined, (text) =>
    text.startsWith('{"html":') ? json(text) : text,
  ),
  column(
    'participants',
    'Participants',
    (content) => (content['participants'] === undefined ? '' : participantsText(content['participants'])),
    participantsFrom,
  ),
  column('host', 'Host', hostText, participantsFrom),
  column('response', 'Response', undefined, choiceFrom(choices.response.values, choices.response.others)),
  column('reminder', 'Reminder (minutes)', undefined, (text) => (text.trim() === '' ? null : Number(text))),
  column('showAs', 'Show as', undefined, choiceFrom(choices.showAs.values, choices.showAs.others)),
  column(
    'sensitivity',
    'Sensitivity',
    undefined,
    choiceFrom(choices.sensitivity.values, choices.sensitivity.others),
  ),
  column(
    'categories',
    'Categories',
    ({ categories }) => (Array.isArray(categories) ? categories.map(String).join('; ') : ''),
    (text) => text.split(/[;,]/),
  ),
  column('online', 'Online meeting', ({ online }) => (online === true ? 'yes' : ''), yesIn),
  column('joinUrl', 'Link to join'),
  column('uid', 'UID'),
];

const text = (cell: unknown): string => (typeof cell === 'string' ? cell.trim() : '');

/** What start and end stand for. What cannot be read stays as it is, to be objected to. */
function whenFrom(cells: { readonly [field: string]: unknown }, { zone: own }: Taker): unknown {
  const [start, startTime, end, endTime] = ['start', 'startTime', 'end', 'endTime'].map((name) =>
    text(cells[name]),
  ) as [string, string, string, string];
  if (start === '') return undefined;
  const given = text(cells['zone']);
  const zone = given === '' ? own : (zoneNamed(given) ?? given);
  const from = momentOf(start, startTime, zone);
  const until = end === '' && endTime === '' ? from : momentOf(end === '' ? start : end, endTime, zone);
  if (from === undefined || until === undefined) return { start, end: end || start, zone };
  if (cells['allDay'] === true || (from.time === null && until.time === null)) {
    // A day is the last one; a midnight is the moment at which it ends.
    const last = until.time === null || until.day <= from.day ? nextDay(until.day, 1) : until.day;
    return { allDay: true, start: from.day, end: last };
  }
  const at = (moment: { day: string; time: string | null }): string =>
    `${moment.day}T${moment.time ?? '00:00:00'}`;
  return { start: at(from), end: at(until), zone };
}

function momentOf(
  moment: string,
  time: string,
  zone: string,
): { day: string; time: string | null } | undefined {
  const found = momentIn(moment);
  if (found === undefined) return undefined;
  if ('atMs' in found) {
    const wall = wallClockOf(found.atMs, zoneNamed(zone) ?? 'UTC');
    return { day: day(wall), time: wall.slice(11) };
  }
  if (time === '') return found;
  const own = timeIn(time);
  return own === undefined ? undefined : { day: found.day, time: own };
}

type Participants = { readonly [address: string]: { readonly name?: string; readonly response?: string } };

/** Host, participants and the taker's own answer, as the taker has them: they are no participant of their own, and no host to themselves. */
function peopleFrom({ host, participants, response }: RecordInput, { addresses }: Taker): RecordInput {
  const isOwn = (address: string) => addresses.has(address.toLowerCase());
  const everybody =
    typeof participants === 'object' && participants !== null ? (participants as Participants) : {};
  const [hosting] = typeof host === 'object' && host !== null ? Object.entries(host as Participants) : [];
  const other = hosting !== undefined && !isOwn(hosting[0]) ? hosting : undefined;
  const answer = other && Object.entries(everybody).find(([address]) => isOwn(address))?.[1].response;
  const others = Object.entries(everybody).filter(
    ([address]) => address.toLowerCase() !== hosting?.[0].toLowerCase(),
  );
  return {
    ...(typeof participants === 'string'
      ? { participants }
      : others.length > 0
        ? { participants: Object.fromEntries(others) }
        : {}),
    ...(other === undefined ? {} : { host: { address: other[0], ...other[1] } }),
    ...(typeof response === 'string' && response !== ''
      ? { response }
      : answer === undefined
        ? {}
        : { response: answer }),
  };
}

/** Meetings in files: E6 keeps the invitation out of them. */
export const meetingFiles: FileShape = {
  columns,
  required: { field: 'start', sentence: 'A meeting needs a start.' },
  valuesOf(cells, taker) {
    const { start, startTime, end, endTime, allDay, zone, host, participants, response, ...values } = cells;
    const when = whenFrom({ start, startTime, end, endTime, allDay, zone }, taker);
    return {
      ...values,
      ...(when === undefined ? {} : { when }),
      ...peopleFrom({ host, participants, response }, taker),
    };
  },
};
