import { wallClockOf, when as canonicalWhen, type When } from '@counterpart/engine';
import type ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import type { FileZones } from './zones.ts';

/** A time of an event: a day; or a time on the clock of a zone, `null` for the zone of whoever takes the file in. */
export type EventTime = { readonly day: string } | { readonly wall: string; readonly zone: string | null };

/** Why an event cannot be taken. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

const pad = (number: number, length = 2): string => String(number).padStart(length, '0');
const dayOf = (time: ICAL.Time): string => `${pad(time.year, 4)}-${pad(time.month)}-${pad(time.day)}`;
const wallOf = (time: ICAL.Time): string =>
  `${dayOf(time)}T${pad(time.hour)}:${pad(time.minute)}:${pad(time.second)}`;

/**
 * A value of DTSTART, DTEND, RECURRENCE-ID, RDATE or EXDATE.
 * @throws Unreadable where its zone is none that is known, and the file does not describe it
 */
export function timeOf(time: ICAL.Time, tzid: string | undefined, zones: FileZones): EventTime {
  if (time.isDate) return { day: dayOf(time) };
  if (time.zone?.tzid === 'UTC') return { wall: wallOf(time), zone: 'UTC' };
  if (tzid === undefined) return { wall: wallOf(time), zone: zones.ownZone ?? null };
  const zone = zones.zoneOf(tzid);
  if (zone !== undefined) return { wall: wallOf(time), zone };
  const atMs = zones.instantIn(tzid, time);
  if (atMs === undefined) throw new Unreadable(`Its time zone "${tzid}" is none that is known.`);
  return { wall: wallClockOf(atMs, 'UTC'), zone: 'UTC' };
}

/** A time on the clock of another zone; days stay as they are. Times without a zone are taken as of that one. */
export function wallIn(time: EventTime, zone: string | null): string {
  if ('day' in time) return time.day;
  if (time.zone === zone || time.zone === null || zone === null) return time.wall;
  return Temporal.PlainDateTime.from(time.wall)
    .toZonedDateTime(time.zone)
    .withTimeZone(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' });
}

/** Start and end together, in the zone of the start. @throws Unreadable where they do not go together */
export function whenOf(
  start: EventTime,
  end: EventTime | undefined,
  duration: ICAL.Duration | undefined,
): { readonly when: When; readonly floating: boolean } {
  if ('day' in start) {
    const days = duration === undefined ? 1 : duration.weeks * 7 + duration.days;
    const next = Temporal.PlainDate.from(start.day)
      .add({ days: Math.max(1, days) })
      .toString();
    const last = end === undefined ? next : 'day' in end ? end.day : end.wall.slice(0, 10);
    return { when: { allDay: true, start: start.day, end: last > start.day ? last : next }, floating: false };
  }
  const zone = start.zone ?? 'UTC';
  const until = end === undefined ? later(start.wall, zone, duration) : wallIn(atMidnight(end), start.zone);
  const found = canonicalWhen({ start: start.wall, end: until, zone });
  if (found === undefined) throw new Unreadable('It ends before it starts.');
  return { when: found as unknown as When, floating: start.zone === null };
}

const atMidnight = (time: EventTime): EventTime =>
  'day' in time ? { wall: `${time.day}T00:00:00`, zone: null } : time;

/** Days by the clock on the wall, hours exactly (RFC 5545 3.3.6). */
function later(wall: string, zone: string, duration: ICAL.Duration | undefined): string {
  if (duration === undefined) return wall;
  const { weeks, days, hours, minutes, seconds } = duration;
  return Temporal.PlainDateTime.from(wall)
    .toZonedDateTime(zone)
    .add({ weeks, days, hours, minutes, seconds })
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' });
}
