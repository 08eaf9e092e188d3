import { isObject, readBody, type PropertyType } from '../graph/body.ts';
import { graphError } from '../graph/errors.ts';
import type { ItemType } from '../graph/items/type.ts';
import { preference } from '../graph/prefer.ts';
import { createItem, deleteItem, moveItem, updateItem } from '../state/items.ts';
import { wellKnownContainer } from '../state/mailbox.ts';
import type { Item, Json, JsonObject } from '../state/types.ts';
import { previewOf, textOfHtml } from './bodies.ts';

const NAMES = (
  'id createdDateTime lastModifiedDateTime changeKey categories receivedDateTime sentDateTime hasAttachments ' +
  'internetMessageId subject bodyPreview importance parentFolderId conversationId isRead isDraft ' +
  'inferenceClassification body sender from toRecipients ccRecipients bccRecipients replyTo flag'
).split(' ');

const WRITABLE: Record<string, PropertyType> = {
  isRead: 'boolean',
  categories: 'strings',
  importance: 'string',
  flag: 'object',
  subject: 'string',
  body: 'object',
  toRecipients: 'objects',
  ccRecipients: 'objects',
  bccRecipients: 'objects',
};
/** What may be changed in a message that was sent or received. */
const WRITABLE_AFTERWARDS = new Set(['isRead', 'categories', 'importance', 'flag']);

/** Graph's `message`, as far as a CRM looks at one. */
export const messageType: ItemType = {
  kind: 'message',
  containerKind: 'mailFolder',
  entity: 'message',
  names: NAMES,
  read: readProperty,
  omitsEmpty: false,
  hasImmutableIds: true,
  hasExtendedProperties: true,
  context: (call) => `users('${call.person.id}')/messages`,
  create(call, container, body) {
    const values = readBody('message', WRITABLE, body);
    const text = bodyText(values.body ?? null);
    const properties: JsonObject = {
      subject: '',
      body: { contentType: 'html', content: '' },
      bodyPreview: previewOf(text),
      isRead: true,
      isDraft: true,
      hasAttachments: false,
      importance: 'normal',
      categories: [],
      toRecipients: [],
      ccRecipients: [],
      bccRecipients: [],
      replyTo: [],
      ...values,
    };
    return createItem(call.state, call.mailbox, container, { kind: 'message', properties });
  },
  update(call, item, body) {
    const values = readBody('message', WRITABLE, body);
    const refused = Object.keys(values).find((name) => !WRITABLE_AFTERWARDS.has(name));
    if (refused !== undefined && item.properties.isDraft !== true)
      throw graphError(
        400,
        'ErrorInvalidPropertySet',
        `Set action is invalid for property '${refused}' of a message that is not a draft.`,
      );
    updateItem(call.state, call.mailbox, item, values);
  },
  /** The first deletion moves it to Deleted Items, the second is for good. */
  remove(call, item) {
    const bin = wellKnownContainer(call.mailbox, 'deleteditems');
    if (item.containerId === bin.id) deleteItem(call.state, call.mailbox, item);
    else moveItem(call.state, call.mailbox, item, bin);
  },
  present(call, _mailbox, entity) {
    const { body } = entity;
    if (!isObject(body) || preference(call, 'outlook.body-content-type')?.toLowerCase() !== 'text') return;
    entity.body = { contentType: 'text', content: bodyText(body) };
  },
};

/** Plain text of Graph's itemBody. */
export function bodyText(body: Json): string {
  if (!isObject(body) || typeof body.content !== 'string') return '';
  return body.contentType === 'text' ? body.content : textOfHtml(body.content);
}

function readProperty(item: Item, name: string): Json | undefined {
  switch (name) {
    case 'changeKey':
      return item.changeKey;
    case 'parentFolderId':
      return item.containerId;
    case 'createdDateTime':
      return instant(item.createdAtMs);
    case 'lastModifiedDateTime':
      return instant(item.lastModifiedAtMs);
    default:
      return item.properties[name];
  }
}

function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
