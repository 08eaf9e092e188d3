import { deleteItem } from '../../state/items.ts';
import type { Container, Item, JsonObject } from '../../state/types.ts';
import type { MailboxCall } from '../call.ts';
import { GraphError } from '../errors.ts';
import { splitCustom } from '../items/custom.ts';
import { addressIn, attendeesOf, othersOf, readAttendees, unanswered } from './attendees.ts';
import { storeEvent, type Owner } from './create.ts';
import { invalidRequest } from './errors.ts';
import { findByTransaction } from './index.ts';
import { invite, isOwnMeeting, tellCancelled, tellUpdate } from './meetings.ts';
import { onlineChanges } from './online.ts';
import { checkOccurrence, movesTime, seriesChanges } from './reschedule.ts';
import { exceptionsOf, plannedDayOf } from './series.ts';
import { changeEvent, dropOccurrence } from './store.ts';
import { momentOf } from './times.ts';
import { readEvent } from './write.ts';

export function ownerOf(call: MailboxCall): Owner {
  const { state, person, mailbox } = call;
  return { state, tenant: call.caller.tenant, person, mailbox };
}

/** `POST …/events`: attendees are invited (GRAPH 1.3). */
export function createEvent(call: MailboxCall, container: Container, body: JsonObject): Item {
  const { rest, ...custom } = splitCustom(body);
  const values = readEvent(rest, 'UTC');
  const { transactionId } = values;
  if (typeof transactionId === 'string') refuseRepeated(call, transactionId);
  const owner = ownerOf(call);
  const item = storeEvent(owner, container, values, custom);
  if (isOwnMeeting(item)) invite(owner, item, othersOf(item));
  return item;
}

/** A used transactionId is an error, not a replay (GRAPH 1.4; 9, gotcha 36). */
function refuseRepeated(call: MailboxCall, transactionId: string): void {
  const existing = findByTransaction(call.mailbox, transactionId);
  if (existing === null) return;
  throw new GraphError(
    call.state.unknowns.duplicateTransactionStatus,
    'ErrorDuplicateTransactionId',
    "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event.",
    {},
    null,
    { '@event.existingEventId': existing.id },
  );
}

/** `PATCH …/events/{id}` of any event; on an organizer's meeting the attendees hear of it (GRAPH 2.2). */
export function updateEvent(call: MailboxCall, item: Item, body: JsonObject): void {
  const { rest, ...custom } = splitCustom(body);
  const before = item.properties;
  const values = readEvent(rest, momentOf(before, 'start').timeZone);
  delete values['transactionId'];
  const isOccurrence = plannedDayOf(item) !== null;
  if (Array.isArray(values['attendees'])) {
    if (before['isOrganizer'] !== true)
      throw invalidRequest('You need to be an organizer to change the attendees of a meeting.');
    values['attendees'] = readAttendees(call.caller.tenant, values['attendees'], attendeesOf(item));
  }
  if (isOccurrence) checkOccurrence(call, item, values);
  else Object.assign(values, seriesChanges(call, item, values));
  if (['body', 'isOnlineMeeting', 'onlineMeetingProvider'].some((name) => name in values))
    Object.assign(values, onlineChanges(call.state, before, values));
  const isMoved = movesTime(before, values);
  const attendees = 'attendees' in values ? values['attendees'] : before['attendees'];
  if (isMoved && before['isOrganizer'] === true && Array.isArray(attendees) && attendees.length > 0)
    values['attendees'] = unanswered(attendeesOf({ properties: { attendees } }));
  const was = isOwnMeeting(item) ? othersOf(item) : [];
  changeEvent(call.state, call.mailbox, item, values, custom);
  if (before['isOrganizer'] !== true) return;
  const now: Item = isOccurrence ? { ...item, properties: { ...before, ...values } } : item;
  tell(call, now, was, Object.keys(rest), isMoved);
}

/** What only the organizer sees. */
const PERSONAL = new Set(['showAs', 'isReminderOn', 'reminderMinutesBeforeStart', 'categories']);

/** Those who left are told off, newcomers invited, the others told; the latter not when only the list of attendees was written. */
function tell(call: MailboxCall, item: Item, was: JsonObject[], written: string[], isMoved: boolean): void {
  const owner = ownerOf(call);
  const others = othersOf(item);
  const before = new Set(was.map(addressIn));
  const after = new Set(others.map(addressIn));
  const kept = others.filter((attendee) => before.has(addressIn(attendee)));
  const left = was.filter((attendee) => !after.has(addressIn(attendee)));
  const added = others.filter((attendee) => !before.has(addressIn(attendee)));
  if (left.length > 0) tellCancelled(owner, item, left);
  if (added.length > 0) invite(owner, item, added);
  const counts = written.filter((name) => name !== 'attendees');
  const concerns = call.state.unknowns.anyPatchMailsAttendees
    ? counts
    : counts.filter((name) => !PERSONAL.has(name));
  if (concerns.length === 0 || kept.length === 0) return;
  tellUpdate(owner, item, kept, isMoved);
  // Each occurrence that was edited by itself gets a mail of its own (GRAPH 2.2; Update event).
  for (const exception of exceptionsOf(item)) tellUpdate(owner, exception, kept, isMoved);
}

/** `DELETE …/events/{id}`: an organizer's meeting is cancelled by mail; an attendee's copy just goes (GRAPH 1.3). */
export function removeEvent(call: MailboxCall, item: Item): void {
  cancelEvent(call, item, '');
}

export function cancelEvent(call: MailboxCall, item: Item, comment: string): void {
  if (isOwnMeeting(item)) tellCancelled(ownerOf(call), item, othersOf(item), comment);
  discard(call, item);
}

/** Takes it out of the calendar without a word; a master goes with all its occurrences. */
export function discard(call: MailboxCall, item: Item): void {
  const day = plannedDayOf(item);
  if (day === null) deleteItem(call.state, call.mailbox, item);
  else dropOccurrence(call.state, call.mailbox, item, day);
}
