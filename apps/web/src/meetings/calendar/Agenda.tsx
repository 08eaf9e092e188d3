import { Text } from '@mantine/core';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import { inWords } from './days.ts';
import { ItemLink } from './ItemLink.tsx';
import { inOrder, type CalendarItem } from './items.ts';
import { daysOf } from './layout.ts';
import { spanText } from './times.ts';
import type { ViewProps } from './views.ts';

type Props = Pick<ViewProps, 'day' | 'items' | 'place' | 'today'> & { days: readonly string[] };

/** Days as lists, for a narrow screen: what is on each, one below the other. */
export function Agenda({ day, days, items, place, today }: Props) {
  const t = texts.meetings.calendar;
  const full = days.map((at) => ({ at, here: on(items, at, place.timeZone) }));
  if (full.every(({ here }) => here.length === 0))
    return (
      <Text c="dimmed" p="md" role="status">
        {days.length === 1 ? t.none : t.noneInWeek}
      </Text>
    );
  return (
    <div className={classes.agenda}>
      {full
        .filter(({ here }) => here.length > 0)
        .map(({ at, here }) => (
          <section key={at} data-agenda={at} aria-label={inWords(at, place.locale, { dateStyle: 'full' })}>
            <h2 className={classes.agendaDay} data-today={at === today || undefined}>
              {inWords(at, place.locale, { weekday: 'long', day: 'numeric', month: 'long' })}
              {at === today && ` · ${t.today}`}
            </h2>
            {here.map((item) => (
              <ItemLink
                key={item.key}
                item={item}
                look="row"
                time={spanText(item.time, place)}
                reachable={at === day || days.length === 1}
              >
                {item.location !== null && <span className={classes.where}>{item.location}</span>}
              </ItemLink>
            ))}
          </section>
        ))}
    </div>
  );
}

export const on = (
  items: readonly CalendarItem[],
  day: string,
  timeZone: string | undefined,
): CalendarItem[] =>
  items
    .filter(({ time }) => {
      const { first, after } = daysOf(time, timeZone);
      return first <= day && day < after;
    })
    .sort(inOrder);
