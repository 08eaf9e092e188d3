import type { Content, FieldValue } from '@counterpart/engine';
import {
  createContactReplica,
  createGates,
  createGraphClient,
  defaultContactMapping,
} from '@counterpart/microsoft365';
import { createSimulator, issueAccessToken, type FaultSeed, type JsonObject } from '@counterpart/simulator';
import type { VirtualClock } from './clock.ts';
import type { Chance } from './random.ts';
import type { Mailbox } from './world.ts';

const person = 'ada@contoso.example';
const folderName = 'Counterpart';

/** What people touch, in Graph's own words: written here anew, so that a mistake of the connector is not repeated by its judge. */
const properties: { readonly [field: string]: string } = {
  lastName: 'surname',
  title: 'jobTitle',
  department: 'department',
  mobile: 'mobilePhone',
  description: 'personalNotes',
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

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

interface Surroundings {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly step: (name: string) => void;
  readonly recall: (ids: readonly string[]) => ReadonlyMap<string, FieldValue>;
}

/** A mailbox in the simulated tenant, reached through the real connector. */
export function openTenantMailbox(faults: readonly FaultSeed[]) {
  return ({ clock, chance, step, recall }: Surroundings): Mailbox => {
    const people = [{ userPrincipalName: person, displayName: 'Ada' }];
    const simulator = createSimulator({ clock, random: chance.next, people, throttle: 'off' });
    const rules = faults.map((fault) => simulator.faults.add(fault).id);
    const actor = simulator.act(person);
    const gates = createGates(clock);
    let requests = 0;
    let count = 0;
    const ids = { next: () => `request-${(count += 1)}` };
    const folder = () =>
      actor.contactFolders().find((one) => one.properties['displayName'] === folderName)?.id ?? null;
    const token = () =>
      issueAccessToken(simulator.state, {
        personId: actor.person.id,
        appId: 'counterpart',
        tenantId: actor.mailbox.tenantId,
        scopes: ['Contacts.ReadWrite'],
        expiresInS: 3600,
      });
    const records = (inside: boolean) =>
      [...actor.mailbox.items.values()]
        .filter((item) => item.kind === 'contact' && (item.containerId === folder()) === inside)
        .map((item) => ({ id: item.immutableId, content: fromGraph(item.properties) }));

    return {
      openRemote: () => {
        let current = token();
        const client = createGraphClient({
          fetch: async (request) => {
            requests += 1;
            step('request');
            const answer = await simulator.fetch(request);
            step('answer');
            return answer;
          },
          base: 'http://tenant.example/v1.0',
          tokens: {
            token: () => Promise.resolve(current),
            renew: () => Promise.resolve((current = token())),
          },
          lane: gates.lane(person, 'contact'),
          clock,
          random: chance.next,
          ids,
        });
        return createContactReplica({
          client,
          mailbox: '/me',
          container: folder(),
          containerName: folderName,
          containerMarker: 'org/channel',
          mapping: defaultContactMapping,
          recall: (known) => Promise.resolve(recall(known)),
        });
      },
      edit: (id, values) => {
        if (id === null) return text(actor.createContact(toGraph(values), folder() ?? 'contacts')['id']);
        actor.updateContact(id, toGraph(values));
        return id;
      },
      remove: (id) => actor.deleteContact(id),
      move: (id, into) => void actor.moveContact(id, into ? (folder() ?? 'contacts') : 'contacts'),
      live: () => records(true),
      outside: () => records(false),
      loseCursors: () => void simulator.faults.add({ fault: { kind: 'deltaExpired' }, times: 1 }),
      calmDown: () => {
        for (const rule of rules) simulator.faults.remove(rule);
      },
      requests: () => requests,
    };
  };
}
