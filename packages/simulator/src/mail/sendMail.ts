import { bodyObject, isObject } from '../graph/body.ts';
import type { GraphAnswer, MailboxCall } from '../graph/call.ts';
import { graphError } from '../graph/errors.ts';
import { findPersonAnywhere } from '../state/people.ts';
import type { Json, JsonObject } from '../state/types.ts';
import { deliver, keepCopy } from './deliver.ts';
import { readMime } from './mime.ts';
import { addressOf } from './outbox.ts';
import type { Address, Attachment, MailContent } from './state.ts';

/** `POST …/sendMail`: 202, empty body, no id (GRAPH 1.7). JSON, or MIME in base64 as text/plain. */
export async function sendMail(call: MailboxCall): Promise<GraphAnswer> {
  const { state, person } = call;
  const { mail, saveToSentItems } =
    call.bytes === undefined ? readRequest(call) : await readMimeRequest(call.bytes);
  const own = { name: person.displayName, address: addressOf(person) };
  if (mail.from.address === '') mail.from = own;
  else if (findPersonAnywhere(state, mail.from.address)?.person.id !== person.id)
    throw graphError(
      403,
      'ErrorSendAsDenied',
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
    );
  if (mail.to.length + mail.cc.length + mail.bcc.length === 0)
    throw graphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
  const sent = deliver(state, { mail, kind: 'message', via: 'graph', personId: person.id });
  if (saveToSentItems) keepCopy(state, call.mailbox.tenantId, person.id, sent);
  return { status: 202 };
}

type SendRequest = { mail: MailContent; saveToSentItems: boolean };

async function readMimeRequest(bytes: Uint8Array): Promise<SendRequest> {
  const encoded = Buffer.from(bytes).toString('latin1').trim();
  const source = Buffer.from(encoded, 'base64');
  // Base64 that is none, or holds no header, is malformed MIME: 400 (GRAPH 1.7).
  if (!/^[A-Za-z0-9+/\s]+=*$/.test(encoded) || !/^[\w-]+:/m.test(source.toString('latin1')))
    throw graphError(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.');
  return { mail: await readMime(source), saveToSentItems: true };
}

function readRequest(call: MailboxCall): SendRequest {
  const body = bodyObject(call);
  const message = body.message ?? body.Message;
  const save = body.saveToSentItems ?? body.SaveToSentItems ?? true;
  if (!isObject(message))
    throw graphError(400, 'ErrorInvalidRequest', "The parameter 'message' is required.");
  const { subject, importance } = message;
  const mail: MailContent = {
    from: readAddresses([message.from ?? message.sender ?? null], 'from')[0] ?? { name: '', address: '' },
    to: readAddresses(message.toRecipients, 'toRecipients'),
    cc: readAddresses(message.ccRecipients, 'ccRecipients'),
    bcc: readAddresses(message.bccRecipients, 'bccRecipients'),
    replyTo: readAddresses(message.replyTo, 'replyTo'),
    subject: typeof subject === 'string' ? subject : '',
    ...readItemBody(message.body),
    importance: importance === 'low' || importance === 'high' ? importance : 'normal',
    attachments: readAttachments(message.attachments),
    internetMessageId: null,
  };
  return { mail, saveToSentItems: save !== false && save !== 'false' };
}

function readItemBody(body: Json | undefined): Pick<MailContent, 'html' | 'text'> {
  const content = isObject(body) && typeof body.content === 'string' ? body.content : '';
  const isHtml =
    isObject(body) && typeof body.contentType === 'string' && body.contentType.toLowerCase() === 'html';
  return isHtml ? { html: content, text: null } : { html: null, text: content };
}

function readAddresses(list: Json | undefined, name: string): Address[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list))
    throw graphError(400, 'RequestBodyRead', `The value of '${name}' must be a collection of recipients.`);
  return list
    .filter((entry) => entry !== null)
    .map((entry) => {
      const given = isObject(entry) && isObject(entry.emailAddress) ? entry.emailAddress : {};
      const { address, name: called } = given;
      if (typeof address !== 'string' || !/^[^\s@<>]+@[^\s@<>]+$/.test(address))
        throw graphError(400, 'ErrorInvalidRecipients', `At least one recipient in '${name}' is not valid.`);
      return { name: typeof called === 'string' ? called : '', address };
    });
}

function readAttachments(list: Json | undefined): Attachment[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).map((entry: JsonObject) => {
    const contentBase64 = typeof entry.contentBytes === 'string' ? entry.contentBytes : '';
    return {
      name: typeof entry.name === 'string' ? entry.name : 'attachment',
      contentType: typeof entry.contentType === 'string' ? entry.contentType : 'application/octet-stream',
      sizeBytes: Buffer.from(contentBase64, 'base64').length,
      contentBase64,
    };
  });
}
