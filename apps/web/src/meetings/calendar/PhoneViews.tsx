import classes from './calendar.module.css';
import { Agenda, on } from './Agenda.tsx';
import { DayButton } from './DayButton.tsx';
import { inWords, weeksOfMonth } from './days.ts';
import type { ViewProps } from './views.ts';
import { texts } from '../../texts.ts';

const DOTS = 3;

/** A month or a week on a narrow screen: its days as numbers with a dot for each meeting, and below what is on the day that one taps. */
export function PhoneDays(props: ViewProps & { weeks: readonly (readonly string[])[] }) {
  const { day, today, items, place, onDay, weeks } = props;
  return (
    <div className={classes.phone}>
      <div role="grid" aria-label={texts.meetings.calendar.title} className={classes.phoneGrid}>
        <div role="row" className={classes.weekdays}>
          {weeks[0]?.map((first) => (
            <span
              key={first}
              role="columnheader"
              aria-label={inWords(first, place.locale, { weekday: 'long' })}
            >
              {inWords(first, place.locale, { weekday: 'narrow' })}
            </span>
          ))}
        </div>
        {weeks.map((days) => (
          <div key={days[0]} role="row" className={classes.phoneWeek}>
            {days.map((at) => {
              const here = on(items, at, place.timeZone);
              return (
                <div
                  key={at}
                  role="gridcell"
                  className={classes.phoneDay}
                  data-other={(weeks.length > 1 && !at.startsWith(day.slice(0, 7))) || undefined}
                  aria-selected={at === day}
                >
                  <DayButton
                    day={at}
                    count={here.length}
                    chosen={at === day}
                    today={at === today}
                    place={place}
                    onChoose={() => onDay(at)}
                    onFocus={() => onDay(at)}
                  />
                  <span className={classes.dots} aria-hidden>
                    {here.slice(0, DOTS).map((item) => (
                      <i key={item.key} data-show-as={item.showAs} />
                    ))}
                  </span>
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <Agenda {...props} days={[day]} />
    </div>
  );
}

export const PhoneMonth = (props: ViewProps) => (
  <PhoneDays {...props} weeks={weeksOfMonth(props.day, props.weekStart)} />
);
export const PhoneWeek = (props: ViewProps) => <PhoneDays {...props} weeks={[props.days]} />;
