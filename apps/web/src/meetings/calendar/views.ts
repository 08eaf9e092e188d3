import type { Place } from '../../records/values.ts';
import type { CalendarItem } from './items.ts';
import type { Drawn } from './usePointerShift.ts';

/** What every view of the calendar is given. */
export interface ViewProps {
  /** The day that has the focus, and today in the zone of the reader. */
  day: string;
  today: string;
  /** The days that are shown. */
  days: readonly string[];
  items: readonly CalendarItem[];
  place: Place;
  weekStart: number;
  /** Gives a day the focus. */
  onDay: (day: string) => void;
  /** Shows a day alone. */
  onOpenDay: (day: string) => void;
  /** A new meeting on a day, at a minute since midnight. */
  onNew: (day: string, minute: number) => void;
  onDrop: (drawn: Drawn) => void;
}
