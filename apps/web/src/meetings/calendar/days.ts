/** Days of the calendar as `yyyy-mm-dd`: a calendar on the wall has no zone. */
const dayMs = 86_400_000;
const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

export const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(utc(value));

export const addDays = (day: string, days: number): string => dayOf(utc(day) + days * dayMs);

/** Whole days from one day to another; negative where the second is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((utc(to) - utc(from)) / dayMs);

/** The same day of another month, or that month's last day where it is shorter. */
export function addMonths(day: string, months: number): string {
  const at = new Date(utc(day));
  const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).getUTCDate();
  return addDays(dayOf(first), Math.min(at.getUTCDate(), last) - 1);
}

/** The day with which a week begins where a language is spoken: 1 for Monday to 7 for Sunday. */
export function weekStartOf(locale: string): number {
  type WithWeek = Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  const known = new Intl.Locale(locale) as WithWeek;
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}

/** The first day of the week in which a day lies. */
export function startOfWeek(day: string, weekStart: number): string {
  const weekday = new Date(utc(day)).getUTCDay() || 7;
  return addDays(day, -((weekday - weekStart + 7) % 7));
}

export const daysFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(first, index));

/** The weeks that a month touches, each as its seven days. */
export function weeksOfMonth(day: string, weekStart: number): string[][] {
  const month = day.slice(0, 7);
  const weeks: string[][] = [];
  let first = startOfWeek(`${month}-01`, weekStart);
  do {
    weeks.push(daysFrom(first, 7));
    first = addDays(first, 7);
  } while (first.startsWith(month));
  return weeks;
}

export const views = ['month', 'week', 'day'] as const;
export type View = (typeof views)[number];

/** What a view shows round a day: its days, the first one of the range and the one after it. */
export function rangeOf(view: View, day: string, weekStart: number) {
  const days =
    view === 'month'
      ? weeksOfMonth(day, weekStart).flat()
      : view === 'week'
        ? daysFrom(startOfWeek(day, weekStart), 7)
        : [day];
  const first = days[0] ?? day;
  return { days, from: first, to: addDays(first, days.length) };
}

/** The day that one comes to by leafing through a view. */
export const leaf = (view: View, day: string, by: 1 | -1): string =>
  view === 'month' ? addMonths(day, by) : addDays(day, view === 'week' ? 7 * by : by);

/** A day in words, in parts as a format of dates has them. */
export const inWords = (day: string, locale: string, parts: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' }).format(utc(day));
