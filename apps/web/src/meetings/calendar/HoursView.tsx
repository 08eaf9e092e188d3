import { ScrollArea } from '@mantine/core';
import { useEffect, useRef, type CSSProperties, type MouseEvent } from 'react';
import { texts } from '../../texts.ts';
import { wallClock } from '../../tasks/clock.ts';
import { timeOf, shifted } from '../when.ts';
import classes from './calendar.module.css';
import { DayButton } from './DayButton.tsx';
import { inWords } from './days.ts';
import { ItemLink } from './ItemLink.tsx';
import { barsIn, blocksIn, isBar, type Block } from './layout.ts';
import type { CalendarItem } from './items.ts';
import { hourText, spanText } from './times.ts';
import { useNow } from './useNow.ts';
import { usePointerShift, type Drawn } from './usePointerShift.ts';
import type { ViewProps } from './views.ts';

const HOUR_PX = 48;
const BAR_PX = 24;
const STEP_MIN = 15;
const NEW_STEP_MIN = 30;
/** From so long on there is room for the place too. */
const ROOMY_MIN = 75;
/** The hour at the top when nothing says otherwise. */
const MORNING = 7;

/** R1: a week or a day by its hours, with what lasts all day above them. */
export function HoursView(props: ViewProps) {
  const { day, today, days, items, place, onDay, onOpenDay, onDrop } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const columns = useRef<HTMLDivElement>(null);
  const width = () => Math.max(1, (columns.current?.clientWidth ?? 1) / days.length);
  const hours = usePointerShift({
    toShift: (dx, dy) => ({
      days: Math.round(dx / width()),
      minutes: Math.round(((dy / HOUR_PX) * 60) / STEP_MIN) * STEP_MIN,
    }),
    onDrop,
  });
  const above = usePointerShift({
    toShift: (dx) => ({ days: Math.round(dx / width()), minutes: 0 }),
    onDrop,
  });
  const first = days[0];
  useEffect(() => {
    const earliest = days
      .flatMap((at) => blocksIn(timed(items), at, place.timeZone).map(({ fromMin }) => fromMin))
      .reduce((one, two) => Math.min(one, two), MORNING * 60);
    scroll.current?.scrollTo({ top: (Math.max(0, earliest - 20) / 60) * HOUR_PX });
    // Only when one comes to other days: never while one looks at these.
  }, [first, days.length]);
  const bars = barsIn(
    items.filter(({ time }) => isBar(time)),
    days,
    place.timeZone,
  );
  const lanes = Math.max(0, ...bars.map(({ lane }) => lane + 1));
  const style = { '--days': days.length } as CSSProperties;
  return (
    <ScrollArea className={classes.hours} viewportRef={scroll} type="auto" style={style}>
      <div className={classes.hoursHead} role="group" aria-label={texts.meetings.calendar.allDay}>
        <div className={classes.heads}>
          {days.map((at) => (
            <div key={at} className={classes.head} data-chosen={at === day || undefined}>
              <DayButton
                day={at}
                weekday
                count={
                  blocksIn(timed(items), at, place.timeZone).length +
                  bars.filter((bar) => covers(bar, days.indexOf(at))).length
                }
                chosen={at === day}
                today={at === today}
                place={place}
                onChoose={() => onOpenDay(at)}
                onFocus={() => onDay(at)}
              />
            </div>
          ))}
        </div>
        {lanes > 0 && (
          <div className={classes.allDay} {...above.area}>
            <span className={classes.gutterWord}>{texts.meetings.calendar.allDay}</span>
            <div className={classes.bars} style={{ height: lanes * BAR_PX + 4 }}>
              {bars.map((bar) => (
                <ItemLink
                  key={bar.item.key}
                  item={bar.item}
                  look="bar"
                  time={bar.item.time.allDay ? '' : spanText(bar.item.time, place)}
                  reachable={covers(bar, days.indexOf(day))}
                  data-drawn={above.drawn?.item === bar.item || undefined}
                  style={{
                    top: bar.lane * BAR_PX + 2,
                    left: `calc(${((bar.from + shiftOf(above.drawn, bar.item, 'whole')) / days.length) * 100}% + 2px)`,
                    width: `calc(${((bar.span + shiftOf(above.drawn, bar.item, 'end')) / days.length) * 100}% - 6px)`,
                  }}
                  {...above.grip(bar.item)}
                >
                  {bar.item.editable && bar.item.time.allDay && <span data-end className={classes.endX} />}
                </ItemLink>
              ))}
            </div>
          </div>
        )}
      </div>
      <div className={classes.hoursBody} style={{ height: 24 * HOUR_PX }}>
        <div className={classes.gutter} aria-hidden>
          {Array.from({ length: 23 }, (_, index) => (
            <span key={index} style={{ top: (index + 1) * HOUR_PX }}>
              {hourText(index + 1, place.locale)}
            </span>
          ))}
        </div>
        <div
          ref={columns}
          className={classes.columns}
          data-drawing={hours.drawn !== null || undefined}
          {...hours.area}
        >
          {days.map((at) => (
            <Column key={at} {...props} at={at} drawn={hours.drawn} grip={hours.grip} />
          ))}
        </div>
      </div>
    </ScrollArea>
  );
}

