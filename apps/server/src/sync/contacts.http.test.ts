import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../testing/until.ts';
import { idOf, openOffice, type Office } from './testing/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.server.stop());

describe('contacts between the CRM and Microsoft 365', () => {
  test('P5, C1, C4: same login: enabling takes effect at once, and both sides follow each other', async () => {
    const { ann } = office.org;
    const outlook = office.outlook(ann);
    const body = { firstName: 'Bea', lastName: 'Lund', email: 'bea@x.example' };
    const { id } = await ann.api.post<{ id: string }>('/api/contacts', body);
    expect((await office.section(ann)).state).toBe('off');
    expect(await ann.api.request('POST', '/api/channels/contact/enable', {})).toMatchObject({
      status: 202,
      body: { kind: 'contact' },
    });
    expect(await office.enable(ann)).toMatchObject({
      sentence: 'Active',
      counters: { linked: 1, problems: 0 },
      containerName: 'Counterpart',
    });
    expect(outlook.contacts()).toMatchObject([{ givenName: 'Bea', surname: 'Lund' }]);

    const made = outlook.act.createContact({ givenName: 'Cy', surname: 'Twombly' }, outlook.folder());
    const both = await until(
      () => office.contacts(ann),
      (contacts) => contacts.length === 2,
    );
    expect(new Set(both.map(({ lastName }) => lastName))).toEqual(new Set(['Lund', 'Twombly']));

    outlook.act.updateContact(idOf(made), { jobTitle: 'Painter' });
    await until(
      () => office.contacts(ann),
      (contacts) => contacts.some(({ title }) => title === 'Painter'),
    );
    expect((await ann.api.request('PATCH', `/api/contacts/${id}`, { title: 'Author' })).status).toBe(200);
    await until(
      () => Promise.resolve(outlook.contacts()),
      (contacts) => contacts.some((contact) => contact['jobTitle'] === 'Author'),
    );
    expect((await office.section(ann)).lastNotificationAt).not.toBeNull();
    await until(
      () => ann.api.get<{ state: string }>(`/api/contacts/${id}/sync`),
      ({ state }) => state === 'synced',
    );
  });

  test('V2: at rest a further run does nothing', async () => {
    const { ann } = office.org;
    await office.syncNow(ann);
    const { lastRun } = await office.syncNow(ann);
    const { pulledLocal: _, pulledRemote: __, ...written } = lastRun?.counters ?? {};
    expect(new Set(Object.values(written))).toEqual(new Set([0]));
  });

  test('C8: disabling removes the folder and keeps the contacts', async () => {
    const { ann } = office.org;
    expect((await ann.api.request('POST', '/api/channels/contact/disable')).status).toBe(202);
    await office.sectionWhen(ann, ({ state }) => state === 'off');
    expect(office.outlook(ann).folder()).toBeUndefined();
    expect(await office.contacts(ann)).toHaveLength(2);
  });

  test('B8: enabling again makes no duplicates', async () => {
    const { ann } = office.org;
    await office.enable(ann);
    expect(office.outlook(ann).contacts()).toHaveLength(2);
    expect(await office.contacts(ann)).toHaveLength(2);
  });

  test('C8: deleting the folder in Microsoft 365 disables the sync', async () => {
    const { ann } = office.org;
    const outlook = office.outlook(ann);
    outlook.act.deleteContactFolder(outlook.folder() ?? '');
    // The notification may have led there already, and then there is nothing to look at.
    expect([202, 409]).toContain((await ann.api.request('POST', '/api/channels/contact/sync')).status);
    const off = await office.sectionWhen(ann, ({ state }) => state === 'off');
    expect(off.reason).toBe('containerDeleted');
    expect(await office.contacts(ann)).toHaveLength(2);
  });

  test('V15: another person of the organisation sees and gets nothing of it', async () => {
    const { bob } = office.org;
    await office.enable(bob);
    expect(office.outlook(bob).contacts()).toEqual([]);
    expect(await office.contacts(bob)).toEqual([]);
    expect((await bob.api.get<{ items: unknown[] }>('/api/channels/contact/runs')).items.length).toBeLessThan(
      2,
    );
  });
});
