import { useElementSize } from '@mantine/hooks';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import { DayButton } from './DayButton.tsx';
import { addDays, inWords, weeksOfMonth } from './days.ts';
import { ItemLink } from './ItemLink.tsx';
import { barsIn, isBar, type Bar } from './layout.ts';
import type { CalendarItem } from './items.ts';
import { startText } from './times.ts';
import { usePointerShift } from './usePointerShift.ts';
import type { ViewProps } from './views.ts';

const LINE_PX = 23;
const ABOVE_PX = 30;
const FEWEST_LINES = 2;

/** R1: a month as its weeks; what does not fit into a day is counted, and the day shows it. */
export function MonthView({ day, today, items, place, weekStart, onDay, onOpenDay, onDrop }: ViewProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const weeks = weeksOfMonth(day, weekStart);
  const rowPx = Math.max(96, height / weeks.length);
  const lines = Math.max(FEWEST_LINES, Math.floor((rowPx - ABOVE_PX) / LINE_PX));
  const { drawn, grip, area } = usePointerShift({
    toShift: (dx, dy) => ({
      days: Math.round(dx / Math.max(1, width / 7)) + 7 * Math.round(dy / rowPx),
      minutes: 0,
    }),
    onDrop,
  });
  return (
    <div className={classes.month} role="grid" aria-label={texts.meetings.calendar.title}>
      <div role="row" className={classes.weekdays}>
        {weeks[0]?.map((first) => (
          <span
            key={first}
            role="columnheader"
            aria-label={inWords(first, place.locale, { weekday: 'long' })}
          >
            {inWords(first, place.locale, { weekday: 'short' })}
          </span>
        ))}
      </div>
      <div
        ref={ref}
        role="rowgroup"
        className={classes.weeks}
        data-drawing={drawn !== null || undefined}
        {...area}
      >
        {weeks.map((days) => {
          const bars = barsIn(items, days, place.timeZone);
          const most = Math.max(0, ...bars.map(({ lane }) => lane + 1));
          const shown = most > lines ? lines - 1 : lines;
          return (
            <div key={days[0]} role="row" className={classes.week}>
              {days.map((at, column) => {
                const here = bars.filter(({ from, span }) => from <= column && column < from + span);
                const hidden = here.filter(({ lane }) => lane >= shown).length;
                return (
                  <div
                    key={at}
                    role="gridcell"
                    className={classes.cell}
                    data-day={at}
                    data-other={!at.startsWith(day.slice(0, 7)) || undefined}
                    aria-selected={at === day}
                  >
                    <DayButton
                      day={at}
                      count={here.length}
                      chosen={at === day}
                      today={at === today}
                      place={place}
                      onChoose={() => onOpenDay(at)}
                      onFocus={() => onDay(at)}
                    />
                    {here
                      .filter(({ from, lane }) => from === column && lane < shown)
                      .map((bar) => (
                        <ItemLink
                          key={bar.item.key}
                          item={bar.item}
                          look={isBar(bar.item.time) ? 'bar' : 'chip'}
                          time={isBar(bar.item.time) ? '' : startText(bar.item.time, place)}
                          reachable={at === day}
                          style={placed(bar)}
                          data-drawn={drawn?.item === bar.item || undefined}
                          {...grip(bar.item)}
                        />
                      ))}
                    {hidden > 0 && (
                      <button
                        type="button"
                        className={classes.more}
                        tabIndex={at === day ? 0 : -1}
                        style={{ top: ABOVE_PX + shown * LINE_PX }}
                        aria-label={texts.meetings.calendar.moreOn(
                          hidden,
                          inWords(at, place.locale, { dateStyle: 'long' }),
                        )}
                        onClick={() => onOpenDay(at)}
                      >
                        {texts.meetings.calendar.more(hidden)}
                      </button>
                    )}
                    {drawn && <Ghost drawn={drawn} at={at} place={place} />}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const placed = ({ lane, span }: Bar<CalendarItem>) => ({
  top: ABOVE_PX + lane * LINE_PX,
  width: `calc(${span * 100}% - 6px)`,
});

/** Marks the days on which a meeting that is being drawn would be. */
function Ghost({
  drawn,
  at,
  place,
}: {
  drawn: { item: CalendarItem; days: number };
  at: string;
  place: ViewProps['place'];
}) {
  const [bar] = barsIn([drawn.item], [addDays(at, -drawn.days)], place.timeZone);
  return bar === undefined ? null : <span className={classes.ghost} aria-hidden />;
}