const timed = (items: readonly CalendarItem[]) => items.filter(({ time }) => !isBar(time));
const covers = ({ from, span }: { from: number; span: number }, column: number): boolean =>
  from <= column && column < from + span;
/** By how many columns a bar that is being drawn stands elsewhere, or is longer. */
const shiftOf = (drawn: Drawn | null, item: CalendarItem, part: Drawn['part']): number =>
  drawn?.item === item && drawn.part === part ? drawn.days : 0;

interface ColumnProps extends ViewProps {
  at: string;
  drawn: Drawn | null;
  grip: ReturnType<typeof usePointerShift>['grip'];
}

function Column({ at, day, today, items, place, onNew, drawn, grip }: ColumnProps) {
  const nowMs = useNow();
  const minuteNow = at === today ? minuteOf(wallClock(nowMs, place.timeZone)) : null;
  // What is being drawn stands where it would be dropped.
  const shown = timed(items).map((item) => {
    if (drawn?.item !== item) return item;
    const when = shifted(item.when, drawn, place.timeZone);
    return { ...item, when, time: timeOf(when) };
  });
  const begin = (event: MouseEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    const minute = ((event.clientY - event.currentTarget.getBoundingClientRect().top) / HOUR_PX) * 60;
    onNew(at, Math.floor(minute / NEW_STEP_MIN) * NEW_STEP_MIN);
  };
  return (
    <div
      className={classes.column}
      data-day={at}
      role="group"
      aria-label={inWords(at, place.locale, { dateStyle: 'full' })}
      onClick={begin}
    >
      {blocksIn(shown, at, place.timeZone).map((block) => (
        <ItemLink
          key={block.item.key}
          item={block.item}
          look="block"
          time={spanText(block.item.time, place)}
          reachable={at === day}
          data-short={block.toMin - block.fromMin <= 45 || undefined}
          data-drawn={drawn?.item.key === block.item.key || undefined}
          style={placed(block)}
          {...grip(items.find(({ key }) => key === block.item.key) ?? block.item)}
        >
          {block.item.location !== null && block.toMin - block.fromMin >= ROOMY_MIN && (
            <span className={classes.where}>{block.item.location}</span>
          )}
          {block.item.editable && <span data-end className={classes.endY} />}
        </ItemLink>
      ))}
      {minuteNow !== null && (
        <span
          className={classes.now}
          role="img"
          aria-label={texts.meetings.calendar.now}
          style={{ top: (minuteNow / 60) * HOUR_PX }}
        />
      )}
    </div>
  );
}

const minuteOf = (wall: string): number => Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));

const placed = ({ fromMin, toMin, column, columns }: Block<CalendarItem>): CSSProperties => ({
  top: (fromMin / 60) * HOUR_PX + 1,
  height: Math.max(18, ((toMin - fromMin) / 60) * HOUR_PX - 2),
  left: `calc(${(column / columns) * 100}% + 1px)`,
  width: `calc(${100 / columns}% - ${column === columns - 1 ? 8 : 3}px)`,
});
