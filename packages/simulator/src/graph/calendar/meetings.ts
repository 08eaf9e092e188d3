import { createItem } from '../../state/items.ts';
import { mailboxOf, wellKnownContainer } from '../../state/mailbox.ts';
import { findPerson } from '../../state/people.ts';
import type { Item, JsonObject, Mailbox, Person } from '../../state/types.ts';
import { textOf } from '../body.ts';
import { addressIn, attendeesOf, NEVER, othersOf, unanswered } from './attendees.ts';
import type { Owner } from './create.ts';
import { findByICalUId, noteEvent } from './index.ts';
import { mailMeeting } from './mails.ts';
import { masterOf, NO_SERIES, occurrenceOn, plannedDayOf, recurrenceOf, seriesOf } from './series.ts';
import { changeEvent } from './store.ts';

/** What an organizer decides for everybody; the rest of a copy is the attendee's own (GRAPH 2.2). */
const SHARED = (
  'subject body start end isAllDay location locations importance sensitivity recurrence responseRequested allowNewTimeProposals ' +
  'hideAttendees isOnlineMeeting onlineMeetingProvider onlineMeeting organizer isCancelled'
).split(' ');

/** Mails the invitation to these attendees, and puts it into the calendars of those who have a mailbox here. */
export function invite(owner: Owner, item: Item, attendees: JsonObject[], comment = ''): void {
  mailMeeting(owner, item, 'invitation', attendees, comment);
  for (const guest of guestsAmong(owner, attendees)) giveCopy(owner, item, guest);
}

/** Mails the update, and brings the copies up to date; `asksAgain` takes back their answers. */
export function tellUpdate(owner: Owner, item: Item, attendees: JsonObject[], asksAgain: boolean): void {
  mailMeeting(owner, item, 'update', attendees);
  for (const { person, mailbox } of guestsAmong(owner, attendees)) {
    const copy = copyIn(owner, mailbox, item);
    if (copy === null) continue;
    const values = { ...sharedBy(owner, item, person), ...(asksAgain ? NOT_RESPONDED : {}) };
    const isReset = asksAgain && recurrenceOf(copy) !== null && seriesOf(item) === NO_SERIES;
    changeEvent(owner.state, mailbox, copy, isReset ? { ...values, series: null } : values);
  }
}

/** Mails the cancellation; the copies stay and say so. */
export function tellCancelled(owner: Owner, item: Item, attendees: JsonObject[], comment = ''): void {
  mailMeeting(owner, item, 'cancellation', attendees, comment);
  for (const { mailbox } of guestsAmong(owner, attendees)) {
    const copy = copyIn(owner, mailbox, item);
    if (copy === null) continue;
    const subject = `Canceled: ${textOf(item.properties['subject'])}`;
    changeEvent(owner.state, mailbox, copy, { isCancelled: true, subject, showAs: 'free' });
  }
}

const NOT_RESPONDED: JsonObject = {
  responseStatus: { response: 'notResponded', time: NEVER },
  showAs: 'tentative',
};

type Guest = { person: Person; mailbox: Mailbox };

function guestsAmong({ state, tenant, person: organizer }: Owner, attendees: JsonObject[]): Guest[] {
  return attendees.flatMap((attendee): Guest[] => {
    const person = findPerson(tenant, addressIn(attendee));
    if (person === null || !person.hasMailbox || person === organizer) return [];
    return [{ person, mailbox: mailboxOf(state, tenant, person.id) }];
  });
}

function giveCopy(owner: Owner, item: Item, { person, mailbox }: Guest): void {
  const shared = sharedBy(owner, item, person);
  const existing = copyIn(owner, mailbox, item);
  if (existing !== null) return changeEvent(owner.state, mailbox, existing, { ...shared, ...NOT_RESPONDED });
  const properties: JsonObject = {
    ...item.properties,
    ...shared,
    ...NOT_RESPONDED,
    isOrganizer: false,
    categories: [],
    isReminderOn: true,
    reminderMinutesBeforeStart: 15,
    transactionId: null,
    // An invitation to one occurrence alone is an event of its own.
    ...(plannedDayOf(item) === null
      ? {}
      : { type: 'singleInstance', seriesMasterId: null, plannedDay: null, originalStart: null }),
  };
  const calendar = wellKnownContainer(mailbox, 'calendar');
  noteEvent(mailbox, createItem(owner.state, mailbox, calendar, { kind: 'event', properties }));
}

/** The event in another mailbox that is the same meeting, or the same occurrence of it. */
export function copyIn(owner: Owner, mailbox: Mailbox, item: Item): Item | null {
  const own = findByICalUId(mailbox, textOf(item.properties['iCalUId']));
  const day = plannedDayOf(item);
  if (own !== null || day === null) return own;
  const { iCalUId } = masterOf(owner.mailbox, item).properties;
  const master = findByICalUId(mailbox, textOf(iCalUId));
  return master === null ? null : occurrenceOn(master, day);
}

/** What one attendee gets to see: nobody else's answers, and nobody else at all where the list is hidden. */
function sharedBy(owner: Owner, item: Item, person: Person): JsonObject {
  const values: JsonObject = {};
  for (const name of SHARED) {
    if (name === 'recurrence' && plannedDayOf(item) !== null) continue;
    values[name] = item.properties[name] ?? null;
  }
  const all = unanswered(attendeesOf(item));
  const isOwn = (attendee: JsonObject) => findPerson(owner.tenant, addressIn(attendee)) === person;
  values['attendees'] = item.properties['hideAttendees'] === true ? all.filter(isOwn) : all;
  return values;
}

/** Whether the owner organizes this event and somebody else takes part. */
export function isOwnMeeting(item: Item): boolean {
  return item.properties['isOrganizer'] === true && othersOf(item).length > 0;
}
