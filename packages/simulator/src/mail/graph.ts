import type { GraphAnswer, MailboxCall } from '../graph/call.ts';
import { itemNotFound } from '../graph/errors.ts';
import { getItem, itemOf, patchItem, removeItem } from '../graph/items/handlers.ts';
import { checkNames, itemRow, itemView } from '../graph/items/view.ts';
import { arrange, contextUrl, pageAnswer } from '../graph/odata/collection.ts';
import { readQuery } from '../graph/odata/query.ts';
import type { Router } from '../graph/router.ts';
import { findContainer } from '../state/mailbox.ts';
import type { Container, Item, JsonObject } from '../state/types.ts';
import { bodyText, messageType } from './messageType.ts';
import { sendMail } from './sendMail.ts';

const SEND = { scopes: ['Mail.Send'], roles: ['Mail.Send'] };
const READ = {
  scopes: ['Mail.Read', 'Mail.ReadWrite', 'Mail.ReadBasic'],
  roles: ['Mail.Read', 'Mail.ReadWrite'],
};
const WRITE = { scopes: ['Mail.ReadWrite'], roles: ['Mail.ReadWrite'] };

/** Mail below `/me` and `/users/{id}`: sending, reading, marking as read, deleting (GRAPH 1.7). */
export function mountMail(router: Router<MailboxCall, GraphAnswer>): void {
  router.on('POST', '/sendMail', SEND, sendMail);
  router.on('GET', '/messages', READ, (call) => listMessages(call, null));
  router.on('GET', '/mailFolders', READ, listFolders);
  router.on('GET', '/mailFolders/{folderId}', READ, (call) => {
    const folder = folderOf(call);
    const body = {
      '@odata.context': contextUrl(call, `${FOLDERS(call)}/$entity`),
      ...folderView(call, folder),
    };
    return { status: 200, body };
  });
  router.on('GET', '/mailFolders/{folderId}/messages', READ, (call) => listMessages(call, folderOf(call)));
  for (const path of ['/messages/{messageId}', '/mailFolders/{folderId}/messages/{messageId}']) {
    router.on('GET', path, READ, (call) => getItem(call, messageType, messageOf(call)));
    router.on('PATCH', path, WRITE, (call) => patchItem(call, messageType, messageOf(call)));
    router.on('DELETE', path, WRITE, (call) => removeItem(call, messageType, messageOf(call)));
  }
}

const FOLDERS = (call: MailboxCall) => `users('${call.person.id}')/mailFolders`;

/** Newest first unless `$orderby` says otherwise; `$search` looks at subject, body, and names and addresses. */
function listMessages(call: MailboxCall, folder: Container | null): GraphAnswer {
  const query = readQuery(call.query);
  checkNames(messageType, query);
  const sorted =
    query.orderBy.length > 0
      ? query
      : { ...query, orderBy: [{ path: ['receivedDateTime'], descending: true }] };
  const words = searchWords(query.search);
  const found = [...messagesIn(call, folder)].filter((item) =>
    words.every((word) => searchText(item).includes(word)),
  );
  const rows = arrange(found, sorted, (item) => itemRow(call, messageType, item));
  const context = `users('${call.person.id}')/messages`;
  return pageAnswer(call, query, rows, context, (item) => itemView(call, messageType, item, query));
}

function* messagesIn(call: MailboxCall, folder: Container | null): Iterable<Item> {
  // Those of one second come newest first as well: arrange keeps the order of equals.
  for (const item of [...call.mailbox.items.values()].reverse())
    if (item.kind === 'message' && (folder === null || item.containerId === folder.id)) yield item;
}

/** `"budget report"` or `"subject:budget"`: the words that must all occur. */
function searchWords(search: string | null): string[] {
  return (search ?? '')
    .replaceAll('"', ' ')
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/^(subject|body|from|to):/, ''))
    .filter(Boolean);
}

function searchText({ properties }: Item): string {
  const { subject, body, from, toRecipients, ccRecipients } = properties;
  const people = JSON.stringify([from ?? null, toRecipients ?? null, ccRecipients ?? null]);
  return `${typeof subject === 'string' ? subject : ''} ${bodyText(body ?? null)} ${people}`.toLowerCase();
}

function listFolders(call: MailboxCall): GraphAnswer {
  const folders = [...call.mailbox.containers.values()].filter(({ kind }) => kind === 'mailFolder');
  return pageAnswer(call, readQuery(call.query), folders, FOLDERS(call), (folder) =>
    folderView(call, folder),
  );
}

function folderView(call: MailboxCall, folder: Container): JsonObject {
  const items = [...folder.members].flatMap((key) => call.mailbox.items.get(key) ?? []);
  return {
    id: folder.id,
    displayName: folder.properties.displayName ?? null,
    parentFolderId: folder.parentId,
    childFolderCount: 0,
    unreadItemCount: items.filter((item) => item.properties.isRead === false).length,
    totalItemCount: items.length,
  };
}

function folderOf(call: MailboxCall): Container {
  const folder = findContainer(call.mailbox, 'mailFolder', call.params.folderId ?? '');
  if (folder === null) throw itemNotFound();
  return folder;
}

function messageOf(call: MailboxCall): Item {
  const folder = call.params.folderId === undefined ? undefined : folderOf(call);
  return itemOf(call, messageType, 'messageId', folder);
}
