import { simpleParser, type AddressObject } from 'mailparser';
import { findPersonAnywhere } from '../state/people.ts';
import type { SimulatorState } from '../state/types.ts';
import { deliver } from './deliver.ts';
import type { Address, MailContent, SentMail } from './state.ts';

/** Reads a whole message (RFC 5322). A message without From is written by nobody: `from.address` is empty. */
export async function readMime(source: Buffer | string): Promise<MailContent> {
  const parsed = await simpleParser(source, { skipImageLinks: false });
  const html = typeof parsed.html === 'string' ? parsed.html : null;
  const priority = parsed.headers.get('priority');
  return {
    from: addressesIn(parsed.from)[0] ?? { name: '', address: '' },
    to: addressesIn(parsed.to),
    cc: addressesIn(parsed.cc),
    bcc: addressesIn(parsed.bcc),
    replyTo: addressesIn(parsed.replyTo),
    subject: parsed.subject ?? '',
    html,
    text: parsed.text ?? (html === null ? '' : null),
    importance: priority === 'low' || priority === 'high' ? priority : 'normal',
    attachments: parsed.attachments.map(({ filename, contentType, size, content }) => ({
      name: filename ?? 'attachment',
      contentType,
      sizeBytes: size,
      contentBase64: content.toString('base64'),
    })),
    internetMessageId: parsed.messageId ?? null,
  };
}

function addressesIn(header: AddressObject | AddressObject[] | undefined): Address[] {
  const objects = header === undefined ? [] : Array.isArray(header) ? header : [header];
  return objects
    .flatMap(({ value }) => value.flatMap((entry) => entry.group ?? [entry]))
    .map(({ name, address }) => ({ name, address: address ?? '' }))
    .filter(({ address }) => address !== '');
}

/** A mail that came in by SMTP; the envelope decides who gets it. */
export async function receiveMime(
  state: SimulatorState,
  envelope: { from: string; to: string[] },
  source: Buffer | string,
): Promise<SentMail> {
  const mail = await readMime(source);
  if (mail.from.address === '') mail.from = { name: '', address: envelope.from };
  const writer = findPersonAnywhere(state, mail.from.address)?.person.id ?? null;
  return deliver(state, { mail, kind: 'message', via: 'smtp', personId: writer, recipients: envelope.to });
}
