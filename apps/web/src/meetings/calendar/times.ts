import type { Place } from '../../records/values.ts';
import { texts } from '../../texts.ts';
import { addDays, inWords } from './days.ts';
import type { Time } from './layout.ts';

const clock = ({ locale, timeZone }: Place) =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone });

/** "9:30 AM", in the zone of the reader. */
export const startText = (time: Time, place: Place): string =>
  time.allDay ? texts.meetings.calendar.allDay : clock(place).format(time.startMs);

/** "9:30 – 10:00 AM". */
export const spanText = (time: Time, place: Place): string =>
  time.allDay ? texts.meetings.calendar.allDay : clock(place).formatRange(time.startMs, time.endMs);

/** With its days: "Sunday, 22 November 2026, 9:30 – 10:00". */
export function timeText(time: Time, { locale, timeZone }: Place): string {
  const parts = { weekday: 'short', year: 'numeric', month: 'long', day: 'numeric' } as const;
  if (!time.allDay)
    return new Intl.DateTimeFormat(locale, {
      ...parts,
      hour: 'numeric',
      minute: '2-digit',
      timeZone,
    }).formatRange(time.startMs, time.endMs);
  const last = addDays(time.end, -1);
  if (last <= time.start) return inWords(time.start, locale, parts);
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' }).formatRange(
    Date.parse(time.start),
    Date.parse(last),
  );
}

/** The hour of the gutter: "9 AM". */
export const hourText = (hour: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', timeZone: 'UTC' }).format(hour * 3_600_000);
