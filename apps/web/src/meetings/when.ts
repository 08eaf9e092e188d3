import { instantAt, wallClock } from '../tasks/clock.ts';
import { addDays, isDay } from './calendar/days.ts';
import type { Time } from './calendar/layout.ts';

/** When a meeting is (E9): dates without a zone, `end` the day after the last one; or wall-clock times (`yyyy-mm-ddThh:mm:ss`) of one IANA zone. */
export type When =
  { allDay: true; start: string; end: string } | { start: string; end: string; zone: string };

export const isAllDay = (when: When): when is Extract<When, { allDay: true }> => 'allDay' in when;

/** The instant of a wall-clock time, in milliseconds. */
export const instantMs = (wall: string, zone: string | undefined): number =>
  Date.parse(instantAt(wall, zone) ?? '');

export function timeOf(when: When): Time {
  if (isAllDay(when)) return { allDay: true, start: when.start, end: when.end };
  const [startMs, endMs] = [instantMs(when.start, when.zone), instantMs(when.end, when.zone)];
  return { allDay: false, startMs, endMs: Math.max(startMs, endMs) };
}

/** As a wall-clock time of the meeting's zone is sent and kept. */
export const wallAt = (atMs: number, zone: string): string => `${wallClock(atMs, zone)}:00`;

export interface Shift {
  /** The whole, or its end alone. */
  part: 'whole' | 'end';
  days: number;
  minutes: number;
}

/** The shortest that a meeting becomes by drawing its end. */
const SHORTEST_MS = 15 * 60_000;

/** A time drawn to another place of the calendar, in the zone in which the calendar shows it; the meeting keeps its own zone, and moved whole its length. */
export function shifted(when: When, { part, days, minutes }: Shift, shownIn: string | undefined): When {
  if (isAllDay(when)) {
    const start = part === 'whole' ? addDays(when.start, days) : when.start;
    const end = addDays(when.end, days);
    return { allDay: true, start, end: end > start ? end : addDays(start, 1) };
  }
  const { startMs, endMs } = timeOf(when) as Extract<Time, { allDay: false }>;
  const move = (atMs: number): number => {
    const wall = wallClock(atMs + minutes * 60_000, shownIn);
    // By what clocks show: a day later is the same hour, also where the clocks change in between.
    return days === 0
      ? atMs + minutes * 60_000
      : instantMs(addDays(wall.slice(0, 10), days) + wall.slice(10), shownIn);
  };
  const from = part === 'whole' ? move(startMs) : startMs;
  const until = part === 'whole' ? from + (endMs - startMs) : Math.max(move(endMs), startMs + SHORTEST_MS);
  return { start: wallAt(from, when.zone), end: wallAt(until, when.zone), zone: when.zone };
}

const HOUR_MS = 3_600_000;

/** When a new meeting is unless one says otherwise: an hour from a time of day (`hh:mm`); today from the next whole hour on, on other days from nine. */
export function newWhen(day: string, time: string | undefined, nowMs: number, zone: string): When {
  const nextHour = `${wallClock(nowMs + HOUR_MS, zone).slice(0, 13)}:00:00`;
  const today = time === undefined && day === wallClock(nowMs, zone).slice(0, 10);
  const start = today ? nextHour : `${day}T${time ?? '09:00'}:00`;
  return { start, end: wallAt(instantMs(start, zone) + HOUR_MS, zone), zone };
}

const wallPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

/** What is wrong with a time as one types it, or null. */
export function wrongWhen(when: When): 'date' | 'time' | 'order' | null {
  if (isAllDay(when)) {
    if (!isDay(when.start) || !isDay(when.end)) return 'date';
    return when.end > when.start ? null : 'order';
  }
  if (!wallPattern.test(when.start) || !wallPattern.test(when.end)) return 'time';
  const [startMs, endMs] = [instantMs(when.start, when.zone), instantMs(when.end, when.zone)];
  if (Number.isNaN(startMs) || Number.isNaN(endMs)) return 'time';
  return endMs < startMs ? 'order' : null;
}
