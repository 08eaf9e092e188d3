import { useMediaQuery } from '@mantine/hooks';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { sessionQuery } from '../../api/queries.ts';
import { dateIn } from '../../tasks/clock.ts';
import { FailedState, Waiting } from '../../ui/states.tsx';
import { usePlace } from '../../ui/time.tsx';
import { calendarQuery } from '../api.ts';
import { timeOf } from '../when.ts';
import classes from './calendar.module.css';
import { CalendarBar } from './CalendarBar.tsx';
import { inWords, leaf, rangeOf, weekStartOf, type View } from './days.ts';
import { HoursView } from './HoursView.tsx';
import { asItem, inOrder, type CalendarItem } from './items.ts';
import { Legend } from './Legend.tsx';
import { MonthView } from './MonthView.tsx';
import { PhoneMonth, PhoneWeek } from './PhoneViews.tsx';
import type { CalendarSearch } from './search.ts';
import { focusDay, useCalendarKeys } from './useCalendarKeys.ts';
import { useMove } from './useMove.tsx';
import { useNow } from './useNow.ts';
import type { ViewProps } from './views.ts';

const route = getRouteApi('/inside/meetings/calendar');

/** R1: meetings by month, week and day, in the zone of the person. */
export function CalendarPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const place = usePlace();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const today = dateIn(useNow(), place.timeZone);
  const { view = 'month', day = today, owner } = search;
  const weekStart = weekStartOf(place.locale);
  const { days, from, to } = rangeOf(view, day, weekStart);
  const answer = useQuery(
    calendarQuery({
      from,
      to,
      zone: place.timeZone ?? 'UTC',
      ...(owner === 'all' ? {} : { ownerId: owner ?? session.membershipId }),
    }),
  );
  const { drop, moving, dialog } = useMove(place);
  const items = (answer.data?.items ?? []).map((entry) => moved(asItem(entry), moving)).sort(inOrder);

  const ask = (change: Partial<CalendarSearch>) =>
    void navigate({ search: { ...search, ...change }, replace: true, resetScroll: false });
  const onDay = (to: string) => ask({ day: to });
  const onView = (to: View) => ask({ view: to, day });
  const onLeaf = (by: 1 | -1) => ask({ day: leaf(view, day, by) });
  const onToday = () => {
    ask({ day: undefined });
    focusDay(today);
  };
  const onNew = (on = day, minute?: number) =>
    void navigate({
      to: '/meetings/new',
      search: minute === undefined ? { day: on } : { day: on, time: clockTime(minute) },
    });
  const onOpenDay = (to: string) => {
    void navigate({ search: { ...search, view: 'day', day: to }, resetScroll: false });
    focusDay(to);
  };
  useCalendarKeys({ view, day, onDay, onView, onLeaf, onToday, onNew: () => onNew() });

  const props: ViewProps = {
    day,
    today,
    days,
    items,
    place,
    weekStart,
    onDay,
    onOpenDay,
    onNew,
    onDrop: drop,
  };
  const Shown = narrow
    ? { month: PhoneMonth, week: PhoneWeek, day: HoursView }[view]
    : { month: MonthView, week: HoursView, day: HoursView }[view];
  return (
    <div className={classes.page}>
      <CalendarBar
        {...{ view, owner, narrow, onView, onLeaf, onToday }}
        title={titleOf(view, day, days, place.locale, narrow)}
        onOwner={(whose) => ask({ owner: whose })}
        onNew={() => onNew()}
      />
      <div className={classes.body} data-stale={answer.isPlaceholderData || undefined}>
        {answer.isError && !answer.data ? (
          <FailedState error={answer.error} retry={() => void answer.refetch()} />
        ) : answer.isPending ? (
          <Waiting />
        ) : (
          <Shown {...props} />
        )}
      </div>
      {!narrow && <Legend zone={place.timeZone} />}
      {dialog}
    </div>
  );
}

/** A drawn meeting stays where it was dropped, until it is known that it is there. */
function moved(
  item: CalendarItem,
  moving: { item: CalendarItem; when: CalendarItem['when'] } | null | undefined,
) {
  if (moving?.item.key !== item.key) return item;
  return { ...item, when: moving.when, time: timeOf(moving.when) };
}

const clockTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function titleOf(view: View, day: string, days: readonly string[], locale: string, narrow: boolean): string {
  const month = narrow ? 'short' : 'long';
  if (view === 'month') return inWords(day, locale, { month, year: 'numeric' });
  if (view === 'day')
    return inWords(day, locale, {
      weekday: narrow ? 'short' : 'long',
      day: 'numeric',
      month,
      year: 'numeric',
    });
  const [first = day, last = day] = [days[0], days.at(-1)];
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month,
    year: narrow ? undefined : 'numeric',
    timeZone: 'UTC',
  }).formatRange(Date.parse(first), Date.parse(last));
}
