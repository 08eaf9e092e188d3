import { mailboxOf } from '../../state/mailbox.ts';
import { findPerson } from '../../state/people.ts';
import type { Item, Json, JsonObject } from '../../state/types.ts';
import { addressOf } from '../../mail/outbox.ts';
import { isObject, textOf } from '../body.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { secondsUtc } from '../time.ts';
import { addressIn, attendeesOf, readAttendees } from './attendees.ts';
import { cancelEvent, discard, ownerOf } from './edit.ts';
import { invalidRequest } from './errors.ts';
import { copyIn, invite } from './meetings.ts';
import { mailMeeting } from './mails.ts';
import { changeEvent } from './store.ts';
import { readMoment } from './times.ts';

export const ANSWERS = {
  accept: { response: 'accepted', showAs: 'busy', prefix: 'Accepted: ' },
  tentativelyAccept: { response: 'tentativelyAccepted', showAs: 'tentative', prefix: 'Tentative: ' },
  decline: { response: 'declined', showAs: 'free', prefix: 'Declined: ' },
} as const;
export type AnswerName = keyof typeof ANSWERS;

/** The parameters of an action: the metadata writes them in capitals, the documentation does not (GRAPH 1.3). */
function parameters(body: Json | undefined): (name: string) => Json {
  const given = Object.entries(isObject(body) ? body : {});
  return (name) => given.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
}

/** `…/accept`, `/tentativelyAccept`, `/decline`: 202; the answer goes to the organizer unless sendResponse is false. */
export function respond(call: MailboxCall, item: Item, name: AnswerName): GraphAnswer {
  const { properties } = item;
  if (properties['isOrganizer'] === true)
    throw invalidRequest("You can't respond to this meeting because you're the meeting organizer.");
  const read = parameters(call.body);
  const sendResponse = read('sendresponse') !== false;
  const proposal = read('proposednewtime');
  const proposedNewTime = isObject(proposal) ? readProposal(name, proposal, sendResponse, properties) : null;
  const { response, showAs, prefix } = ANSWERS[name];
  const status = { response, time: secondsUtc(call.state.clock.now()) };
  const owner = ownerOf(call);
  if (sendResponse) {
    const { organizer } = properties;
    mailMeeting(
      owner,
      item,
      'response',
      isObject(organizer) ? [organizer] : [],
      textOf(read('comment')),
      prefix,
    );
    tally(call, item, status, proposedNewTime);
  }
  if (name === 'decline') discard(call, item);
  else changeEvent(call.state, call.mailbox, item, { responseStatus: status, showAs });
  return { status: 202 };
}

function readProposal(
  name: AnswerName,
  { start, end }: JsonObject,
  sendResponse: boolean,
  properties: JsonObject,
): JsonObject {
  if (name === 'accept') throw invalidRequest('A new time cannot be proposed when a meeting is accepted.');
  if (!sendResponse || properties['allowNewTimeProposals'] === false)
    throw invalidRequest('A new time cannot be proposed for this meeting.');
  if (!isObject(start) || !isObject(end))
    throw invalidRequest('A proposed new time needs a start and an end.');
  return { start: readMoment('start', start), end: readMoment('end', end) };
}

/** Notes the answer in the organizer's event; only their primary calendar keeps count (GRAPH 2.3, isTallyingResponses). */
function tally(call: MailboxCall, item: Item, status: JsonObject, proposedNewTime: JsonObject | null): void {
  const { tenant } = call.caller;
  const { organizer } = item.properties;
  const person = isObject(organizer) ? findPerson(tenant, addressIn(organizer)) : null;
  if (person === null || !person.hasMailbox) return;
  const mailbox = mailboxOf(call.state, tenant, person.id);
  const original = copyIn(ownerOf(call), mailbox, item);
  if (original === null || mailbox.wellKnown.get('calendar') !== original.containerId) return;
  const own = (attendee: JsonObject) => findPerson(tenant, addressIn(attendee)) === call.person;
  const known = attendeesOf(original);
  // Somebody to whom the invitation was forwarded is new to the organizer.
  const emailAddress = { name: call.person.displayName, address: addressOf(call.person) };
  const listed = known.some(own) ? known : [...known, { type: 'optional', emailAddress }];
  const attendees = listed.map((attendee) =>
    own(attendee)
      ? { ...attendee, status, ...(proposedNewTime === null ? {} : { proposedNewTime }) }
      : attendee,
  );
  changeEvent(call.state, mailbox, original, { attendees });
}

/** `…/cancel`: 202, for the organizer only; works on one occurrence too. */
export function cancel(call: MailboxCall, item: Item): GraphAnswer {
  if (item.properties['isOrganizer'] !== true)
    throw invalidRequest('You need to be an organizer to cancel a meeting.');
  cancelEvent(call, item, textOf(parameters(call.body)('comment')));
  return { status: 202 };
}

/** `…/forward`: 202; the organizer hears that an attendee did so. */
export function forward(call: MailboxCall, item: Item): GraphAnswer {
  const read = parameters(call.body);
  const to = read('torecipients');
  const recipients = readAttendees(call.caller.tenant, Array.isArray(to) ? to : [], []);
  if (recipients.length === 0) throw invalidRequest('At least one recipient is needed.');
  const owner = ownerOf(call);
  invite(owner, item, recipients, textOf(read('comment')));
  const { organizer, isOrganizer } = item.properties;
  if (isOrganizer === true) {
    const known = new Set(attendeesOf(item).map(addressIn));
    const added = recipients.filter((recipient) => !known.has(addressIn(recipient)));
    changeEvent(call.state, call.mailbox, item, { attendees: [...attendeesOf(item), ...added] });
  } else if (isObject(organizer)) {
    mailMeeting(owner, item, 'notice', [organizer], '', 'Meeting Forward Notification: ');
  }
  return { status: 202 };
}
