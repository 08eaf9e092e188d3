import { newGuid } from '../state/ids.ts';
import { createItem } from '../state/items.ts';
import { mailboxOf, wellKnownContainer } from '../state/mailbox.ts';
import { findPersonAnywhere } from '../state/people.ts';
import type { Json, JsonObject, SimulatorState } from '../state/types.ts';
import { previewOf, textOfHtml, wrapHtml } from './bodies.ts';
import type { Address, MailContent, SentMail } from './state.ts';

export type Delivery = {
  mail: MailContent;
  kind: SentMail['kind'];
  via: SentMail['via'];
  /** The person in whose name it goes out, or null. */
  personId: string | null;
  /** SMTP's envelope, where it differs from the headers. */
  recipients?: string[];
};

/** Sends: one copy into the inbox of every recipient who has a mailbox here; the others are noted as outside. */
export function deliver(state: SimulatorState, delivery: Delivery): SentMail {
  const { mail, kind, via, personId } = delivery;
  const internetMessageId = mail.internetMessageId ?? `<${newGuid(state)}@${domainOf(mail.from.address)}>`;
  const sent: SentMail = {
    ...mail,
    internetMessageId,
    id: newGuid(state),
    kind,
    via,
    sentAtMs: state.clock.now(),
    personId,
    delivered: [],
    outside: [],
  };
  const headers = [...mail.to, ...mail.cc, ...mail.bcc].map(({ address }) => address);
  const recipients = new Set((delivery.recipients ?? headers).map((address) => address.toLowerCase()));
  for (const address of recipients) {
    const found = findPersonAnywhere(state, address);
    if (found === null || !found.person.hasMailbox) {
      sent.outside.push(address);
      continue;
    }
    const mailbox = mailboxOf(state, found.tenant, found.person.id);
    const properties = messageProperties(state, sent, { isRead: false, showBcc: false });
    createItem(state, mailbox, wellKnownContainer(mailbox, 'inbox'), { kind: 'message', properties });
    sent.delivered.push(address);
  }
  state.mail.outbox.push(sent);
  return sent;
}

/** The sender's own copy, in Sent Items. */
export function keepCopy(state: SimulatorState, tenantId: string, personId: string, sent: SentMail): void {
  const tenant = state.tenants.get(tenantId);
  if (tenant === undefined) return;
  const mailbox = mailboxOf(state, tenant, personId);
  const properties = messageProperties(state, sent, { isRead: true, showBcc: true });
  createItem(state, mailbox, wellKnownContainer(mailbox, 'sentitems'), { kind: 'message', properties });
}

/** Graph's message, without ids and the mailbox's own stamps. */
function messageProperties(
  state: SimulatorState,
  sent: SentMail,
  { isRead, showBcc }: { isRead: boolean; showBcc: boolean },
): JsonObject {
  const instant = `${new Date(sent.sentAtMs).toISOString().slice(0, 19)}Z`;
  const text = sent.html === null ? (sent.text ?? '') : textOfHtml(sent.html);
  return {
    receivedDateTime: instant,
    sentDateTime: instant,
    hasAttachments: sent.attachments.length > 0,
    internetMessageId: sent.internetMessageId,
    subject: sent.subject,
    bodyPreview: previewOf(text),
    importance: sent.importance,
    conversationId: newGuid(state),
    isRead,
    isDraft: false,
    categories: [],
    body: { contentType: 'html', content: wrapHtml(sent.html, text) },
    sender: recipient(sent.from),
    from: recipient(sent.from),
    toRecipients: sent.to.map(recipient),
    ccRecipients: sent.cc.map(recipient),
    bccRecipients: showBcc ? sent.bcc.map(recipient) : [],
    replyTo: sent.replyTo.map(recipient),
    flag: { flagStatus: 'notFlagged' },
    inferenceClassification: 'focused',
  };
}

function recipient({ name, address }: Address): Json {
  return { emailAddress: { name: name === '' ? address : name, address } };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1) || 'localhost';
}
