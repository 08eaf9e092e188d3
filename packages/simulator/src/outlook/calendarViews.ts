import { html, raw } from 'hono/html';
import { dayFrom, dayText, partsOf, type Day } from '../graph/calendar/days.ts';
import type { Person } from '../state/types.ts';
import { dayName, mondayOf, type Shown } from './calendarDays.ts';
import { textOf } from './contactPages.ts';
import { pathOf, type Markup } from './shell.ts';

export const VIEWS = ['week', 'month', 'list'] as const;
export type ViewName = (typeof VIEWS)[number];

/** Days that the list reaches ahead. */
const LIST_DAYS = 90;

/** The days that a view shows, and where its neighbours begin. */
export function rangeOf(
  view: ViewName,
  day: Day,
): { first: Day; last: Day; before: Day; after: Day; title: string } {
  const { year, month } = partsOf(day);
  if (view === 'month') {
    const first = mondayOf(dayFrom(year, month, 1));
    const last = mondayOf(dayFrom(year, month + 1, 0)) + 6;
    const title = dayName(day, { month: 'long', year: 'numeric' });
    return { first, last, before: dayFrom(year, month - 1, 1), after: dayFrom(year, month + 1, 1), title };
  }
  const first = view === 'week' ? mondayOf(day) : day;
  const length = view === 'week' ? 7 : LIST_DAYS;
  const last = first + length - 1;
  const short: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  const title = `${dayName(first, short)} – ${dayName(last, { ...short, year: 'numeric' })}`;
  return { first, last, before: first - length, after: first + length, title };
}

export type Grid = {
  person: Person;
  calendarId: string;
  shown: Shown[];
  first: Day;
  last: Day;
  today: Day;
  month: number;
};

/** A column for each day of the week; one below the other on a phone. */
export function weekView(grid: Grid): Markup {
  return html`<ol class="week">
    ${daysOf(grid).map((day) => dayCell(grid, day, { weekday: 'short', day: 'numeric', month: 'short' }))}
  </ol>`;
}

/** Entries in one day of a month before the rest is only counted. */
const MOST_IN_MONTH = 8;

export function monthView(grid: Grid): Markup {
  return html`<ol class="month">
    ${daysOf(grid).map((day) => dayCell(grid, day, { weekday: 'short', day: 'numeric' }, MOST_IN_MONTH))}
  </ol>`;
}

export function listView(grid: Grid): Markup {
  const days = daysOf(grid).filter((day) => on(grid, day).length > 0);
  if (days.length === 0) return html`<p class="empty">Nothing in these ${LIST_DAYS} days.</p>`;
  return html`<ol class="agenda">
    ${days.map((day) => dayCell(grid, day, { weekday: 'long', day: 'numeric', month: 'long' }))}
  </ol>`;
}

function daysOf({ first, last }: Grid): Day[] {
  return Array.from({ length: last - first + 1 }, (_none, index) => first + index);
}

function on({ shown }: Grid, day: Day): Shown[] {
  return shown.filter((entry) => entry.first <= day && entry.last >= day);
}

function dayCell(grid: Grid, day: Day, options: Intl.DateTimeFormatOptions, most = Infinity): Markup {
  const { person, today, month } = grid;
  const entries = on(grid, day);
  const isOther = month !== 0 && partsOf(day).month !== month;
  const classes = [isOther ? 'other' : '', entries.length === 0 ? 'free' : ''].filter(Boolean).join(' ');
  return html`<li class="${classes}" ${day === today ? raw('aria-current="date"') : ''}>
    <a
      class="day"
      href="${pathOf(person, 'calendar', { calendar: grid.calendarId, new: dayText(day) })}"
      title="New event on this day"
      >${dayName(day, options)}</a
    >
    ${entries.slice(0, most).map((entry) => eventLink(person, entry))}
    ${
      entries.length > most
        ? html`<a
            class="day"
            href="${pathOf(person, 'calendar', { calendar: grid.calendarId, view: 'list', date: dayText(day) })}"
            >${entries.length - most} more</a
          >`
        : ''
    }
  </li>`;
}

function eventLink(person: Person, { event, time }: Shown): Markup {
  const place = event.isCancelled === true ? 'gone' : textOf(event, 'showAs');
  return html`<a class="event ${place}" href="${pathOf(person, 'calendar', { event: textOf(event, 'id') })}"
    ><time>${time}</time> <b>${textOf(event, 'subject') || 'No title'}</b></a
  >`;
}
