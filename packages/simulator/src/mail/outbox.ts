import type { SimulatorState } from '../state/types.ts';
import { deliver, keepCopy } from './deliver.ts';
import type { Address, MailContent, MailKind, SentMail } from './state.ts';

export type OutboxFilter = {
  kind?: MailKind;
  /** An address that it went to, in any case. */
  to?: string;
  /** Only what went to addresses without a mailbox here. */
  outsideOnly?: boolean;
};

/** Every mail that anybody sent, oldest first. Count it to prove that nobody was mailed unasked. */
export function listOutbox(state: SimulatorState, filter: OutboxFilter = {}): SentMail[] {
  const to = filter.to?.toLowerCase();
  return state.mail.outbox.filter(
    (mail) =>
      (filter.kind === undefined || mail.kind === filter.kind) &&
      (to === undefined || mail.delivered.includes(to) || mail.outside.includes(to)) &&
      (filter.outsideOnly !== true || mail.outside.length > 0),
  );
}

/** What arrived at an address that has no mailbox here, such as an attendee of another company. */
export function outsideMail(state: SimulatorState, address: string): SentMail[] {
  return state.mail.outbox.filter((mail) => mail.outside.includes(address.toLowerCase()));
}

/** All addresses without a mailbox here that ever got mail. */
export function outsideAddresses(state: SimulatorState): string[] {
  return [...new Set(state.mail.outbox.flatMap((mail) => mail.outside))].sort();
}

export type InternalMail = {
  kind: MailKind;
  tenantId: string;
  /** The person in whose name the service writes: the organizer, or the attendee who responds. */
  personId: string;
  to: Address[];
  subject: string;
  html?: string;
  text?: string;
  /** Whether the person finds it in Sent Items. */
  saveToSentItems?: boolean;
};

/** Mail that the service itself sends for a person: invitations, updates, cancellations and responses of meetings. */
export function sendInternalMail(state: SimulatorState, mail: InternalMail): SentMail {
  const person = state.tenants.get(mail.tenantId)?.people.get(mail.personId);
  if (person === undefined) throw new Error(`nobody in the tenant has the id ${mail.personId}`);
  const content: MailContent = {
    from: { name: person.displayName, address: addressOf(person) },
    to: mail.to,
    cc: [],
    bcc: [],
    replyTo: [],
    subject: mail.subject,
    html: mail.html ?? null,
    text: mail.text ?? (mail.html === undefined ? '' : null),
    importance: 'normal',
    attachments: [],
    internetMessageId: null,
  };
  const sent = deliver(state, { mail: content, kind: mail.kind, via: 'service', personId: person.id });
  if (mail.saveToSentItems === true) keepCopy(state, mail.tenantId, person.id, sent);
  return sent;
}

/** The address that a person writes from: their mail, or the userPrincipalName where they have none. */
export function addressOf(person: {
  userPrincipalName: string;
  properties: { [name: string]: unknown };
}): string {
  const { mail } = person.properties;
  return typeof mail === 'string' && mail !== '' ? mail : person.userPrincipalName;
}
