import { emptyLog } from './changes.ts';
import { addContainer } from './containers.ts';
import type { ContainerKind, JsonObject, Mailbox, SimulatorState, Tenant } from './types.ts';

type WellKnown = { name: string; kind: ContainerKind; properties: JsonObject };

/** What every new mailbox holds. */
const WELL_KNOWN: WellKnown[] = [
  { name: 'contacts', kind: 'contactFolder', properties: { displayName: 'Contacts' } },
  { name: 'calendar', kind: 'calendar', properties: { name: 'Calendar' } },
  { name: 'tasks', kind: 'todoTaskList', properties: { displayName: 'Tasks' } },
  { name: 'flaggedemails', kind: 'todoTaskList', properties: { displayName: 'Flagged Emails' } },
  { name: 'inbox', kind: 'mailFolder', properties: { displayName: 'Inbox' } },
  { name: 'sentitems', kind: 'mailFolder', properties: { displayName: 'Sent Items' } },
  { name: 'drafts', kind: 'mailFolder', properties: { displayName: 'Drafts' } },
  { name: 'deleteditems', kind: 'mailFolder', properties: { displayName: 'Deleted Items' } },
];

/** The person's mailbox, made on first use. */
export function mailboxOf(state: SimulatorState, tenant: Tenant, personId: string): Mailbox {
  const existing = tenant.mailboxes.get(personId);
  if (existing !== undefined) return existing;
  const mailbox: Mailbox = {
    tenantId: tenant.id,
    personId,
    deltaEpoch: 0,
    sequence: 0,
    containers: new Map(),
    wellKnown: new Map(),
    containerLogs: {
      contactFolder: emptyLog(),
      calendar: emptyLog(),
      todoTaskList: emptyLog(),
      mailFolder: emptyLog(),
    },
    items: new Map(),
    keys: new Map(),
  };
  tenant.mailboxes.set(personId, mailbox);
  for (const { name, kind, properties } of WELL_KNOWN) {
    const container = addContainer(state, mailbox, { kind, parentId: null, properties, wellKnownName: name });
    mailbox.wellKnown.set(name, container.id);
  }
  return mailbox;
}

/** A container by id or well-known name, if it is of this kind. */
export function findContainer(mailbox: Mailbox, kind: ContainerKind, idOrName: string) {
  const id = mailbox.wellKnown.get(idOrName.toLowerCase()) ?? idOrName;
  const container = mailbox.containers.get(id);
  return container?.kind === kind ? container : null;
}

/** The well-known container; it always exists. */
export function wellKnownContainer(mailbox: Mailbox, name: string) {
  const container = mailbox.containers.get(mailbox.wellKnown.get(name) ?? '');
  if (container === undefined) throw new Error(`the mailbox has no ${name}`);
  return container;
}
