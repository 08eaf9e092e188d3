import type { Meeting } from '../api/types.ts';
import { addDays, daysBetween } from './calendar/days.ts';
import { isAllDay, type When } from './when.ts';

const startDay = ({ start }: When): string => start.slice(0, 10);

/** The time that a series plans for a day: its own, so many days later by what clocks show. */
export function plannedOn(series: When, day: string): When {
  const days = daysBetween(startDay(series), day);
  const later = (wall: string) => addDays(wall.slice(0, 10), days) + wall.slice(10);
  const moved = { start: later(series.start), end: later(series.end) };
  return isAllDay(series) ? { allDay: true, ...moved } : { ...moved, zone: series.zone };
}

const usual = {
  title: null,
  location: null,
  description: null,
  reminder: null,
  showAs: 'busy',
  sensitivity: 'normal',
  categories: [],
} as const;

/** One occurrence of a series as if it were a meeting of its own: what it has of its own before what the series says (E8). */
export function occurrenceOf(series: Meeting, day: string): Meeting {
  const found = series.occurrences[day];
  const { cancelled: _gone, cleared = [], ...own } = found ?? {};
  const without = Object.fromEntries(
    Object.entries(usual).filter(([field]) => (cleared as readonly string[]).includes(field)),
  );
  return { ...series, when: plannedOn(series.when, day), ...without, ...own };
}
