import type { Temporal } from 'temporal-polyfill';
import { weekdays, type Recurrence } from './recurrence.ts';

export type Day = Temporal.PlainDate;

/** The pattern's days in the period (day, week, month or year) that comes `turn` turns after the one of `day`, in order. */
export function daysOfTurn(rule: Recurrence, day: Day, turn: number): Day[] {
  const later = turn * rule.interval;
  switch (rule.type) {
    case 'daily':
      return [day.add({ days: later })];
    case 'weekly': {
      const first = weekdays.indexOf(rule.firstDayOfWeek ?? 'sunday');
      const lead = (day.dayOfWeek - first + 7) % 7;
      return daysFrom(day.subtract({ days: lead }).add({ weeks: later }), 7).filter(isNamed(rule));
    }
    case 'absoluteMonthly':
      return [dayOfMonth(day.with({ day: 1 }).add({ months: later }), rule)];
    case 'relativeMonthly':
      return relativeDay(day.with({ day: 1 }).add({ months: later }), rule);
    case 'absoluteYearly':
      return [dayOfMonth(monthOf(day, rule, later), rule)];
    case 'relativeYearly':
      return relativeDay(monthOf(day, rule, later), rule);
  }
}

const monthOf = (day: Day, { month = 1 }: Recurrence, years: number): Day =>
  day.with({ day: 1 }).with({ month }).add({ years });

/** A day that a month does not have is its last one ("recurrencePattern resource type"). */
const dayOfMonth = (first: Day, rule: Recurrence): Day =>
  first.with({ day: Math.min(rule.dayOfMonth ?? 1, first.daysInMonth) });

/** The first, …, fourth or last of the named days of a month. */
function relativeDay(first: Day, rule: Recurrence): Day[] {
  const named = daysFrom(first, first.daysInMonth).filter(isNamed(rule));
  const place = ['first', 'second', 'third', 'fourth'].indexOf(rule.index ?? 'first');
  const found = place < 0 ? named.at(-1) : named[place];
  return found === undefined ? [] : [found];
}

const isNamed =
  ({ daysOfWeek = [] }: Recurrence) =>
  (day: Day): boolean =>
    daysOfWeek.some((name) => weekdays.indexOf(name) === day.dayOfWeek % 7);

const daysFrom = (first: Day, count: number): Day[] =>
  Array.from({ length: count }, (_, offset) => first.add({ days: offset }));
