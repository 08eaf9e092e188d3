import { html, raw } from 'hono/html';
import type { Actor } from '../act.ts';
import { dayText, partsOf, readDay } from '../graph/calendar/days.ts';
import type { JsonObject } from '../state/types.ts';
import { shown, shownBetween, today } from './calendarDays.ts';
import { listView, monthView, rangeOf, VIEWS, weekView, type ViewName } from './calendarViews.ts';
import { textOf } from './contactPages.ts';
import { eventValues, newValues, type FormValues } from './eventFields.ts';
import { eventForm } from './eventForm.ts';
import { eventView } from './eventView.ts';
import { page, pathOf, type Markup } from './shell.ts';

/** What the Calendar page shows; an event or a form stands in place of the days. */
export type CalendarPageView = {
  calendarId: string | undefined;
  view: string | undefined;
  date: string | undefined;
  eventId: string | undefined;
  edit: boolean;
  /** The day of a new event, or `yes`. */
  newOn: string | undefined;
  /** A form that was refused, with what was typed. */
  form?: { id: string | null; values: FormValues };
  problem?: string | undefined;
};

export function calendarPage(actor: Actor, nowMs: number, view: CalendarPageView): Markup {
  const { person } = actor;
  const calendars = actor.calendars();
  const calendar =
    calendars.find(({ id }) => id === view.calendarId) ??
    calendars.find((entry) => entry.isDefaultCalendar === true);
  if (calendar === undefined) throw new Error('a mailbox has no calendar');
  const event = view.eventId === undefined ? null : actor.event(view.eventId);
  const isGone = view.eventId !== undefined && event === null && view.form === undefined;
  const problem =
    view.problem ?? (isGone ? 'This event is not there any more. It was moved or deleted.' : undefined);
  const detail = detailOf(actor, nowMs, view, event, textOf(calendar, 'id'));
  return page(
    { title: 'Calendar', person, tab: 'calendar', problem },
    html`<main class="calendar ${detail === null ? '' : 'open'}" id="content">
      <section class="pane folders" aria-label="Calendars">
        <a
          class="button main"
          style="margin-bottom:1rem"
          href="${pathOf(person, 'calendar', { calendar: textOf(calendar, 'id'), new: 'yes' })}"
          >New event</a
        >
        ${calendarList(actor, calendars, calendar, view)} ${calendarForms(actor, calendar)}
      </section>
      <section class="pane detail" aria-label="${detail === null ? 'Events' : 'Event'}">
        ${detail ?? days(actor, nowMs, calendar, view)}
      </section>
    </main>`,
  );
}

function detailOf(
  actor: Actor,
  nowMs: number,
  view: CalendarPageView,
  event: JsonObject | null,
  calendarId: string,
): Markup | null {
  const { person } = actor;
  const isNew = view.newOn !== undefined || view.form?.id === null;
  if (event === null && !isNew) return null;
  const day =
    view.newOn !== undefined && readDay(view.newOn) !== null ? view.newOn : dayText(today(nowMs, person));
  const date = event === null ? day : dayText(shown(person, event).first);
  const id = event === null ? null : textOf(event, 'id');
  const back = pathOf(person, 'calendar', { calendar: calendarId, date });
  if (event !== null && !view.edit && view.form === undefined) return eventView(person, event, back);
  const isOccurrence = event !== null && textOf(event, 'seriesMasterId') !== '';
  const isSeries = event !== null && textOf(event, 'type') === 'seriesMaster';
  const values = view.form?.values ?? (event === null ? newValues(person, day) : eventValues(event));
  return eventForm({
    person,
    id,
    calendarId,
    title:
      id === null
        ? 'New event'
        : isSeries
          ? 'Edit the series'
          : isOccurrence
            ? 'Edit this one'
            : 'Edit event',
    values,
    mayRepeat: !isOccurrence,
    isOrganizer: event === null || event.isOrganizer === true,
    back: id === null ? back : pathOf(person, 'calendar', { event: id }),
  });
}

function days(actor: Actor, nowMs: number, calendar: JsonObject, { view, date }: CalendarPageView): Markup {
  const { person } = actor;
  const name: ViewName = VIEWS.find((known) => known === view) ?? 'week';
  const now = today(nowMs, person);
  const day = (date === undefined ? null : readDay(date)) ?? now;
  const { first, last, before, after, title } = rangeOf(name, day);
  const calendarId = textOf(calendar, 'id');
  const link = (to: { view?: string; date?: number }) =>
    pathOf(person, 'calendar', {
      calendar: calendarId,
      view: to.view ?? name,
      date: dayText(to.date ?? day),
    });
  const grid = {
    person,
    calendarId,
    shown: shownBetween(actor, calendarId, first, last),
    first,
    last,
    today: now,
    month: name === 'month' ? partsOf(day).month : 0,
  };
  const content = { week: weekView, month: monthView, list: listView }[name](grid);
  return html`<div class="bar spread">
      <h1>${title} <span class="soft small">${textOf(calendar, 'name')}, ${person.timeZone}</span></h1>
      <nav class="bar" aria-label="Time">
        <a class="button" href="${link({ date: before })}" aria-label="Earlier">‹</a>
        <a class="button" href="${link({ date: now })}">Today</a>
        <a class="button" href="${link({ date: after })}" aria-label="Later">›</a>
      </nav>
      <nav class="bar" aria-label="View">
        ${VIEWS.map(
          (entry) =>
            html`<a
              class="button ${entry === name ? 'main' : ''}"
              href="${link({ view: entry })}"
              ${entry === name ? raw('aria-current="page"') : ''}
              >${entry.charAt(0).toUpperCase()}${entry.slice(1)}</a
            >`,
        )}
      </nav>
    </div>
    ${content}`;
}

function calendarList(
  actor: Actor,
  calendars: JsonObject[],
  current: JsonObject,
  { view, date }: CalendarPageView,
): Markup {
  return html`<ul class="plain">
    ${calendars.map((calendar) => {
      const id = textOf(calendar, 'id');
      return html`<li>
        <a
          href="${pathOf(actor.person, 'calendar', { calendar: id, view, date })}"
          ${calendar === current ? raw('aria-current="page"') : ''}
          >${textOf(calendar, 'name')}
          <span class="count">${actor.mailbox.containers.get(id)?.members.size ?? 0}</span></a
        >
      </li>`;
    })}
  </ul>`;
}

function calendarForms({ person }: Actor, calendar: JsonObject): Markup {
  const [id, name] = [textOf(calendar, 'id'), textOf(calendar, 'name')];
  return html`<details class="manage">
    <summary>Manage calendars</summary>
    <form method="post" action="${pathOf(person, 'calendars/create')}">
      <label><span>Name of a new calendar</span><input name="name" required /></label>
      <button>Create calendar</button>
    </form>
    ${
      calendar.isDefaultCalendar === true
        ? html`<p class="small soft">The calendar “${name}” always stays.</p>`
        : html`<form method="post" action="${pathOf(person, 'calendars/rename')}">
              <input type="hidden" name="id" value="${id}" />
              <label><span>New name for “${name}”</span><input name="name" value="${name}" required /></label>
              <button>Rename calendar</button>
            </form>
            <form method="post" action="${pathOf(person, 'calendars/delete')}">
              <input type="hidden" name="id" value="${id}" />
              <button class="danger">Delete “${name}” and its events</button>
            </form>`
    }
  </details>`;
}
