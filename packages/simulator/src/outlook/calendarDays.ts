import type { Actor } from '../act.ts';
import { dayAt, dayText, readDay, weekdayOf, type Day } from '../graph/calendar/days.ts';
import { dateOf, instantMs, isMoment, momentAt, type Moment } from '../graph/calendar/times.ts';
import type { JsonObject, Person } from '../state/types.ts';
import { textOf } from './contactPages.ts';

const DAY_MS = 86_400_000;

/** An event as a page shows it: on which days, and from when to when by the mailbox's clock. */
export type Shown = { event: JsonObject; first: Day; last: Day; startMs: number; time: string };

/** The events of one calendar with something on these days, in the mailbox's zone. */
export function shownBetween(actor: Actor, calendar: string, first: Day, last: Day): Shown[] {
  const found = actor.eventsBetween((first - 1) * DAY_MS, (last + 2) * DAY_MS, calendar);
  return found
    .map((event) => shown(actor.person, event))
    .filter((entry) => entry.first <= last && entry.last >= first)
    .sort((left, right) => left.startMs - right.startMs);
}

export function shown(person: Person, event: JsonObject): Shown {
  const start = momentIn(event, 'start');
  const end = momentIn(event, 'end');
  const isAllDay = event.isAllDay === true;
  const zone = isAllDay ? textOf(event, 'originalStartTimeZone') : person.timeZone;
  const [from, to] = [momentAt(instantMs(start), zone), momentAt(instantMs(end), zone)];
  const first = dayOf(from);
  const endsAtMidnight = to.dateTime.slice(11, 19) === '00:00:00';
  const last = Math.max(first, dayOf(to) - (endsAtMidnight ? 1 : 0));
  return {
    event,
    first,
    last,
    startMs: isAllDay ? first * DAY_MS - DAY_MS : instantMs(start),
    time: isAllDay ? 'All day' : `${from.dateTime.slice(11, 16)}–${to.dateTime.slice(11, 16)}`,
  };
}

export function momentIn(event: JsonObject, name: string): Moment {
  const value = event[name];
  if (!isMoment(value)) throw new Error(`an event shows no ${name}`);
  return value;
}

function dayOf(moment: Moment): Day {
  return readDay(dateOf(moment)) ?? 0;
}

/** Today by the mailbox's clock. */
export function today(nowMs: number, person: Person): Day {
  return readDay(dateOf(momentAt(nowMs, person.timeZone))) ?? dayAt(nowMs);
}

/** The Monday of its week. */
export function mondayOf(day: Day): Day {
  return day - ((weekdayOf(day) + 6) % 7);
}

/** `Mon 2 March` and the like. */
export function dayName(day: Day, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(
    new Date(`${dayText(day)}T00:00:00Z`),
  );
}
