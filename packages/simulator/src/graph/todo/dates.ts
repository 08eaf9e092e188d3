import { Temporal } from 'temporal-polyfill';
import type { Json, JsonObject, Unknowns } from '../../state/types.ts';
import { isObject } from '../body.ts';
import { ianaZone } from '../zones.ts';
import { invalidRequest } from './errors.ts';

/**
 * A dateTimeTimeZone as the store keeps it: the instant in UTC with seven digits, and the zone in which a person sees it (for the day of
 * a due date). Only the first two are shown.
 */
export type StoredMoment = { dateTime: string; timeZone: 'UTC'; dayZone: string };

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?(Z?)$/i;

/** Reads `{dateTime, timeZone}` as a client wrote it. Throws 400. */
function readMoment(name: string, value: JsonObject): { local: Temporal.PlainDateTime; zone: string } {
  const { dateTime, timeZone = 'UTC' } = value;
  const written = typeof dateTime === 'string' ? WRITTEN.exec(dateTime) : null;
  const zone = typeof timeZone === 'string' ? ianaZone(timeZone) : null;
  if (zone === null)
    throw invalidRequest(
      'ErrorInvalidTimeZone',
      `The time zone '${typeof timeZone === 'string' ? timeZone : ''}' of ${name} is not supported.`,
    );
  if (written === null) throw notADate(name);
  const [, day = '', time = '00:00', utc] = written;
  try {
    return {
      local: Temporal.PlainDateTime.from(`${day}T${time}`),
      zone: utc === '' ? zone : 'UTC',
    };
  } catch (error) {
    if (error instanceof RangeError) throw Object.assign(notADate(name), { cause: error });
    throw error;
  }
}

function notADate(name: string): Error {
  return invalidRequest('InvalidModel', `The value of ${name} is not a date and time.`);
}

/** An instant, such as a reminder. */
export function readInstant(name: string, value: JsonObject, mailboxZone: string): StoredMoment {
  const { local, zone } = readMoment(name, value);
  return stored(local.toZonedDateTime(zone).toInstant(), mailboxZone);
}

/**
 * A day: due, start and completion are day-granular, kept as midnight of a zone and shown in UTC (GRAPH 2.7). What a time of day
 * becomes is not known: see `todoDueTime`.
 */
export function readDay(
  name: string,
  value: JsonObject,
  mailboxZone: string,
  rule: Unknowns['todoDueTime'],
): StoredMoment {
  const { local, zone } = readMoment(name, value);
  if (rule === 'sentMidnight') return midnight(local.toPlainDate(), zone);
  const at = local.toZonedDateTime(zone).toInstant();
  if (rule === 'kept') return stored(at, mailboxZone);
  return midnight(at.toZonedDateTimeISO(mailboxZone).toPlainDate(), mailboxZone);
}

function midnight(day: Temporal.PlainDate, zone: string): StoredMoment {
  return stored(day.toZonedDateTime(zone).toInstant(), zone);
}

/** Today in the mailbox's zone, as midnight. */
export function today(nowMs: number, zone: string): StoredMoment {
  return midnight(Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone).toPlainDate(), zone);
}

function stored(at: Temporal.Instant, dayZone: string): StoredMoment {
  return { dateTime: ticks(at.toZonedDateTimeISO('UTC').toPlainDateTime()), timeZone: 'UTC', dayZone };
}

function ticks(local: Temporal.PlainDateTime): string {
  return local.toString({ fractionalSecondDigits: 7 });
}

export function isMoment(value: Json | undefined): value is StoredMoment {
  return isObject(value) && typeof value['dateTime'] === 'string' && typeof value['dayZone'] === 'string';
}

/** The day that a person sees. */
export function dayOf(moment: StoredMoment): Temporal.PlainDate {
  return instantOf(moment).toZonedDateTimeISO(moment.dayZone).toPlainDate();
}

function instantOf(moment: { dateTime: string }): Temporal.Instant {
  return Temporal.Instant.from(`${moment.dateTime}Z`);
}

/** The same time of day, that many days later, in the zone in which it is seen. */
export function laterBy(days: number, moment: StoredMoment): StoredMoment {
  const then = instantOf(moment).toZonedDateTimeISO(moment.dayZone).add({ days });
  return stored(then.toInstant(), moment.dayZone);
}

/** `{dateTime, timeZone}` in UTC moved into the zone of `Prefer: outlook.timezone`; the name is answered as it was sent. */
export function inZone(shown: JsonObject, name: string, zone: string): JsonObject {
  const { dateTime } = shown;
  if (typeof dateTime !== 'string') return shown;
  const local = instantOf({ dateTime }).toZonedDateTimeISO(zone).toPlainDateTime();
  return { dateTime: ticks(local), timeZone: name };
}
