import { VisuallyHidden } from '@mantine/core';
import type { Place } from '../../records/values.ts';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import { inWords } from './days.ts';

interface Props {
  day: string;
  count: number;
  chosen: boolean;
  today: boolean;
  place: Place;
  /** Beside the number also the weekday. */
  weekday?: boolean;
  onChoose: () => void;
  onFocus: () => void;
}

/** The number of a day; the arrow keys walk these. */
export function DayButton({ day, count, chosen, today, place, weekday, onChoose, onFocus }: Props) {
  const { locale } = place;
  const t = texts.meetings.calendar;
  const words = inWords(day, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return (
    <button
      type="button"
      className={classes.dayButton}
      data-day-button={day}
      data-today={today || undefined}
      tabIndex={chosen ? 0 : -1}
      aria-current={today ? 'date' : undefined}
      onFocus={() => {
        if (!chosen) onFocus();
      }}
      onClick={onChoose}
    >
      <VisuallyHidden>{`${words}, ${t.count(count)}`}</VisuallyHidden>
      {weekday && (
        <span className={classes.dayName} aria-hidden>
          {inWords(day, locale, { weekday: 'short' })}
        </span>
      )}
      <span className={classes.dayNumber} aria-hidden>
        {Number(day.slice(8))}
      </span>
    </button>
  );
}
