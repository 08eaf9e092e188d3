import { Temporal } from 'temporal-polyfill';
import { isObject, textOf, type Json, type JsonObject } from '../json.ts';
import { zoneOf } from '../zones.ts';

/**
 * To Do's dates are days: a person's local midnight, which Graph shows in UTC (GRAPH 2.7, TASKS `basic_task_with_due_date.json`). We read them in
 * UTC, the default, and not with `Prefer: outlook.timezone`: a local time says nothing about which of the two hours at the end of daylight saving is meant,
 * and reminders are instants.
 */

const written = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)/;
const utcNames = new Set(['utc', 'etc/utc', 'gmt', 'etc/gmt', 'z', '']);

interface Moment {
  readonly day: string;
  readonly time: string;
  /** Null: UTC. */
  readonly zone: string | null;
}

function momentOf(value: Json | undefined): Moment | null {
  if (!isObject(value)) return null;
  const text = textOf(value['dateTime']) ?? '';
  const [, day, time] = written.exec(text) ?? [];
  // Graph's filler for "no date".
  if (day === undefined || time === undefined || day === '0001-01-01') return null;
  const zone = textOf(value['timeZone']) ?? '';
  return { day, time, zone: utcNames.has(zone.toLowerCase()) ? null : zone };
}

/** A day as Graph wants it: its midnight in the person's zone. */
export function dayToGraph(day: string, zone: string): JsonObject {
  return { dateTime: `${day}T00:00:00`, timeZone: zone };
}

/**
 * The day of a due or start date. One that a service shows in another zone than UTC is shown as the midnight of that zone: its date is the day.
 * @param zone IANA zone of the person. @returns `yyyy-mm-dd`, or undefined where there is none.
 */
export function dayFromGraph(value: Json | undefined, zone: string): string | undefined {
  const moment = momentOf(value);
  if (moment === null || moment.zone !== null) return moment?.day;
  return Temporal.Instant.from(`${moment.day}T${moment.time}Z`)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/** @param instant in UTC, `yyyy-mm-ddThh:mm:ssZ`. */
export function instantToGraph(instant: string): JsonObject {
  return { dateTime: instant.replace(/Z$/, ''), timeZone: 'UTC' };
}

/** @param zone of the person: where nobody knows the zone that is named. @returns an instant in UTC, or undefined where there is none. */
export function instantFromGraph(value: Json | undefined, zone: string): string | undefined {
  const moment = momentOf(value);
  if (moment === null) return undefined;
  const { day, time } = moment;
  if (moment.zone === null) return `${day}T${time}Z`;
  const named = zoneOf(moment.zone) ?? zone;
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(named).toInstant().toString();
}
