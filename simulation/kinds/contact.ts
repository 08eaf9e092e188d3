import { contact, type Content, type FieldValue } from '@counterpart/engine';
import { createContactReplica, defaultContactMapping } from '@counterpart/microsoft365';
import type { Actor, JsonObject } from '@counterpart/simulator';
import { openTenant, text } from '../tenant.ts';
import { requestFaults } from '../faults.ts';
import type { SimulatedKind } from './kind.ts';

const folderName = 'Counterpart';

/** What people touch, in Graph's own words: written here anew, so that a mistake of the connector is not repeated by its judge. */
const properties: { readonly [field: string]: string } = {
  lastName: 'surname',
  title: 'jobTitle',
  department: 'department',
  mobile: 'mobilePhone',
  description: 'personalNotes',
};

function toGraph(values: Content): JsonObject {
  const body: JsonObject = {};
  for (const [field, value] of Object.entries(values)) {
    if (field === 'email') body['emailAddresses'] = [{ address: text(value), name: text(value) }];
    else body[properties[field] ?? field] = text(value);
  }
  return body;
}

function fromGraph(item: JsonObject): Content {
  const content: { [field: string]: FieldValue } = {};
  for (const [field, property] of Object.entries(properties)) {
    const value = item[property];
    if (typeof value === 'string' && value !== '') content[field] = value;
  }
  const [first] = Array.isArray(item['emailAddresses']) ? (item['emailAddresses'] as JsonObject[]) : [];
  if (typeof first?.['address'] === 'string') content['email'] = first['address'];
  return content;
}

/** What all simulations of contacts share. */
export const contactFields = {
  kind: contact,
  nameField: 'lastName',
  editable: () => ['title', 'department', 'mobile', 'description'],
  asValue: (_field: string, token: string) => token,
} as const satisfies Partial<SimulatedKind>;

function outlook(actor: Actor) {
  const container = () =>
    actor.contactFolders().find((one) => one.properties['displayName'] === folderName)?.id ?? null;
  const records = (inside: boolean) =>
    [...actor.mailbox.items.values()]
      .filter((item) => item.kind === 'contact' && (item.containerId === container()) === inside)
      .map((item) => ({ id: item.immutableId, content: fromGraph(item.properties) }));
  return {
    container,
    isThere: () => container() !== null,
    edit: (id: string | null, values: Content) => {
      if (id === null) actor.createContact(toGraph(values), container() ?? 'contacts');
      else actor.updateContact(id, toGraph(values));
    },
    remove: (id: string) => actor.deleteContact(id),
    move: (id: string, into: boolean) =>
      void actor.moveContact(id, into ? (container() ?? 'contacts') : 'contacts'),
    live: () => records(true),
    outside: () => records(false),
  };
}

/** Contacts in a folder of a simulated mailbox, reached through the real connector. */
export const contactKind: SimulatedKind = {
  ...contactFields,
  unknowns: ['stampsAfterCreate', 'emptyFirstDeltaPage', 'deletedNotificationOnMove'],
  faults: Object.keys(requestFaults),
  outlook,
  openService: (options) =>
    openTenant(options, { scopes: ['Contacts.ReadWrite'], roles: ['Contacts.ReadWrite'] }, (seat) => {
      const person = outlook(seat.actor);
      return {
        ...person,
        openRemote: () =>
          createContactReplica({
            ...seat.replicaOptions(),
            container: person.container(),
            containerName: folderName,
            mapping: defaultContactMapping,
          }),
      };
    }),
};
