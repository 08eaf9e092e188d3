import { moveItem } from '../../state/items.ts';
import { findEvent, masterOf, occurrenceOn } from './series.ts';
import type { Container, Item, JsonObject } from '../../state/types.ts';
import { isObject } from '../body.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { itemNotFound } from '../errors.ts';
import { itemView } from '../items/view.ts';
import { calendarOf, patchCalendar, postCalendar, removeCalendar, showCalendar } from './calendars.ts';
import { cancelEvent, createEvent, removeEvent, updateEvent } from './edit.ts';
import { respond, type AnswerName } from './respond.ts';
import { EVENT } from './type.ts';
import { eventsBetween } from './view.ts';

/** What a person does in their calendars. Events are as Graph shows them, in UTC; calendars by id, the default one when left out. */
export type CalendarActs = {
  calendars(): JsonObject[];
  createCalendar(name: string, color?: string): JsonObject;
  updateCalendar(id: string, body: JsonObject): JsonObject;
  deleteCalendar(id: string): void;
  /** Single events and masters of a calendar. */
  events(calendar?: string): JsonObject[];
  /** A single event, master, occurrence or exception. */
  event(id: string): JsonObject | null;
  /** Single events, occurrences and exceptions with something between two instants, by start. */
  eventsBetween(startMs: number, endMs: number, calendar?: string): JsonObject[];
  createEvent(body: JsonObject, calendar?: string): JsonObject;
  /** An occurrence becomes an exception. */
  updateEvent(id: string, body: JsonObject): JsonObject;
  deleteEvent(id: string): void;
  /** A single event or a series goes to another calendar, with a new ordinary id. */
  moveEvent(id: string, calendar: string): JsonObject;
  /** As the organizer, with a word to the attendees. */
  cancelEvent(id: string, comment?: string): void;
  /** The occurrence that is planned for a day (`yyyy-MM-dd`, in the zone of the series); null when there is none. */
  occurrence(masterId: string, day: string): JsonObject | null;
  cancelOccurrence(masterId: string, day: string): void;
  respond(id: string, answer: AnswerName, body?: JsonObject): void;
};

export function calendarActs(
  callFor: (params?: Record<string, string>, body?: JsonObject) => MailboxCall,
): CalendarActs {
  const { mailbox } = callFor();
  const view = (item: Item) =>
    itemView({ ...callFor(), method: 'GET' }, EVENT, item, { select: null, expand: new Map() });
  const calendar = (id?: string): Container =>
    calendarOf(callFor(id === undefined ? {} : { calendarId: id }));
  const found = (id: string): Item => {
    const item = findEvent(mailbox, id);
    if (item === null) throw itemNotFound();
    return item;
  };
  const occurrence = (masterId: string, day: string) => occurrenceOn(found(masterId), day);

  return {
    calendars: () =>
      [...mailbox.containers.values()]
        .filter(({ kind }) => kind === 'calendar')
        .map((container) => showCalendar(callFor(), container, { select: null, expand: new Map() })),
    createCalendar: (name, color) =>
      entity(postCalendar(callFor({}, color === undefined ? { name } : { name, color }))),
    updateCalendar: (id, body) => entity(patchCalendar(callFor({ calendarId: id }, body))),
    deleteCalendar: (id) => void removeCalendar(callFor({ calendarId: id })),
    events: (id) =>
      [...calendar(id).members].flatMap((key) => {
        const item = mailbox.items.get(key);
        return item === undefined ? [] : [view(item)];
      }),
    event(id) {
      const item = findEvent(mailbox, id);
      return item === null ? null : view(item);
    },
    eventsBetween: (startMs, endMs, id) =>
      eventsBetween(callFor(), calendar(id), { startMs, endMs }).map(view),
    createEvent: (body, id) => view(createEvent(callFor(), calendar(id), body)),
    updateEvent(id, body) {
      updateEvent(callFor(), found(id), body);
      return view(found(id));
    },
    deleteEvent: (id) => removeEvent(callFor(), found(id)),
    moveEvent(id, target) {
      const { state } = callFor();
      const item = masterOf(mailbox, found(id));
      moveItem(state, mailbox, item, calendar(target));
      return view(item);
    },
    cancelEvent: (id, comment = '') => cancelEvent(callFor(), found(id), comment),
    occurrence(masterId, day) {
      const item = occurrence(masterId, day);
      return item === null ? null : view(item);
    },
    cancelOccurrence(masterId, day) {
      const item = occurrence(masterId, day);
      if (item === null) throw itemNotFound();
      removeEvent(callFor(), item);
    },
    respond: (id, answer, body = {}) => void respond(callFor({}, body), found(id), answer),
  };
}

function entity({ body }: GraphAnswer): JsonObject {
  if (body instanceof Uint8Array || !isObject(body)) throw new Error('the handler answered no entity');
  const { '@odata.context': _context, ...rest } = body;
  return rest;
}
