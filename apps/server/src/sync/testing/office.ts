import { actorForMembership, type Actor } from '@counterpart/crm';
import { findPersonAnywhere } from '@counterpart/simulator';
import type { Section } from '../../sync-port.ts';
import {
  startTestServer,
  TENANT,
  type TestOrganisation,
  type TestPerson,
  type TestServer,
} from '../../testing.ts';
import { until } from '../../testing/until.ts';

/** A server with a simulated tenant that its organisation is connected to, and people at both. */
export interface Office {
  readonly server: TestServer;
  readonly org: TestOrganisation;
  actorOf(person: TestPerson): Promise<Actor>;
  /** The person at Outlook. */
  outlook(person: TestPerson): Outlook;
  section(person: TestPerson): Promise<Section>;
  /** Waits until the person's section fits. */
  sectionWhen(person: TestPerson, fits: (section: Section) => boolean): Promise<Section>;
  /** Enables the contacts and waits for the first sync. */
  enable(person: TestPerson): Promise<Section>;
  /** Asks for a look, and waits for the end of a run that began afterwards. */
  syncNow(person: TestPerson): Promise<Section>;
  contacts(person: TestPerson): Promise<TestContact[]>;
}

export interface TestContact {
  readonly id: string;
  readonly lastName: string | null;
  readonly title: string | null;
}

type Act = ReturnType<TestServer['microsoft365']['simulator']['act']>;

export interface Outlook {
  readonly act: Act;
  /** The id of the CRM's folder; undefined: there is none. */
  folder(): string | undefined;
  /** The contacts in the CRM's folder. */
  contacts(): ReturnType<Act['contacts']>;
}

export async function openOffice(): Promise<Office> {
  const server = await startTestServer({ microsoft365: true });
  const org = await server.organisation();
  const { crm, sync } = server.running.services;
  const { simulator } = server.microsoft365;

  const actorOf = async ({ membershipId }: TestPerson): Promise<Actor> => {
    const actor = await actorForMembership(crm, { orgId: org.orgId, membershipId, source: 'page' });
    if (actor === null) throw new Error('This is no active member');
    return actor;
  };
  await sync.connectOrganisation(await actorOf(org.administrator), TENANT);

  const section = async ({ api }: TestPerson): Promise<Section> => {
    const { sections } = await api.get<{ sections: Section[] }>('/api/microsoft365');
    const found = sections.find(({ kind }) => kind === 'contact');
    if (found === undefined) throw new Error('No section for contacts');
    return found;
  };
  const sectionWhen = (person: TestPerson, fits: (section: Section) => boolean) =>
    until(() => section(person), fits);

  return {
    server,
    org,
    actorOf,
    section,
    sectionWhen,
    outlook({ email }) {
      const found = findPersonAnywhere(simulator.state, email);
      if (found === null) throw new Error(`Nobody is called ${email}`);
      const act = simulator.act(found.person.id);
      const folder = () =>
        act.contactFolders().find(({ properties }) => properties['displayName'] === 'Counterpart')?.id;
      return { act, folder, contacts: () => act.contacts(folder()) };
    },
    async enable(person) {
      await person.api.post('/api/channels/contact/enable', {});
      return sectionWhen(person, ({ state, counters }) => state === 'active' && counters.waiting === 0);
    },
    async syncNow(person) {
      const begunAtMs = Date.now();
      await person.api.post('/api/channels/contact/sync');
      return sectionWhen(
        person,
        ({ lastRun }) => lastRun?.endedAt != null && Date.parse(lastRun.startedAt) >= begunAtMs,
      );
    },
    contacts: async ({ api }) => (await api.get<{ items: TestContact[] }>('/api/contacts?limit=200')).items,
  };
}

/** The id of an item at Outlook. */
export function idOf(item: { readonly [name: string]: unknown } | undefined): string {
  const id = item?.['id'];
  if (typeof id !== 'string') throw new Error('There is no such item');
  return id;
}
