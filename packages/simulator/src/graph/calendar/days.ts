/** A date without a zone as whole days since 1970-01-01, to count with. */
export type Day = number;

const DAY_MS = 86_400_000;

/** `month` is 1 to 12; overflow carries over, as in a 13th month. */
export function dayFrom(year: number, month: number, dayOfMonth: number): Day {
  return Date.UTC(year, month - 1, dayOfMonth) / DAY_MS;
}

/** Reads `yyyy-MM-dd`; null for anything else, such as 30 February. */
export function readDay(text: string): Day | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) / DAY_MS : Number.NaN;
  return Number.isNaN(day) || dayText(day) !== text ? null : day;
}

export function dayText(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export type DayParts = { year: number; month: number; dayOfMonth: number };

export function partsOf(day: Day): DayParts {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate() };
}

/** 0 is Sunday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The UTC day in which an instant falls. */
export function dayAt(atMs: number): Day {
  return Math.floor(atMs / DAY_MS);
}
