import { Temporal } from 'temporal-polyfill';
import type { FieldValue } from './content.ts';
import { date } from './normalise.ts';

/**
 * When a meeting is (E9). All-day: dates without a zone, `end` is the day after the last one. Timed: wall-clock times (`yyyy-mm-ddThh:mm:ss`) of one IANA
 * zone. One value, because a start of one side with an end of the other would be a time that nobody chose (V4).
 */
export type When =
  | { readonly allDay: true; readonly start: string; readonly end: string }
  | { readonly start: string; readonly end: string; readonly zone: string };

const local = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?$/;

/** A wall-clock time to the second; undefined for what is none. */
function wallClock(value: unknown): string | undefined {
  const [, day, time, second = '00'] = typeof value === 'string' ? (local.exec(value) ?? []) : [];
  if (date(day) === undefined || time === undefined || time > '23:59' || second > '59') return undefined;
  return `${day}T${time}:${second}`;
}

const aDay = Temporal.PlainDate.from('2000-01-01');
const zones = new Map<string, boolean>();

/** Whether it is an IANA zone that this machine knows. */
export function isZone(name: string): boolean {
  let known = zones.get(name);
  if (known === undefined) {
    try {
      known = !/^[+-]/.test(name) && aDay.toZonedDateTime(name).timeZoneId !== '';
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      known = false;
    }
    zones.set(name, known);
  }
  return known;
}

/** A canonical `When`; undefined for what is none: an unknown zone, an end before the start, an all-day meeting of no day. */
export function when(value: unknown): FieldValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { allDay, start, end, zone } = value as { readonly [name: string]: unknown };
  if (allDay === true) {
    const [first, after] = [date(start), date(end)];
    if (first === undefined || after === undefined || after <= first) return undefined;
    return { allDay: true, start: first, end: after };
  }
  const [from, until] = [wallClock(start), wallClock(end)];
  if (from === undefined || until === undefined || typeof zone !== 'string' || !isZone(zone))
    return undefined;
  // By instants: in the hour that a clock change repeats, an end may show an earlier time than its start.
  if (until < from && instantOf(until, zone) < instantOf(from, zone)) return undefined;
  return { start: from, end: until, zone };
}

/** Milliseconds since 1970 of a wall-clock time. In the gap of a clock change it is as much later; in the repeated hour the first one (RFC 5545, as Outlook does). */
export function instantOf(wall: string, zone: string): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;
}

/** The wall-clock time of an instant in a zone. */
export function wallClockOf(atMs: number, zone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return zoned.toPlainDateTime().toString({ smallestUnit: 'second' });
}
