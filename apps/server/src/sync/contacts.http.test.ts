import type { Simulator } from '@counterpart/simulator';
import { findPersonAnywhere } from '@counterpart/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Section } from '../sync-port.ts';
import {
  startTestServer,
  TENANT,
  type TestOrganisation,
  type TestPerson,
  type TestServer,
} from '../testing.ts';
import { until } from '../testing/until.ts';

let server: TestServer;
let org: TestOrganisation;
let simulator: Simulator;

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  org = await server.organisation();
  simulator = server.microsoft365.simulator;
  const { sync, crm } = server.running.services;
  const { actorForMembership } = await import('@counterpart/crm');
  const admin = await actorForMembership(crm, {
    orgId: org.orgId,
    membershipId: org.administrator.membershipId,
    source: 'page',
  });
  if (admin === null) throw new Error('No administrator');
  await sync.connectOrganisation(admin, TENANT);
});
afterAll(() => server.stop());

/** The person at Outlook. */
function outlookOf({ email }: TestPerson) {
  const found = findPersonAnywhere(simulator.state, email);
  if (found === null) throw new Error(`Nobody is called ${email}`);
  return simulator.act(found.person.id);
}

const folderOf = (person: TestPerson) =>
  outlookOf(person)
    .contactFolders()
    .find(({ properties }) => properties['displayName'] === 'Counterpart');

const section = async ({ api }: TestPerson): Promise<Section> => {
  const { sections } = await api.get<{ sections: Section[] }>('/api/microsoft365');
  const found = sections.find(({ kind }) => kind === 'contact');
  if (found === undefined) throw new Error('No section for contacts');
  return found;
};

const active = (person: TestPerson) =>
  until(
    () => section(person),
    ({ state, counters }) => state === 'active' && counters.waiting === 0,
  );

describe('contacts between the CRM and Microsoft 365', () => {
  test('P5, C1, C4: same login: enabling takes effect at once, and both sides follow each other', async () => {
    const { ann } = org;
    const { id } = await ann.api.post<{ id: string }>('/api/contacts', {
      firstName: 'Bea',
      lastName: 'Lund',
      email: 'bea@x.example',
    });
    expect((await section(ann)).state).toBe('off');
    const enabled = await ann.api.request('POST', '/api/channels/contact/enable', {});
    expect(enabled).toMatchObject({ status: 202, body: { kind: 'contact' } });
    const first = await active(ann);
    expect(first).toMatchObject({
      sentence: 'Active',
      counters: { linked: 1, problems: 0 },
      containerName: 'Counterpart',
    });
    const folder = folderOf(ann);
    const there = () => Promise.resolve(outlookOf(ann).contacts(folder?.id));
    expect(await there()).toMatchObject([{ givenName: 'Bea', surname: 'Lund' }]);

    const made = outlookOf(ann).createContact({ givenName: 'Cy', surname: 'Twombly' }, folder?.id);
    const list = () =>
      ann.api.get<{ items: { id: string; lastName?: string; title?: string }[] }>('/api/contacts');
    const { items } = await until(list, (page) => page.items.length === 2);
    expect(items.map(({ lastName }) => lastName).sort()).toEqual(['Lund', 'Twombly']);

    outlookOf(ann).updateContact(String(made['id']), { jobTitle: 'Painter' });
    await until(list, (page) => page.items.some(({ title }) => title === 'Painter'));
    const changed = await ann.api.request('PATCH', `/api/contacts/${id}`, { title: 'Author' });
    expect(changed.status).toBe(200);
    await until(there, (contacts) => contacts.some((contact) => contact['jobTitle'] === 'Author'));
    expect((await section(ann)).lastNotificationAt).not.toBeNull();
    expect(await ann.api.get(`/api/contacts/${id}/sync`)).toMatchObject({ state: 'synced' });
  });

  test('C8: disabling removes the folder and keeps the contacts', async () => {
    const { ann } = org;
    const before = await ann.api.get<{ items: unknown[] }>('/api/contacts');
    expect((await ann.api.request('POST', '/api/channels/contact/disable')).status).toBe(202);
    await until(
      () => section(ann),
      ({ state }) => state === 'off',
    );
    expect(folderOf(ann)).toBeUndefined();
    expect(await ann.api.get<{ items: unknown[] }>('/api/contacts')).toMatchObject({
      items: before.items.map(() => ({})),
    });
  });

  test('B8: enabling again makes no duplicates', async () => {
    const { ann } = org;
    await ann.api.post('/api/channels/contact/enable', {});
    await active(ann);
    expect(outlookOf(ann).contacts(folderOf(ann)?.id)).toHaveLength(2);
    expect((await ann.api.get<{ items: unknown[] }>('/api/contacts')).items).toHaveLength(2);
  });

  test('C8: deleting the folder in Microsoft 365 disables the sync', async () => {
    const { ann } = org;
    outlookOf(ann).deleteContactFolder(folderOf(ann)?.id ?? '');
    await ann.api.post('/api/channels/contact/sync');
    const off = await until(
      () => section(ann),
      ({ state }) => state === 'off',
    );
    expect(off.reason).toBe('containerDeleted');
    expect((await ann.api.get<{ items: unknown[] }>('/api/contacts')).items).toHaveLength(2);
  });

  test('P5: another login has to sign in to Microsoft first', async () => {
    const other = await server.organisation({ name: 'Other', domain: 'other.example' });
    expect(await other.ann.api.request('POST', '/api/channels/contact/enable', {})).toMatchObject({
      status: 409,
      body: { code: 'signInRequired' },
    });
  });
});
