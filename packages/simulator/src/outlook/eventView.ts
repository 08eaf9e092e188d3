import { html } from 'hono/html';
import { isObject } from '../graph/body.ts';
import { isRecurrence, type Recurrence } from '../graph/calendar/recurrence.ts';
import { textOfHtml } from '../mail/bodies.ts';
import type { JsonObject, Person } from '../state/types.ts';
import { dayName, shown } from './calendarDays.ts';
import { textOf } from './contactPages.ts';
import { categoriesOf } from './eventFields.ts';
import { pathOf, type Markup } from './shell.ts';

const ANSWERS: [string, string][] = [
  ['accept', 'Accept'],
  ['tentativelyAccept', 'Tentative'],
  ['decline', 'Decline'],
];

const WORDS: Record<string, string> = {
  none: 'no answer',
  notResponded: 'no answer',
  accepted: 'accepted',
  tentativelyAccepted: 'tentative',
  declined: 'declined',
};

/** One event, to read, with what can be done to it. */
export function eventView(person: Person, event: JsonObject, back: string): Markup {
  const id = textOf(event, 'id');
  const master = textOf(event, 'seriesMasterId');
  const isSeries = textOf(event, 'type') === 'seriesMaster';
  const isOrganizer = event.isOrganizer === true;
  const edit = (of: string) => pathOf(person, 'calendar', { event: of, edit: 'yes' });
  const button = (
    path: string,
    of: string,
    text: string,
    more: Record<string, string> = {},
    danger = false,
  ) =>
    html`<form method="post" action="${pathOf(person, path)}">
      <input type="hidden" name="id" value="${of}" />
      ${Object.entries(more).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button class="${danger ? 'danger' : ''}">${text}</button>
    </form>`;
  return html`<a class="button" href="${back}">‹ Calendar</a>
    <h1 class="after">${textOf(event, 'subject') || 'No title'}</h1>
    <div class="bar">
      <a class="button main" href="${edit(id)}"
        >${master === '' ? (isSeries ? 'Edit series' : 'Edit') : 'Edit this one'}</a
      >
      ${master === '' ? '' : html`<a class="button" href="${edit(master)}">Edit all</a>`}
      ${button('events/delete', id, master === '' ? (isSeries ? 'Delete series' : 'Delete') : 'Delete this one', {}, true)}
      ${master === '' ? '' : button('events/delete', master, 'Delete all', {}, true)}
    </div>
    ${
      isOrganizer || event.isCancelled === true
        ? ''
        : html`<div class="bar" role="group" aria-label="Answer">
            ${ANSWERS.map(([answer, text]) => button('events/respond', id, text, { answer }))}
          </div>`
    }
    <dl class="facts">
      ${factsOf(person, event)
        .filter(([, value]) => value !== '')
        .map(
          ([label, value]) =>
            html`<dt>${label}</dt>
              <dd>${value}</dd>`,
        )}
    </dl>
    ${attendeeList(event)}`;
}

function factsOf(person: Person, event: JsonObject): [string, string][] {
  const { first, last, time } = shown(person, event);
  const day = (at: number) =>
    dayName(at, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
  const { location, body, recurrence = null, onlineMeeting, organizer, responseStatus } = event;
  const inner = (value: unknown, name: string) =>
    isObject(value as JsonObject) ? textOf(value as JsonObject, name) : '';
  const minutes = Number(event.reminderMinutesBeforeStart);
  return [
    ['When', `${first === last ? day(first) : `${day(first)} – ${day(last)}`}, ${time.toLowerCase()}`],
    ['Time zone', textOf(event, 'originalStartTimeZone')],
    [
      'Repeats',
      isRecurrence(recurrence)
        ? describe(recurrence)
        : ({ occurrence: 'Part of a series', exception: 'Part of a series, changed' }[
            textOf(event, 'type')
          ] ?? ''),
    ],
    ['Where', inner(location, 'displayName')],
    ['Organizer', inner(isObject(organizer) ? organizer.emailAddress : null, 'name')],
    ['Your answer', event.isOrganizer === true ? '' : (WORDS[inner(responseStatus, 'response')] ?? '')],
    ['Teams', inner(onlineMeeting, 'joinUrl')],
    ['Show as', textOf(event, 'showAs')],
    ['Sensitivity', textOf(event, 'sensitivity')],
    ['Reminder', event.isReminderOn === true ? `${minutes} minutes before` : 'None'],
    ['Categories', categoriesOf(event)],
    ['Description', isObject(body) ? textOfHtml(textOf(body, 'content')) : ''],
  ];
}

function describe({ pattern, range }: Recurrence): string {
  const units: Record<string, string> = {
    daily: 'day',
    weekly: 'week',
    absoluteMonthly: 'month',
    relativeMonthly: 'month',
  };
  const unit = units[pattern.type] ?? 'year';
  const days = pattern.daysOfWeek.join(', ');
  const on = pattern.type.startsWith('absolute')
    ? `, day ${pattern.dayOfMonth}`
    : days === ''
      ? ''
      : ` on ${pattern.type === 'weekly' ? '' : `the ${pattern.index} `}${days}`;
  const end =
    range.type === 'endDate'
      ? `, until ${range.endDate}`
      : range.type === 'numbered'
        ? `, ${range.numberOfOccurrences} times`
        : '';
  return `${pattern.interval === 1 ? `Every ${unit}` : `Every ${pattern.interval} ${unit}s`}${on}${end}`;
}

function attendeeList(event: JsonObject): Markup | '' {
  const attendees = Array.isArray(event.attendees) ? event.attendees.filter(isObject) : [];
  if (attendees.length === 0) return '';
  return html`<h2>Attendees</h2>
    <ul class="plain">
      ${attendees.map(({ emailAddress, status, type }) => {
        const person = isObject(emailAddress) ? emailAddress : {};
        const answer = isObject(status) ? textOf(status, 'response') : 'none';
        const detail = [textOf(person, 'address'), typeof type === 'string' ? type : '', WORDS[answer] ?? ''];
        return html`<li>
          ${textOf(person, 'name')} <span class="soft small">${detail.filter(Boolean).join(' · ')}</span>
        </li>`;
      })}
    </ul>`;
}
