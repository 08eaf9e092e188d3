import { findContainer } from '../../state/mailbox.ts';
import { createItem, deleteItem, moveItem, updateItem } from '../../state/items.ts';
import type { Container, Item, Json, JsonObject } from '../../state/types.ts';
import { secondsUtc } from '../time.ts';
import type { MailboxCall } from '../call.ts';
import { itemNotFound } from '../errors.ts';
import { splitCustom } from '../items/custom.ts';
import type { ItemType } from '../items/type.ts';
import { changedContactValues, newContactValues } from './write.ts';

const NAMES = [
  'id',
  'createdDateTime',
  'lastModifiedDateTime',
  'changeKey',
  'categories',
  'parentFolderId',
  'birthday',
  'fileAs',
  'displayName',
  'givenName',
  'initials',
  'middleName',
  'nickName',
  'surname',
  'title',
  'yomiGivenName',
  'yomiSurname',
  'yomiCompanyName',
  'generation',
  'imAddresses',
  'jobTitle',
  'companyName',
  'department',
  'officeLocation',
  'profession',
  'businessHomePage',
  'assistantName',
  'manager',
  'homePhones',
  'mobilePhone',
  'businessPhones',
  'spouseName',
  'personalNotes',
  'children',
  'emailAddresses',
  'homeAddress',
  'businessAddress',
  'otherAddress',
];
const LISTS = new Set([
  'categories',
  'imAddresses',
  'homePhones',
  'businessPhones',
  'children',
  'emailAddresses',
]);
const ADDRESSES = new Set(['homeAddress', 'businessAddress', 'otherAddress']);

/** Contacts (GRAPH 1.5, 2.4): unset texts are null, unset lists `[]`, unset addresses `{}`. */
export const CONTACT: ItemType = {
  kind: 'contact',
  containerKind: 'contactFolder',
  entity: 'contact',
  names: NAMES,
  omitsEmpty: false,
  hasImmutableIds: true,
  hasExtendedProperties: true,
  context: contactsContext,
  read: readProperty,
  create(call, container, body) {
    const { rest, extendedProperties, extensions } = splitCustom(body);
    const properties = newContactValues(rest);
    return createItem(call.state, call.mailbox, container, {
      kind: 'contact',
      properties,
      extendedProperties,
      extensions,
    });
  },
  update: updateContact,
  remove: (call, item) => deleteItem(call.state, call.mailbox, item),
};

function contactsContext(call: MailboxCall, container: Container): string {
  const person = `users('${encodeURIComponent(call.person.id)}')`;
  if (container.wellKnownName === 'contacts') return `${person}/contacts`;
  return `${person}/contactFolders('${encodeURIComponent(container.id)}')/contacts`;
}

function readProperty(item: Item, name: string): Json | undefined {
  switch (name) {
    case 'createdDateTime':
      return secondsUtc(item.createdAtMs);
    case 'lastModifiedDateTime':
      return secondsUtc(item.lastModifiedAtMs);
    case 'changeKey':
      return item.changeKey;
    case 'parentFolderId':
      return item.containerId;
    default: {
      const value = item.properties[name];
      if (value !== undefined && value !== null) return value;
      if (LISTS.has(name)) return [];
      return ADDRESSES.has(name) ? {} : null;
    }
  }
}

/** Also moves the contact when the body names another folder: the ordinary id changes (GRAPH 2.1, 10). */
function updateContact(call: MailboxCall, item: Item, body: JsonObject): void {
  const { state, mailbox } = call;
  const { rest, extendedProperties, extensions } = splitCustom(body);
  const values = changedContactValues(item, rest, state.unknowns);
  const target =
    typeof rest['parentFolderId'] === 'string'
      ? findContainer(mailbox, 'contactFolder', rest['parentFolderId'])
      : undefined;
  if (target === null) throw itemNotFound();
  for (const property of extendedProperties) item.extendedProperties.set(property.id, property);
  for (const [name, given] of extensions) item.extensions.set(name, given);
  const moves = target !== undefined && target.id !== item.containerId;
  if (!moves || Object.keys(values).length > 0) updateItem(state, mailbox, item, values);
  if (moves) moveItem(state, mailbox, item, target);
}
