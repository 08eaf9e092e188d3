import { dayFrom, daysInMonth, partsOf, readDay, weekdayOf, type Day } from './days.ts';
import { INDEXES, WEEKDAYS, type Recurrence } from './recurrence.ts';

const LAST_DAY = dayFrom(9999, 12, 31);

/**
 * The days on which a series occurs, in order, from its first one on. Without an end it never stops: leave off when you have enough.
 * `from` allows days before it to be left out, where they need not be counted.
 *
 * A day that a month lacks (31 April, 29 February) is the month's last one (Exchange: AbsoluteMonthlyRecurrence, AbsoluteYearlyRecurrence).
 * Of several days of the week, a relative pattern takes the nth of them all in the month (recurrencePattern, `index`).
 */
export function* recurrenceDays({ pattern, range }: Recurrence, from: Day = -Infinity): Generator<Day> {
  const start = readDay(range.startDate) ?? 0;
  const end = range.type === 'endDate' ? (readDay(range.endDate) ?? LAST_DAY) : LAST_DAY;
  const mayCount = range.type === 'numbered';
  let left = mayCount ? range.numberOfOccurrences : Infinity;
  for (let step = mayCount ? 0 : firstStep(pattern, from - start); ; step++) {
    const days = daysOfPeriod(pattern, start, step * pattern.interval);
    for (const day of days) {
      if (day < start) continue;
      if (day > end || left-- <= 0) return;
      yield day;
    }
    // A week can lie wholly before the start; nothing else can be without days.
    if ((days[0] ?? start) > end) return;
  }
}

/** The longest that one period can be, in days. */
const LENGTHS: Record<string, number> = {
  daily: 1,
  weekly: 7,
  absoluteMonthly: 31,
  relativeMonthly: 31,
  absoluteYearly: 366,
  relativeYearly: 366,
};

function firstStep({ type, interval }: Recurrence['pattern'], lead: number): number {
  if (lead === -Infinity) return 0;
  return Math.max(0, Math.floor(lead / ((LENGTHS[type] ?? 1) * interval)) - 1);
}

/** The pattern's days in the day, week, month or year that comes `later` periods after the one of `start`, in order. */
function daysOfPeriod(pattern: Recurrence['pattern'], start: Day, later: number): Day[] {
  if (pattern.type === 'daily') return [start + later];
  if (pattern.type === 'weekly') {
    const lead = (weekdayOf(start) - WEEKDAYS.indexOf(pattern.firstDayOfWeek) + 7) % 7;
    return count(7, start - lead + 7 * later).filter((day) => isNamed(pattern, day));
  }
  const parts = partsOf(start);
  const isYearly = pattern.type.endsWith('Yearly');
  const months = isYearly ? pattern.month - 1 : parts.month - 1 + later;
  const year = isYearly ? parts.year + later : parts.year + Math.floor(months / 12);
  const month = (months % 12) + 1;
  const length = daysInMonth(year, month);
  if (pattern.type.startsWith('absolute'))
    return [dayFrom(year, month, Math.min(pattern.dayOfMonth, length))];
  const named = count(length, dayFrom(year, month, 1)).filter((day) => isNamed(pattern, day));
  const chosen = pattern.index === 'last' ? named.at(-1) : named[INDEXES.indexOf(pattern.index)];
  return chosen === undefined ? [] : [chosen];
}

function isNamed(pattern: Recurrence['pattern'], day: Day): boolean {
  return pattern.daysOfWeek.includes(WEEKDAYS[weekdayOf(day)] ?? '');
}

function count(length: number, from: Day): Day[] {
  return Array.from({ length }, (_none, index) => from + index);
}
