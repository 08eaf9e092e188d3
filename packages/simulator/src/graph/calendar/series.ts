import type { ExtendedProperty, Item, JsonObject, Mailbox } from '../../state/types.ts';
import { findItem } from '../../state/items.ts';
import { isObject } from '../body.ts';
import { secondsUtc } from '../time.ts';
import { dayAt, dayText, readDay } from './days.ts';
import { recurrenceDays } from './expand.ts';
import { cancelledId, occurrenceICalUId, occurrenceId, readOccurrenceId } from './ids.ts';
import { isRecurrence, type Recurrence } from './recurrence.ts';
import { instantMs, laterOnWall, momentAt, momentOf, overlaps, spanOf, wallMs, type Span } from './times.ts';

/** What one edited occurrence has of its own. */
export type Exception = {
  values: JsonObject;
  changeKey: string;
  createdAtMs: number;
  lastModifiedAtMs: number;
  extendedProperties: ExtendedProperty[];
  extensions: JsonObject;
};

/** Kept in the master under `series`: exceptions by planned day, and the planned days that were deleted. */
export type Series = { exceptions: Record<string, Exception>; cancelled: string[] };

export const NO_SERIES: Series = { exceptions: {}, cancelled: [] };

export function recurrenceOf(item: Pick<Item, 'properties'>): Recurrence | null {
  const { recurrence } = item.properties;
  return isRecurrence(recurrence) ? recurrence : null;
}

export function seriesOf(item: Pick<Item, 'properties'>): Series {
  const { series } = item.properties;
  return isSeries(series) ? series : NO_SERIES;
}

function isSeries(value: unknown): value is Series {
  return typeof value === 'object' && value !== null && 'exceptions' in value && 'cancelled' in value;
}

/** Whether the series plans something for that day, deleted or not. */
export function isPlanned(recurrence: Recurrence, day: string): boolean {
  const wanted = readDay(day);
  if (wanted === null) return false;
  for (const planned of recurrenceDays(recurrence, wanted)) if (planned >= wanted) return planned === wanted;
  return false;
}

/** The occurrence planned for a day, or null when the series has none or it was deleted. */
export function occurrenceOn(master: Item, day: string): Item | null {
  const recurrence = recurrenceOf(master);
  if (recurrence === null || seriesOf(master).cancelled.includes(day) || !isPlanned(recurrence, day))
    return null;
  return makeOccurrence(master, day);
}

/** Occurrences and exceptions with something in the window, by planned day. */
export function occurrencesIn(master: Item, window: Span): Item[] {
  const recurrence = recurrenceOf(master);
  if (recurrence === null) return [];
  const { exceptions, cancelled } = seriesOf(master);
  const lengthMs = durationMs(master);
  const from = dayAt(window.startMs - lengthMs) - 2;
  const until = dayAt(window.endMs) + 2;
  const days = new Set<string>();
  for (const day of recurrenceDays(recurrence, from)) {
    if (day > until) break;
    if (day >= from) days.add(dayText(day));
  }
  for (const day of Object.keys(exceptions)) days.add(day);
  return [...days]
    .sort()
    .filter((day) => !cancelled.includes(day))
    .map((day) => makeOccurrence(master, day))
    .filter(({ properties }) => overlaps(spanOf(properties), window));
}

export function exceptionsOf(master: Item): Item[] {
  return Object.keys(seriesOf(master).exceptions)
    .sort()
    .map((day) => makeOccurrence(master, day));
}

export function cancelledIds(master: Item): string[] {
  return seriesOf(master).cancelled.map((day) => cancelledId(master.id, day));
}

function durationMs({ properties }: Item): number {
  const start = momentOf(properties, 'start');
  const { endMs } = spanOf(properties);
  return Math.max(0, wallMs(start, momentAt(endMs, start.timeZone)));
}

/** One occurrence as an item of its own: the master's values at the planned time, with what the exception changed. */
function makeOccurrence(master: Item, day: string): Item {
  const { properties } = master;
  const exception = seriesOf(master).exceptions[day];
  const first = momentOf(properties, 'start');
  const start = { dateTime: `${day}${first.dateTime.slice(10)}`, timeZone: first.timeZone };
  const { iCalUId } = properties;
  const { changeKey, createdAtMs, lastModifiedAtMs } = exception ?? master;
  return {
    ...master,
    key: `${master.key}/${day}`,
    id: occurrenceId(master.id, day),
    immutableId: occurrenceId(master.immutableId, day),
    changeKey,
    createdAtMs,
    lastModifiedAtMs,
    before: null,
    properties: {
      ...properties,
      start,
      end: laterOnWall(start, durationMs(master)),
      ...exception?.values,
      series: null,
      recurrence: null,
      type: exception === undefined ? 'occurrence' : 'exception',
      seriesMasterId: master.id,
      plannedDay: day,
      originalStart: secondsUtc(instantMs(start)),
      iCalUId: occurrenceICalUId(typeof iCalUId === 'string' ? iCalUId : '', day),
    },
    extendedProperties: new Map([
      ...master.extendedProperties,
      ...(exception?.extendedProperties ?? []).map((entry): [string, ExtendedProperty] => [entry.id, entry]),
    ]),
    extensions: new Map([
      ...master.extensions,
      ...Object.entries(exception?.extensions ?? {}).filter((entry): entry is [string, JsonObject] =>
        isObject(entry[1]),
      ),
    ]),
  };
}

/** The series and planned day behind an occurrence's item; null for a single event or a master. */
export function plannedDayOf(item: Item): string | null {
  const { plannedDay } = item.properties;
  return typeof plannedDay === 'string' ? plannedDay : null;
}

/** An event, master, occurrence or exception by any of its ids. */
export function findEvent(mailbox: Mailbox, id: string): Item | null {
  const stored = findItem(mailbox, 'event', id);
  if (stored !== null) return stored;
  const read = readOccurrenceId(id);
  const master = read === null ? null : findItem(mailbox, 'event', read.masterId);
  return read === null || master === null ? null : occurrenceOn(master, read.day);
}

/** The stored item that holds an event: itself, or an occurrence's master. */
export function masterOf(mailbox: Mailbox, item: Item): Item {
  if (plannedDayOf(item) === null) return item;
  const { seriesMasterId } = item.properties;
  const master = typeof seriesMasterId === 'string' ? findItem(mailbox, 'event', seriesMasterId) : null;
  if (master === null) throw new Error('an occurrence has lost its master');
  return master;
}

/** Days around a planned one on which the neighbours really are: an exception may not touch them (GRAPH 2.2). */
export function neighboursOf(master: Item, day: string): { before: string | null; after: string | null } {
  const recurrence = recurrenceOf(master);
  const planned = readDay(day);
  if (recurrence === null || planned === null) return { before: null, after: null };
  const { exceptions, cancelled } = seriesOf(master);
  const real = (other: string) => {
    const { start } = exceptions[other]?.values ?? {};
    return isObject(start) && typeof start['dateTime'] === 'string' ? start['dateTime'].slice(0, 10) : other;
  };
  let before: string | null = null;
  for (const found of recurrenceDays(recurrence, planned - NEAR_DAYS)) {
    const text = dayText(found);
    if (cancelled.includes(text) || found === planned) continue;
    if (found > planned) return { before, after: real(text) };
    before = real(text);
  }
  return { before, after: null };
}

/** Far enough back to meet the occurrence before, whatever the pattern, short of one that skips years. */
const NEAR_DAYS = 2 * 366;
