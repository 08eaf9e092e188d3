import { html, raw } from 'hono/html';
import { WEEKDAYS } from '../graph/calendar/recurrence.ts';
import type { Person } from '../state/types.ts';
import type { FormValues } from './eventFields.ts';
import { pathOf, type Markup } from './shell.ts';

export type EventForm = {
  person: Person;
  /** Null: a new event. */
  id: string | null;
  calendarId: string;
  title: string;
  values: FormValues;
  /** An occurrence repeats by its series only. */
  mayRepeat: boolean;
  isOrganizer: boolean;
  back: string;
};

const REPEATS: [string, string][] = [
  ['', 'Does not repeat'],
  ['daily', 'Daily'],
  ['weekly', 'Weekly'],
  ['absoluteMonthly', 'Monthly, on that day'],
  ['relativeMonthly', 'Monthly, on that weekday'],
  ['absoluteYearly', 'Yearly, on that day'],
  ['relativeYearly', 'Yearly, on that weekday'],
];
const SHOW_AS: [string, string][] = [
  ['', 'As usual'],
  ['free', 'Free'],
  ['tentative', 'Tentative'],
  ['busy', 'Busy'],
  ['oof', 'Away'],
  ['workingElsewhere', 'Working elsewhere'],
];
const SENSITIVITY: [string, string][] = [
  ['normal', 'Normal'],
  ['personal', 'Personal'],
  ['private', 'Private'],
  ['confidential', 'Confidential'],
];

/** The form of a new or existing event. */
export function eventForm(form: EventForm): Markup {
  const { person, id, values } = form;
  const value = (name: string) => values[name] ?? '';
  const field = (name: string, label: string, type = 'text', wide = false) =>
    html`<label class="${wide ? 'wide' : ''}"
      ><span>${label}</span><input name="${name}" type="${type}" value="${value(name)}" autocomplete="off"
    /></label>`;
  const check = (name: string, label: string) =>
    html`<label class="check"
      ><input type="checkbox" name="${name}" ${value(name) === 'on' ? raw('checked') : ''} /> ${label}</label
    >`;
  const select = (name: string, label: string, options: [string, string][]) =>
    html`<label
      ><span>${label}</span
      ><select name="${name}">
        ${options.map(([option, text]) => html`<option value="${option}" ${option === value(name) ? raw('selected') : ''}>${text}</option>`)}
      </select></label
    >`;
  return html`<a class="button" href="${form.back}">‹ Back</a>
    <h1 class="after">${form.title}</h1>
    <form method="post" action="${pathOf(person, id === null ? 'events/create' : 'events/update')}">
      <input type="hidden" name="calendar" value="${form.calendarId}" />
      ${id === null ? '' : html`<input type="hidden" name="id" value="${id}" />`}
      <fieldset>
        <legend>What and when</legend>
        <div class="fields">
          ${field('subject', 'Title', 'text', true)} ${field('start', 'Starts', 'datetime-local')}
          ${field('end', 'Ends (all day: with this day)', 'datetime-local')} ${field('zone', 'Time zone')}
          ${check('isAllDay', 'All day')} ${field('location', 'Location', 'text', true)}
        </div>
      </fieldset>
      ${
        form.mayRepeat
          ? html`<fieldset>
              <legend>Repeat</legend>
              <div class="fields">
                ${select('repeat', 'Pattern', REPEATS)} ${field('interval', 'Every', 'number')}
                ${field('until', 'Until', 'date')} ${field('count', 'Or this many times', 'number')}
                <div class="wide checks" role="group" aria-label="Days of a weekly pattern">
                  ${WEEKDAYS.map(
                    (day) =>
                      html`<label class="check"
                        ><input
                          type="checkbox"
                          name="days"
                          value="${day}"
                          ${value('days').split(' ').includes(day) ? raw('checked') : ''}
                        />
                        ${day.slice(0, 3)}</label
                      >`,
                  )}
                </div>
              </div>
            </fieldset>`
          : ''
      }
      <fieldset>
        <legend>Who and how</legend>
        <div class="fields">
          ${form.isOrganizer ? field('attendees', 'Attendees (addresses with commas): they are mailed', 'text', true) : ''}
          ${select('showAs', 'Show as', SHOW_AS)} ${select('sensitivity', 'Sensitivity', SENSITIVITY)}
          ${field('reminder', 'Reminder, minutes before (empty: none)', 'number')}
          ${field('categories', 'Categories, with commas')}
          ${form.isOrganizer ? check('isOnlineMeeting', 'Teams meeting') : ''}
          <label class="wide"
            ><span>Description</span><textarea name="body" rows="6">${value('body')}</textarea>
          </label>
        </div>
      </fieldset>
      <div class="bar after">
        <button class="main">Save</button>
        <a class="button" href="${form.back}">Cancel</a>
      </div>
    </form>`;
}
