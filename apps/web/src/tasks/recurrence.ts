import type { Recurrence } from '../api/types.ts';
import { texts } from '../texts.ts';
import { plainDate } from '../ui/time.tsx';

type Weekday = NonNullable<Recurrence['daysOfWeek']>[number];
export const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];
export const indexes = ['first', 'second', 'third', 'fourth', 'last'] as const;
export const patterns = [
  'daily',
  'weekly',
  'absoluteMonthly',
  'relativeMonthly',
  'absoluteYearly',
  'relativeYearly',
] as const;

const unitOf = {
  daily: 'day',
  weekly: 'week',
  absoluteMonthly: 'month',
  relativeMonthly: 'month',
  absoluteYearly: 'year',
  relativeYearly: 'year',
} as const;
export const unitNameOf = (type: Recurrence['type']): string => texts.tasks.recurrence.units[unitOf[type]];

/** "Every 2 weeks on Monday and Friday until 1 May 2027". */
export function inWords(recurrence: Recurrence, locale: string): string {
  const { type, interval, daysOfWeek = [], dayOfMonth = 1, month = 1, index = 'first', range } = recurrence;
  const t = texts.tasks.recurrence;
  const list = new Intl.ListFormat('en');
  const days = list.format(weekdays.filter((day) => daysOfWeek.includes(day)).map((day) => t.weekdays[day]));
  const inMonth = t.inMonth(t.months[month - 1] ?? '');
  const parts = {
    daily: [],
    weekly: days === '' ? [] : [t.on(days)],
    absoluteMonthly: [t.onDay(dayOfMonth)],
    relativeMonthly: [t.onThe(t.indexes[index], days)],
    absoluteYearly: [t.onDay(dayOfMonth), inMonth],
    relativeYearly: [t.onThe(t.indexes[index], days), inMonth],
  }[type];
  const end =
    range.type === 'endDate' && range.endDate !== undefined
      ? [t.until(plainDate(range.endDate, locale))]
      : range.type === 'numbered' && range.numberOfOccurrences !== undefined
        ? [t.times(range.numberOfOccurrences)]
        : [];
  return [t.every(interval, unitOf[type]), ...parts, ...end].join(' ');
}

/** The usual pattern of a type, beginning on a date (`yyyy-mm-dd`): "weekly" is on the weekday of that date. */
export function patternFrom(type: Recurrence['type'], start: string): Recurrence {
  const at = new Date(`${start}T00:00:00Z`);
  const day = weekdays[(at.getUTCDay() + 6) % 7] ?? 'monday';
  const weekdayOnly = { daysOfWeek: [day] };
  const nth = indexes[Math.min(4, Math.floor((at.getUTCDate() - 1) / 7))] ?? 'first';
  const month = at.getUTCMonth() + 1;
  const own = {
    daily: {},
    weekly: { ...weekdayOnly, firstDayOfWeek: 'monday' as const },
    absoluteMonthly: { dayOfMonth: at.getUTCDate() },
    relativeMonthly: { ...weekdayOnly, index: nth },
    absoluteYearly: { dayOfMonth: at.getUTCDate(), month },
    relativeYearly: { ...weekdayOnly, index: nth, month },
  }[type];
  return { type, interval: 1, ...own, range: { type: 'noEnd', startDate: start } };
}
