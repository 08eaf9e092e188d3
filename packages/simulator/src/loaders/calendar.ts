import { addressIn, attendeesOf, NEVER } from '../graph/calendar/attendees.ts';
import { storeEvent, type Owner } from '../graph/calendar/create.ts';
import {
  NO_SERIES,
  isPlanned,
  neighboursOf,
  recurrenceOf,
  type Exception,
  type Series,
} from '../graph/calendar/series.ts';
import { dateOf, momentAt, momentOf, spanOf } from '../graph/calendar/times.ts';
import { readEvent } from '../graph/calendar/write.ts';
import { isObject } from '../graph/body.ts';
import { addressOf } from '../mail/outbox.ts';
import { newChangeKey } from '../state/ids.ts';
import { mailboxOf, wellKnownContainer } from '../state/mailbox.ts';
import { findPerson, findPersonAnywhere } from '../state/people.ts';
import type { Container, Item, JsonObject, SimulatorState } from '../state/types.ts';
import type { IcsEvent } from './ics.ts';

/**
 * Puts events into the person's default calendar, by the rules for an event that a client creates, but nobody is mailed and nobody else
 * gets a copy. Throws for an unknown person, and GraphError for an event that Graph would refuse.
 */
export function loadEvents(state: SimulatorState, person: string, events: IcsEvent[]): void {
  const found = findPersonAnywhere(state, person);
  if (found === null) throw new Error(`nobody in the tenant is called ${person}`);
  const mailbox = mailboxOf(state, found.tenant, found.person.id);
  const owner: Owner = { state, ...found, mailbox };
  const calendar = wellKnownContainer(mailbox, 'calendar');
  for (const event of events) loadEvent(owner, calendar, event);
}

function loadEvent(owner: Owner, calendar: Container, event: IcsEvent): void {
  const item = storeEvent(owner, calendar, {
    ...valuesOf(owner, event.body),
    ...meetingOf(owner, event),
    iCalUId: event.iCalUId,
  });
  const attendees = attendeesOf(item).map((attendee) => {
    const response = event.answers.get(addressIn(attendee)) ?? 'none';
    return { ...attendee, status: { response, time: NEVER } };
  });
  // The item is new and nobody has seen it: no second version of it.
  item.properties = { ...item.properties, attendees };
  const series = seriesFor(owner, calendar, item, event);
  if (series !== NO_SERIES) item.properties = { ...item.properties, series };
}

function valuesOf({ person }: Owner, body: JsonObject): JsonObject {
  const filled: JsonObject = { ...body };
  for (const name of ['start', 'end']) {
    const moment = body[name];
    if (isObject(moment) && moment['timeZone'] === '')
      filled[name] = { ...moment, timeZone: person.timeZone };
  }
  return readEvent(filled, person.timeZone);
}

/** Whose meeting it is: the organizer's of the file; the owner's where that is nobody else. */
function meetingOf(owner: Owner, { organizer, answers, isCancelled }: IcsEvent): JsonObject {
  const cancelled: JsonObject = isCancelled ? { isCancelled: true } : {};
  if (organizer === null || findPerson(owner.tenant, organizer.address) === owner.person) return cancelled;
  const own = answers.get(addressOf(owner.person).toLowerCase()) ?? 'none';
  const response = own === 'none' ? 'notResponded' : own;
  return {
    ...cancelled,
    isOrganizer: false,
    organizer: { emailAddress: organizer },
    responseStatus: { response, time: NEVER },
  };
}

/** Exceptions and cancelled days; an exception that Graph would not allow beside its neighbours becomes an event of its own. */
function seriesFor(owner: Owner, calendar: Container, master: Item, event: IcsEvent): Series {
  const recurrence = recurrenceOf(master);
  if (recurrence === null) return NO_SERIES;
  const cancelled = new Set(event.cancelled.filter((day) => isPlanned(recurrence, day)));
  const exceptions: Record<string, Exception> = {};
  for (const { day, body } of event.exceptions) {
    const values = valuesOf(owner, body);
    const fits = isPlanned(recurrence, day) && fitsBetween(master, day, values);
    if (fits) exceptions[day] = exceptionOf(owner, values);
    else {
      cancelled.add(day);
      loadEvent(owner, calendar, {
        ...event,
        iCalUId: `${event.iCalUId}#${day}`,
        body: { ...event.body, recurrence: null, ...body },
        exceptions: [],
        cancelled: [],
      });
    }
  }
  return { exceptions, cancelled: [...cancelled].filter((day) => isPlanned(recurrence, day)).sort() };
}

function fitsBetween(master: Item, day: string, values: JsonObject): boolean {
  const { timeZone } = momentOf(master.properties, 'start');
  const date = dateOf(momentAt(spanOf({ ...master.properties, ...values }).startMs, timeZone));
  const { before, after } = neighboursOf(master, day);
  return (before === null || date > before) && (after === null || date < after);
}

function exceptionOf({ state }: Owner, values: JsonObject): Exception {
  const atMs = state.clock.now();
  return {
    values,
    changeKey: newChangeKey(state),
    createdAtMs: atMs,
    lastModifiedAtMs: atMs,
    extendedProperties: [],
    extensions: {},
  };
}
