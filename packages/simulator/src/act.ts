import { calendarActs, type CalendarActs } from './graph/calendar/actor.ts';
import { CONTACT } from './graph/contacts/type.ts';
import type { GraphAnswer, MailboxCall } from './graph/call.ts';
import { isObject } from './graph/body.ts';
import { GraphError } from './graph/errors.ts';
import { postFolder, patchFolder, removeFolder } from './graph/contacts/folders.ts';
import { itemView } from './graph/items/view.ts';
import type { ItemType } from './graph/items/type.ts';
import type { Router } from './graph/router.ts';
import { todoActor, type TodoActor } from './graph/todo/act.ts';
import { findItem } from './state/items.ts';
import { findContainer, mailboxOf } from './state/mailbox.ts';
import type {
  Container,
  Item,
  Json,
  JsonObject,
  Mailbox,
  Person,
  SimulatorState,
  Tenant,
} from './state/types.ts';

/** A person at work in Outlook: same rules for the content as through Graph, but no token, no limits and no faults. */
export type Actor = CalendarActs &
  TodoActor & {
    person: Person;
    mailbox: Mailbox;
    /** Contacts as Graph would show them, of one folder (id or `contacts`) or of all. */
    contacts(folder?: string): JsonObject[];
    contact(id: string): JsonObject | null;
    createContact(body: JsonObject, folder?: string): JsonObject;
    updateContact(id: string, body: JsonObject): JsonObject;
    deleteContact(id: string): void;
    /** The contact gets a new ordinary id, which is answered. */
    moveContact(id: string, folder: string): JsonObject;
    contactFolders(): Container[];
    createContactFolder(displayName: string): JsonObject;
    renameContactFolder(id: string, displayName: string): JsonObject;
    deleteContactFolder(id: string): void;
    /** Any Graph call below `/me`, by its route's handler; throws GraphError. For kinds that have no method here. */
    call(method: string, path: string, body?: Json): Promise<GraphAnswer>;
  };

export function createActor(
  state: SimulatorState,
  tenant: Tenant,
  person: Person,
  router: Router<MailboxCall, GraphAnswer>,
): Actor {
  const mailbox = mailboxOf(state, tenant, person.id);

  function callFor(body?: Json, params: Record<string, string> = {}): MailboxCall {
    const caller = {
      tenant,
      personId: person.id,
      appId: 'outlook',
      scopes: new Set<string>(),
      roles: new Set<string>(),
    };
    return {
      state,
      method: 'POST',
      origin: 'https://outlook.office.com',
      segments: ['me'],
      rawPath: '/me',
      query: new URLSearchParams(),
      header: () => null,
      body,
      bytes: undefined,
      params,
      caller,
      person,
      mailbox,
    };
  }

  const view = (type: ItemType, item: Item) =>
    itemView(callFor(), type, item, { select: null, expand: new Map() });
  const contactItem = (id: string) => needed(findItem(mailbox, 'contact', id), `contact ${id}`);
  const folder = (name: string) =>
    needed(findContainer(mailbox, 'contactFolder', name), `contact folder ${name}`);

  const actor: Actor = {
    ...calendarActs((params, body) => callFor(body, params)),
    ...todoActor(mailbox, callFor),
    person,
    mailbox,
    contacts(name) {
      const folders = name === undefined ? actor.contactFolders() : [folder(name)];
      return folders.flatMap(({ members }) =>
        [...members].map((key) => view(CONTACT, needed(mailbox.items.get(key), key))),
      );
    },
    contact(id) {
      const item = findItem(mailbox, 'contact', id);
      return item === null ? null : view(CONTACT, item);
    },
    createContact: (body, name = 'contacts') =>
      view(CONTACT, CONTACT.create(callFor(body), folder(name), body)),
    updateContact(id, body) {
      const item = contactItem(id);
      CONTACT.update(callFor(body), item, body);
      return view(CONTACT, item);
    },
    deleteContact: (id) => CONTACT.remove(callFor(), contactItem(id)),
    moveContact: (id, name) => actor.updateContact(id, { parentFolderId: folder(name).id }),
    contactFolders: () => [...mailbox.containers.values()].filter(({ kind }) => kind === 'contactFolder'),
    createContactFolder: (displayName) => entity(postFolder(callFor({ displayName }), null)),
    renameContactFolder: (id, displayName) => entity(patchFolder(callFor({ displayName }, { folderId: id }))),
    deleteContactFolder: (id) => void removeFolder(callFor(undefined, { folderId: id })),
    async call(method, path, body) {
      const [route = '', query = ''] = path.split('?', 2);
      const segments = route.split('/').filter(Boolean).map(decodeURIComponent);
      const found = router.find(method, segments, 0);
      if (found.found !== 'route') throw new GraphError(400, 'BadRequest', `There is no ${method} ${path}.`);
      const call = callFor(body, found.params);
      return found.route.handler({
        ...call,
        method,
        segments: ['me', ...segments],
        rawPath: `/me${route}`,
        query: new URLSearchParams(query),
      });
    },
  };
  return actor;
}

function needed<T>(value: T | null | undefined, name: string): T {
  if (value === null || value === undefined)
    throw new GraphError(404, 'ErrorItemNotFound', `There is no ${name}.`);
  return value;
}

function entity(answer: GraphAnswer): JsonObject {
  const { body } = answer;
  if (body instanceof Uint8Array || !isObject(body)) throw new Error('the handler answered no entity');
  const { '@odata.context': _context, ...rest } = body;
  return rest;
}
