import { Temporal } from 'temporal-polyfill';
import type { Json, JsonObject } from '../../state/types.ts';
import { isObject } from '../body.ts';
import { ianaZone } from '../zones.ts';
import { validationFailure } from './errors.ts';

/** A dateTimeTimeZone as the store keeps it: local time with seven digits, and the zone's name as it was sent. */
export type Moment = { dateTime: string; timeZone: string };

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?(Z|[+-]\d{2}:\d{2})?$/i;

/** Reads `{dateTime, timeZone}` as a client wrote it; a time with an offset is moved into the zone. Throws 400. */
export function readMoment(name: string, value: JsonObject): Moment {
  const { dateTime, timeZone = 'UTC' } = value;
  const zone = typeof timeZone === 'string' ? ianaZone(timeZone) : null;
  if (zone === null || typeof timeZone !== 'string')
    throw validationFailure(`The time zone of '${name}' is not supported.`);
  const written = typeof dateTime === 'string' ? WRITTEN.exec(dateTime) : null;
  if (written === null) throw validationFailure(`The value of '${name}' is not a date and time.`);
  const [, day = '', time = '00:00', offset] = written;
  try {
    if (offset !== undefined) {
      const at = Temporal.Instant.from(`${day}T${time}${offset}`);
      return { dateTime: ticks(at.toZonedDateTimeISO(zone).toPlainDateTime()), timeZone };
    }
    return { dateTime: ticks(Temporal.PlainDateTime.from(`${day}T${time}`)), timeZone };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw Object.assign(validationFailure(`The value of '${name}' is not a date and time.`), { cause });
  }
}

export function isMoment(value: Json | undefined): value is Moment {
  return isObject(value) && typeof value['dateTime'] === 'string' && typeof value['timeZone'] === 'string';
}

/** A moment of a stored event; these always have both. */
export function momentOf(properties: JsonObject, name: 'start' | 'end'): Moment {
  const value = properties[name];
  if (!isMoment(value)) throw new Error(`an event has no ${name}`);
  return value;
}

/** The instant of a local time. In the gap of a clock change it is as much later, in the repeated hour the first one (as Outlook does). */
export function instantMs({ dateTime, timeZone }: Moment): number {
  const zone = ianaZone(timeZone) ?? 'UTC';
  if (zone === 'UTC' || zone === 'Etc/UTC') return Date.parse(`${dateTime.slice(0, 23)}Z`);
  return Temporal.PlainDateTime.from(dateTime).toZonedDateTime(zone).epochMilliseconds;
}

/** The local time of an instant, in a zone under the name that was asked for. */
export function momentAt(atMs: number, timeZone: string): Moment {
  const zone = ianaZone(timeZone) ?? 'UTC';
  if (zone === 'UTC' || zone === 'Etc/UTC')
    return { dateTime: `${new Date(atMs).toISOString().slice(0, 23)}0000`, timeZone };
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDateTime();
  return { dateTime: ticks(local), timeZone };
}

export function isSameZone(one: string, other: string): boolean {
  return ianaZone(one) === ianaZone(other);
}

/** `T00:00:00` and nothing beyond. */
export function isMidnight({ dateTime }: Moment): boolean {
  return dateTime.endsWith('T00:00:00.0000000');
}

/** `yyyy-MM-dd` */
export function dateOf({ dateTime }: Moment): string {
  return dateTime.slice(0, 10);
}

function ticks(local: Temporal.PlainDateTime): string {
  return local.toString({ fractionalSecondDigits: 7 });
}

/** Milliseconds between two local times of one zone, by the clock on the wall. */
export function wallMs(start: Moment, end: Moment): number {
  return wallClock(end.dateTime) - wallClock(start.dateTime);
}

/** A local time `byMs` later by the clock on the wall. */
export function laterOnWall({ dateTime, timeZone }: Moment, byMs: number): Moment {
  const local = new Date(wallClock(dateTime) + byMs).toISOString();
  return { dateTime: `${local.slice(0, 23)}0000`, timeZone };
}

function wallClock(dateTime: string): number {
  return Date.parse(`${dateTime.slice(0, 23)}Z`);
}

export type Span = { startMs: number; endMs: number };

const SPANS = new WeakMap<JsonObject, Span>();

/** When an event is, as instants. */
export function spanOf(properties: JsonObject): Span {
  let span = SPANS.get(properties);
  if (span === undefined) {
    const startMs = instantMs(momentOf(properties, 'start'));
    // A clock change can put the start of an occurrence after its end.
    span = { startMs, endMs: Math.max(startMs, instantMs(momentOf(properties, 'end'))) };
    SPANS.set(properties, span);
  }
  return span;
}

/** Whether something of the event lies in the window; the window's end does not belong to it. */
export function overlaps({ startMs, endMs }: Span, window: Span): boolean {
  return startMs < window.endMs && (endMs > window.startMs || startMs >= window.startMs);
}
