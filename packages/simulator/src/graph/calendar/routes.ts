import { lagging } from '../../state/lag.ts';
import type { Container, Item } from '../../state/types.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { graphError, itemNotFound } from '../errors.ts';
import { mountExtensions } from '../items/extensions.ts';
import { countItems, getItem, patchItem, postItem, removeItem } from '../items/handlers.ts';
import { etagOf, itemView } from '../items/view.ts';
import { contextUrl } from '../odata/collection.ts';
import type { Permission, Router } from '../router.ts';
import {
  calendarOf,
  checkGroup,
  getCalendar,
  groupView,
  listCalendars,
  patchCalendar,
  postCalendar,
  removeCalendar,
} from './calendars.ts';
import { calendarViewDelta } from './delta.ts';
import { invalidRequest } from './errors.ts';
import { ANSWERS, cancel, forward, respond, type AnswerName } from './respond.ts';
import { findEvent, masterOf, occurrenceOn, plannedDayOf } from './series.ts';
import { EVENT } from './type.ts';
import { calendarView, listEvents, listInstances } from './view.ts';

const READ: Permission = {
  scopes: ['Calendars.Read', 'Calendars.ReadWrite'],
  roles: ['Calendars.Read', 'Calendars.ReadWrite'],
};
const READ_BASIC: Permission = { ...READ, scopes: ['Calendars.ReadBasic', ...READ.scopes] };
const WRITE: Permission = { scopes: ['Calendars.ReadWrite'], roles: ['Calendars.ReadWrite'] };

type CalendarRouter = Router<MailboxCall, GraphAnswer>;

/** Calendars and events (GRAPH 1.2, 1.3). */
export function mountCalendar(router: CalendarRouter): void {
  mountEvents(router, '/events', true);
  mountView(router, '');
  for (const group of ['', '/calendarGroup', '/calendarGroups/{groupId}']) {
    router.on('GET', `${group}/calendars`, READ_BASIC, listCalendars);
    router.on('POST', `${group}/calendars`, WRITE, postCalendar);
  }
  const calendars = [
    '/calendar',
    '/calendars/{calendarId}',
    '/calendarGroup/calendars/{calendarId}',
    '/calendarGroups/{groupId}/calendars/{calendarId}',
  ];
  for (const path of calendars) {
    router.on('GET', path, READ_BASIC, getCalendar);
    router.on('PATCH', path, WRITE, patchCalendar);
    router.on('DELETE', path, WRITE, removeCalendar);
    router.on('POST', `${path}/permanentDelete`, WRITE, removeCalendar);
    mountEvents(router, `${path}/events`, false);
    mountView(router, path);
  }
  router.on('GET', '/calendarGroups', READ_BASIC, (call) => ({
    status: 200,
    body: {
      '@odata.context': contextUrl(call, `users('${call.person.id}')/calendarGroups`),
      value: [groupView(call)],
    },
  }));
  router.on('GET', '/calendarGroups/{groupId}', READ_BASIC, (call) => {
    checkGroup(call);
    return { status: 200, body: groupView(call) };
  });
}

function mountView(router: CalendarRouter, path: string): void {
  router.on('GET', `${path}/calendarView`, READ, (call) => calendarView(call, calendarOf(call)));
  router.on('GET', `${path}/calendarView/delta`, READ, (call) => calendarViewDelta(call, calendarOf(call)));
}

/** `/me/events/{id}` reaches an event in any calendar; below a calendar only its own. */
function mountEvents(router: CalendarRouter, path: string, anywhere: boolean): void {
  const find = (call: MailboxCall) => eventOf(call, anywhere ? null : calendarOf(call));
  const action = (name: string, run: (call: MailboxCall, item: Item) => GraphAnswer) =>
    router.on('POST', `${path}/{id}/${name}`, WRITE, (call) => run(call, find(call)));
  router.on('GET', path, READ, (call) => listEvents(call, calendarOf(call)));
  router.on('POST', path, WRITE, (call) => postItem(call, EVENT, calendarOf(call)));
  router.on('GET', `${path}/$count`, READ, (call) => countItems(call, EVENT, calendarOf(call)));
  router.on('GET', `${path}/delta`, READ, () => {
    // In the metadata, but not in the service (GRAPH 1.3; msgraph-metadata#608).
    throw graphError(
      400,
      'BadRequest',
      "Unsupported request: Change tracking is not supported against 'microsoft.graph.event'.",
    );
  });
  router.on('GET', `${path}/{id}`, READ, (call) => getEvent(call, find(call)));
  router.on('PATCH', `${path}/{id}`, WRITE, (call) => patchEvent(call, find(call)));
  router.on('DELETE', `${path}/{id}`, WRITE, (call) => removeItem(call, EVENT, find(call)));
  router.on('GET', `${path}/{id}/instances`, READ, (call) => listInstances(call, find(call)));
  action('permanentDelete', (call, item) => removeItem(call, EVENT, item));
  for (const name of Object.keys(ANSWERS) as AnswerName[])
    action(name, (call, item) => respond(call, item, name));
  action('cancel', cancel);
  action('forward', forward);
  for (const name of ['snoozeReminder', 'dismissReminder']) action(name, () => ({ status: 200 }));
  mountExtensions(router, `${path}/{id}`, READ, WRITE, (call) => {
    const item = find(call);
    if (call.method !== 'GET' && plannedDayOf(item) !== null)
      throw invalidRequest('Extensions of one occurrence are written with the occurrence itself.');
    return item;
  });
}

/** The event of the path: single, master, occurrence or exception; 404 when there is none. */
function eventOf(call: MailboxCall, calendar: Container | null): Item {
  const id = call.params['id'] ?? '';
  const item = findEvent(call.mailbox, id);
  if (item !== null && (calendar === null || item.containerId === calendar.id)) return item;
  if (id.length < 8 || /\s/.test(id)) throw graphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  throw itemNotFound();
}

/** An occurrence is read through its master, which may lag. */
function getEvent(call: MailboxCall, item: Item): GraphAnswer {
  const day = plannedDayOf(item);
  if (day === null) return getItem(call, EVENT, item);
  const master = lagging(call.state, call.mailbox, masterOf(call.mailbox, item));
  const seen = master === null ? null : occurrenceOn(master, day);
  if (seen === null) throw itemNotFound();
  return getItem(call, EVENT, seen);
}

function patchEvent(call: MailboxCall, item: Item): GraphAnswer {
  const answer = patchItem(call, EVENT, item);
  if (plannedDayOf(item) === null) return answer;
  // What was an occurrence is an exception now.
  const exception = eventOf(call, null);
  const view = itemView(call, EVENT, exception, { select: null, expand: new Map() });
  const context = contextUrl(call, `users('${encodeURIComponent(call.person.id)}')/events/$entity`);
  return {
    ...answer,
    headers: { etag: etagOf(exception.changeKey) },
    body: { '@odata.context': context, ...view },
  };
}
