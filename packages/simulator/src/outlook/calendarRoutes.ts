import type { Context, Hono } from 'hono';
import type { Actor } from '../act.ts';
import { GraphError } from '../graph/errors.ts';
import { ANSWERS, type AnswerName } from '../graph/calendar/respond.ts';
import { calendarPage, type CalendarPageView } from './calendarPage.ts';
import { textOf } from './contactPages.ts';
import { eventBody, eventValues, type FormValues } from './eventFields.ts';
import { formText, withActor, type OutlookHost } from './host.ts';
import { pathOf } from './shell.ts';

/** Calendar: the page, and what its forms do, through the same functions as Graph's handlers. */
export function mountCalendarPages(app: Hono, host: OutlookHost): void {
  const nowMs = () => host.state.clock.now();
  app.get('/outlook/:person/calendar', (context) =>
    withActor(host, context, (actor) => context.html(calendarPage(actor, nowMs(), readView(context)))),
  );
  on('events/create', saveEvent);
  on('events/update', saveEvent);
  on('events/delete', (actor, form) => {
    actor.deleteEvent(formText(form, 'id'));
    return {};
  });
  on('events/respond', (actor, form) => {
    const answer = formText(form, 'answer');
    const name = (Object.keys(ANSWERS) as AnswerName[]).find((known) => known === answer);
    if (name === undefined) throw new GraphError(400, 'ErrorInvalidRequest', 'There is no such answer.');
    const id = formText(form, 'id');
    actor.respond(id, name);
    return name === 'decline' ? {} : { event: id };
  });
  on('calendars/create', (actor, form) => ({
    calendar: textOf(actor.createCalendar(formText(form, 'name').trim()), 'id'),
  }));
  on('calendars/rename', (actor, form) => ({
    calendar: textOf(
      actor.updateCalendar(formText(form, 'id'), { name: formText(form, 'name').trim() }),
      'id',
    ),
  }));
  on('calendars/delete', (actor, form) => {
    actor.deleteCalendar(formText(form, 'id'));
    return {};
  });

  /** Does it and shows the page again; what is refused is said on the page, with what was typed still in the form. */
  function on(path: string, action: Action): void {
    app.post(`/outlook/:person/${path}`, (context) =>
      withActor(host, context, async (actor) => {
        const form = await context.req.formData();
        try {
          return context.redirect(pathOf(actor.person, 'calendar', action(actor, form)), 303);
        } catch (error) {
          if (!(error instanceof GraphError)) throw error;
          context.status(400);
          return context.html(calendarPage(actor, nowMs(), refusedView(form, error)));
        }
      }),
    );
  }
}

/** Answers what the page should show afterwards. Throws GraphError. */
type Action = (actor: Actor, form: FormData) => Record<string, string | undefined>;

function readView(context: Context): CalendarPageView {
  const query = (name: string) => context.req.query(name);
  return {
    calendarId: query('calendar'),
    view: query('view'),
    date: query('date'),
    eventId: query('event'),
    edit: query('edit') !== undefined,
    newOn: query('new'),
  };
}

const saveEvent: Action = (actor, form) => {
  const id = formText(form, 'id');
  const event = id === '' ? null : actor.event(id);
  if (id !== '' && event === null)
    throw new GraphError(404, 'ErrorItemNotFound', 'This event is not there any more.');
  const body = eventBody(
    event === null ? {} : eventValues(event),
    typedValues(form, event === null ? {} : eventValues(event)),
    event,
  );
  if (event === null)
    return { event: textOf(actor.createEvent(body, formText(form, 'calendar') || undefined), 'id') };
  if (Object.keys(body).length > 0) actor.updateEvent(id, body);
  return { event: id };
};

/** What was typed; fields that the form did not have keep their value, boxes without a tick say nothing. */
function typedValues(form: FormData, before: FormValues): FormValues {
  const values: FormValues = { ...before };
  for (const name of ['isAllDay', 'isOnlineMeeting']) if (form.has('subject')) values[name] = '';
  if (form.has('repeat'))
    values.days = form
      .getAll('days')
      .map((day) => (typeof day === 'string' ? day : ''))
      .join(' ');
  for (const [name, value] of form)
    if (name !== 'days' && name !== 'id' && name !== 'calendar' && typeof value === 'string')
      values[name] = value.replaceAll('\r\n', '\n');
  return values;
}

function refusedView(form: FormData, error: GraphError): CalendarPageView {
  const id = formText(form, 'id');
  const isEventForm = form.has('subject');
  const calendarId = formText(form, 'calendar') || (isEventForm ? undefined : id);
  return {
    calendarId,
    view: undefined,
    date: undefined,
    eventId: isEventForm && id !== '' ? id : undefined,
    edit: isEventForm,
    newOn: undefined,
    problem: error.message,
    ...(isEventForm ? { form: { id: id === '' ? null : id, values: typedValues(form, {}) } } : {}),
  };
}
