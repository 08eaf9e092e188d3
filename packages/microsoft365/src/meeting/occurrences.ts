import {
  instantOf,
  meeting,
  normaliseContent,
  sameValue,
  wallClockOf,
  whenOn,
  type Content,
  type FieldValue,
  type When,
} from '@counterpart/engine';
import { isObject, listOf, textOf, type JsonObject } from '../json.ts';
import type { Details } from './details.ts';
import { plannedDayOf, zoneOfEvent } from './moments.ts';
import { plainFields } from './plain.ts';
import type { MeetingContext } from './setting.ts';

/** What an occurrence may have of its own, beside its time. */
export const ownFields = [
  'title',
  'location',
  'description',
  'reminder',
  'showAs',
  'sensitivity',
  'categories',
] as const;

type Own = { readonly [field: string]: FieldValue };
type Days<T> = { readonly [day: string]: T };

/** Whether a reading of a series shows its changed and cancelled occurrences: only one that asks for them by name does (GRAPH 2.2). */
export const showsOccurrences = (item: JsonObject): boolean => Array.isArray(item['exceptionOccurrences']);

/** A time as the service shows it: in the gap of a clock change it is as much later. */
function settled(when: When): When {
  if ('allDay' in when) return when;
  const through = (wall: string) => wallClockOf(instantOf(wall, when.zone), when.zone);
  return { ...when, start: through(when.start), end: through(when.end) };
}

/** When a series has its occurrence of a day, as the service shows it. */
export const plannedWhen = (series: Content, day: string): FieldValue | undefined =>
  series['when'] === undefined ? undefined : settled(whenOn(series['when'] as unknown as When, day));

/** The changed occurrences of a series that was read, by the day on which they were planned. */
export function exceptionsOf(item: JsonObject, zone: string): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const exception of listOf(item['exceptionOccurrences'])) {
    if (!isObject(exception)) continue;
    const day = plannedDayOf(exception, zone, item['isAllDay'] === true);
    if (day !== undefined) found.set(day, exception);
  }
  return found;
}

/** The days whose occurrences were cancelled: `OID.{master id}.{day}`. */
export function cancelledDays(item: JsonObject): Set<string> {
  const days = listOf(item['cancelledOccurrences']).map(
    (id) => /\.(\d{4}-\d{2}-\d{2})$/.exec(textOf(id) ?? '')?.[1],
  );
  return new Set(days.filter((day) => day !== undefined));
}

/** The zone in which the days of a series are counted. */
export const zoneOfSeries = (item: JsonObject, details: Details): string =>
  zoneOfEvent(item, details.zone) ?? 'UTC';

/** An occurrence that is an event of its own, whole. */
export const exceptionContent = (exception: JsonObject, details: Details, context: MeetingContext): Content =>
  normaliseContent(meeting, plainFields(exception, details, context).values);

/** What an occurrence is that has these values of its own, whole. */
export function wholeOccurrence(series: Content, day: string, own: Own | undefined): Content {
  const { when, cleared, ...changes } = own ?? {};
  const gone = Array.isArray(cleared) ? (cleared as readonly string[]) : [];
  const inherited = ownFields.flatMap((field) =>
    series[field] === undefined || gone.includes(field) ? [] : [[field, series[field]] as const],
  );
  const time = when ?? plannedWhen(series, day);
  return { ...Object.fromEntries(inherited), ...changes, ...(time === undefined ? {} : { when: time }) };
}

/** What an occurrence has of its own, against its series. */
function ownOf(series: Content, day: string, occurrence: Content): { [field: string]: FieldValue } {
  const own: { [field: string]: FieldValue } = {};
  const cleared: string[] = [];
  for (const field of ownFields) {
    const value = occurrence[field];
    if (sameValue(value, series[field])) continue;
    if (value === undefined) cleared.push(field);
    else own[field] = value;
  }
  const { when } = occurrence;
  if (when !== undefined && !sameValue(when, plannedWhen(series, day))) own['when'] = when;
  return cleared.length === 0 ? own : { ...own, cleared };
}

/** The changed and cancelled occurrences of a series (E8). @param series its canonical content. */
export function occurrencesFromGraph(
  item: JsonObject,
  series: Content,
  details: Details,
  context: MeetingContext,
): Days<Own> {
  const changed = [...exceptionsOf(item, zoneOfSeries(item, details))].map(
    ([day, exception]) => [day, ownOf(series, day, exceptionContent(exception, details, context))] as const,
  );
  const cancelled = [...cancelledDays(item)].map((day) => [day, { cancelled: true }] as const);
  return Object.fromEntries([...cancelled, ...changed]);
}

/** Canonical occurrences by day. */
export const daysOf = (occurrences: FieldValue | undefined): Days<Own> =>
  isObject(occurrences) ? (occurrences as Days<Own>) : {};
