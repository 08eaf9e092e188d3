import type { CalendarEntry } from '../../api/types.ts';
import { timeOf } from '../when.ts';
import type { Time } from './layout.ts';

/** A meeting, or one occurrence of a series, as the calendar shows it. */
export interface CalendarItem extends CalendarEntry {
  /** One of a kind in the calendar. */
  key: string;
  time: Time;
}

export const asItem = (entry: CalendarEntry): CalendarItem => ({
  ...entry,
  key: `${entry.recordId} ${entry.day ?? entry.startsAt}`,
  time: timeOf(entry.when),
});

/** How many are mailed about a change of a meeting (E11): it is theirs who host it to tell the others. */
export const mailsOf = ({ invite, host, participants }: CalendarEntry): number =>
  invite && host === null ? participants : 0;

/** All-day ones first, then by their start, the longer of two first. */
export function inOrder(one: CalendarItem, two: CalendarItem): number {
  const [a, b] = [one.time, two.time];
  if (a.allDay !== b.allDay) return a.allDay ? -1 : 1;
  const byTitle = (one.title ?? '').localeCompare(two.title ?? '');
  if (a.allDay || b.allDay) return byTitle;
  return a.startMs - b.startMs || b.endMs - a.endMs || byTitle;
}
