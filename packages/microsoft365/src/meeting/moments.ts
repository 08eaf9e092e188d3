import { instantOf, wallClockOf, type Recurrence, type When } from '@counterpart/engine';
import { isObject, textOf, type Json, type JsonObject } from '../json.ts';
import { isSameToWindows, nameForGraph, zoneOf } from '../zones.ts';

const written = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})/;

interface Moment {
  readonly day: string;
  readonly time: string;
  readonly zone: string;
}

function momentOf(value: Json | undefined): Moment | undefined {
  if (!isObject(value)) return undefined;
  const [, day, time] = written.exec(textOf(value['dateTime']) ?? '') ?? [];
  const zone = zoneOf(textOf(value['timeZone']) ?? '');
  return day === undefined || time === undefined || zone === undefined ? undefined : { day, time, zone };
}

const instantAt = ({ day, time, zone }: Moment): number => instantOf(`${day}T${time}`, zone);

/** The name of the zone in which an event was made, as the service shows it. */
export function zoneNameOf(item: JsonObject): string {
  const own = textOf(item['originalStartTimeZone']);
  if (own) return own;
  const { start } = item;
  return (isObject(start) && textOf(start['timeZone'])) || 'UTC';
}

/**
 * The IANA zone of an event. Windows' names are fewer than IANA's, so one that we wrote stays what it was while the service shows a name for it.
 * @param kept the zone that the CRM gave it. @returns undefined where nobody knows the zone.
 */
export function zoneOfEvent(item: JsonObject, kept: string | undefined): string | undefined {
  const shown = zoneOf(zoneNameOf(item));
  if (shown === undefined || kept === undefined) return shown;
  return isSameToWindows(kept, shown) ? kept : shown;
}

/**
 * When an event is (E9). The service shows UTC unless it is asked otherwise: an instant, which becomes wall-clock time of the event's own zone.
 * In the hour that a clock change repeats, wall-clock time can name only the first of both instants; a single event in the second one is shown in UTC.
 * @param zone IANA zone of the event; undefined: nobody knows it, and a single event is shown at its instant.
 * @returns undefined where it cannot be told.
 */
export function whenFromGraph(item: JsonObject, zone: string | undefined): When | undefined {
  const [start, end] = [momentOf(item['start']), momentOf(item['end'])];
  if (start === undefined || end === undefined) return undefined;
  if (item['isAllDay'] === true) {
    const [first, after] = [dayOf(start, zone), dayOf(end, zone)];
    return first === undefined || after === undefined || after <= first
      ? undefined
      : { allDay: true, start: first, end: after };
  }
  const [from, until] = [instantAt(start), instantAt(end)];
  const isSeries = isObject(item['recurrence']);
  if (zone === undefined) return isSeries ? undefined : timed(from, until, 'UTC');
  const when = timed(from, until, zone);
  const isExact = instantOf(when.start, zone) === from && instantOf(when.end, zone) === until;
  return isExact || isSeries ? when : timed(from, until, 'UTC');
}

const timed = (from: number, until: number, zone: string) => ({
  start: wallClockOf(from, zone),
  end: wallClockOf(until, zone),
  zone,
});

/**
 * The day of an all-day event's midnight. Whether the service converts it like any time, or shows midnight in whatever zone, is not known (GRAPH 9, 14): a midnight is
 * the day itself under either.
 */
function dayOf(moment: Moment, zone: string | undefined): string | undefined {
  if (moment.time === '00:00:00') return moment.day;
  return zone === undefined ? undefined : wallClockOf(instantAt(moment), zone).slice(0, 10);
}

/** The day on which a series planned an occurrence, from its `originalStart` (UTC). */
export function plannedDayOf(item: JsonObject, zone: string, isAllDay: boolean): string | undefined {
  const text = textOf(item['originalStart']);
  if (text === undefined) {
    const start = momentOf(item['start']);
    return start === undefined ? undefined : isAllDay ? dayOf(start, zone) : wallDay(instantAt(start), zone);
  }
  const atMs = Date.parse(/(Z|[+-]\d{2}:\d{2})$/i.test(text) ? text : `${text}Z`);
  if (Number.isNaN(atMs)) return undefined;
  const day = wallDay(atMs, zone);
  // Midnight in UTC and not in the zone: shown as the day itself.
  const isMidnight = atMs % 86_400_000 === 0;
  const isOwnMidnight = wallClockOf(atMs, zone).endsWith('T00:00:00');
  return isAllDay && isMidnight && !isOwnMidnight ? new Date(atMs).toISOString().slice(0, 10) : day;
}

const wallDay = (atMs: number, zone: string): string => wallClockOf(atMs, zone).slice(0, 10);

const yearsOf = (when: When, isSeries: boolean): number[] => {
  const [from, until] = [Number(when.start.slice(0, 4)), Number(when.end.slice(0, 4))];
  const last = Math.min(isSeries ? until + 2 : until, from + 10);
  return Array.from({ length: last - from + 1 }, (_, n) => from + n);
};

/** Start and end as Graph wants them. @param ownZone IANA zone of the person: all-day events begin at its midnight. */
export function whenToGraph(when: When, ownZone: string, recurrence: Recurrence | undefined): JsonObject {
  const isAllDay = 'allDay' in when;
  const zone = isAllDay ? ownZone : when.zone;
  const timeZone = nameForGraph(zone, yearsOf(when, recurrence !== undefined));
  const moment = (text: string) => ({ dateTime: isAllDay ? `${text}T00:00:00` : text, timeZone });
  return {
    start: moment(when.start),
    end: moment(when.end),
    isAllDay,
    ...(recurrence === undefined
      ? {}
      : { recurrence: recurrenceToGraph(recurrence, when.start.slice(0, 10), timeZone) }),
  };
}

/** Only what the pattern needs: fillers are refused on input. The range begins on the day of the event and in its zone, or it is refused (GRAPH 2.2). */
function recurrenceToGraph(
  { range, ...pattern }: Recurrence,
  startDate: string,
  recurrenceTimeZone: string,
): JsonObject {
  return { pattern, range: { ...range, startDate, recurrenceTimeZone } };
}

/** Graph's pattern and range in one; the fillers of fields that the pattern has no use for fall away when it is made canonical. */
export function recurrenceFromGraph(value: Json | undefined): unknown {
  if (!isObject(value) || !isObject(value['pattern'])) return undefined;
  return { ...value['pattern'], range: value['range'] };
}
