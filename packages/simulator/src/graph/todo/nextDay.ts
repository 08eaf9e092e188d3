import { Temporal } from 'temporal-polyfill';
import { DAYS, type StoredRecurrence } from './recurrence.ts';

type Pattern = StoredRecurrence['pattern'];

/** The first day of the pattern after `day`; null when the range ends before it, or there is none. */
export function nextDay(
  { pattern, range }: StoredRecurrence,
  day: Temporal.PlainDate,
): Temporal.PlainDate | null {
  if (range.type === 'numbered' && range.numberOfOccurrences <= 1) return null;
  const next = firstAfter(pattern, day);
  if (next === null || range.type !== 'endDate') return next;
  return Temporal.PlainDate.compare(next, range.endDate) > 0 ? null : next;
}

/** The recurrence that the next task carries: a numbered one has one occurrence less. */
export function restOf(recurrence: StoredRecurrence, next: Temporal.PlainDate): StoredRecurrence {
  const { pattern, range } = recurrence;
  const numberOfOccurrences = range.type === 'numbered' ? range.numberOfOccurrences - 1 : 0;
  return { pattern, range: { ...range, startDate: next.toString(), numberOfOccurrences } };
}

function firstAfter(pattern: Pattern, day: Temporal.PlainDate): Temporal.PlainDate | null {
  if (pattern.type === 'daily') return day.add({ days: pattern.interval });
  // Every period has a day of the pattern, so the first one after is in this period or the next of its turns.
  const found = [0, pattern.interval]
    .flatMap((later) => daysOfPeriod(pattern, day, later))
    .find((candidate) => Temporal.PlainDate.compare(candidate, day) > 0);
  return found ?? null;
}

/** The pattern's days in the week, month or year that comes `later` periods after the one of `day`, in order. */
function daysOfPeriod(pattern: Pattern, day: Temporal.PlainDate, later: number): Temporal.PlainDate[] {
  if (pattern.type === 'weekly') {
    const lead = (day.dayOfWeek - 1 - DAYS.indexOf(pattern.firstDayOfWeek) + 7) % 7;
    const start = day.subtract({ days: lead }).add({ weeks: later });
    return range(7, (offset) => start.add({ days: offset })).filter((date) => isNamed(pattern, date));
  }
  const isYearly = pattern.type.endsWith('Yearly');
  const first = isYearly
    ? day.with({ month: pattern.month, day: 1 }).add({ years: later })
    : day.with({ day: 1 }).add({ months: later });
  if (pattern.type.startsWith('absolute'))
    return [first.with({ day: Math.min(pattern.dayOfMonth, first.daysInMonth) })];
  const named = range(first.daysInMonth, (offset) => first.add({ days: offset })).filter((date) =>
    isNamed(pattern, date),
  );
  const place = ['first', 'second', 'third', 'fourth'].indexOf(pattern.index);
  const chosen = place < 0 ? named.at(-1) : named[place];
  return chosen === undefined ? [] : [chosen];
}

function isNamed(pattern: Pattern, day: Temporal.PlainDate): boolean {
  return pattern.daysOfWeek.includes(DAYS[day.dayOfWeek - 1] ?? '');
}

function range<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_none, index) => make(index));
}
