import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOffice, type Office } from '../sync/testing/office.ts';
import { until } from '../testing/until.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.server.stop());

interface Profile {
  id: string;
  name: string;
  system: boolean;
  permissions: string[];
  members: number;
}

const profiles = async (): Promise<Profile[]> =>
  (await office.org.administrator.api.get<{ items: Profile[] }>('/api/profiles')).items;
const idOf = async (name: string): Promise<string> => {
  const found = (await profiles()).find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no profile ${name}.`);
  return found.id;
};

describe('profiles (P1)', () => {
  test('P1: an administrator clones, edits and deletes; a salesperson sees them and may do nothing', async () => {
    const { administrator, ann } = office.org;
    const standard = `/api/profiles/${await idOf('Standard')}`;
    const made = await administrator.api.post<Profile>(`${standard}/clone`, { name: 'Interns' });
    expect(made).toMatchObject({ name: 'Interns', system: false, members: 0 });
    const path = `/api/profiles/${made.id}`;
    const edit = { name: 'Trainees', permissions: ['syncContacts'] };
    expect(await administrator.api.request('PATCH', path, edit)).toMatchObject({ status: 200, body: edit });
    expect(await administrator.api.request('PATCH', standard, { permissions: [] })).toMatchObject({
      status: 409,
      body: { code: 'systemProfile' },
    });
    expect(await administrator.api.request('PATCH', path, { permissions: ['everything'] })).toMatchObject({
      status: 400,
      body: { code: 'invalidRequest' },
    });
    for (const [method, address, body] of [
      ['POST', `${standard}/clone`, { name: 'Mine' }],
      ['PATCH', path, { permissions: ['viewAll'] }],
      ['DELETE', path, undefined],
    ] as const)
      expect(await ann.api.request(method, address, body)).toMatchObject({
        status: 403,
        body: { code: 'notAllowed' },
      });
    expect((await administrator.api.request('DELETE', path)).status).toBe(204);
    expect((await administrator.api.request('DELETE', path)).status).toBe(404);
  });
});

describe('taking away and giving back (P3)', () => {
  test('P3: by the profile’s switch: the sync pauses by itself, and goes on by itself', async () => {
    const { administrator, ann } = office.org;
    const standard = await idOf('Standard');
    const { id } = await administrator.api.post<Profile>(`/api/profiles/${standard}/clone`, {
      name: 'Sellers',
    });
    const { permissions } = (await profiles()).find((one) => one.id === id) ?? { permissions: [] };
    const allow = (allowed: string[]) =>
      administrator.api.request('PATCH', `/api/profiles/${id}`, { permissions: allowed });
    await office.server.running.services.crm.inOrganisation(office.org.orgId, (tx) =>
      tx.updateTable('memberships').set({ profile_id: id }).where('id', '=', ann.membershipId).execute(),
    );
    await ann.api.post('/api/contacts', { lastName: 'Before' });
    await office.enable(ann);
    await allow(permissions.filter((one) => one !== 'syncContacts'));
    await office.sectionWhen(
      ann,
      ({ state, reason }) => state === 'paused' && reason === 'permissionMissing',
    );
    await ann.api.post('/api/contacts', { lastName: 'Meanwhile' });
    expect(office.outlook(ann).contacts()).toHaveLength(1);
    expect(await ann.api.request('POST', '/api/channels/contact/sync', {})).toMatchObject({ status: 403 });
    expect(await ann.api.request('POST', '/api/channels/contact/resume', {})).toMatchObject({ status: 403 });
    await allow(permissions);
    await until(
      () => Promise.resolve(office.outlook(ann).contacts()),
      (contacts) => contacts.length === 2,
    );
    await office.sectionWhen(ann, ({ state }) => state === 'active');
    expect(await administrator.api.request('DELETE', `/api/profiles/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'profileInUse' },
    });
    const moved = await administrator.api.request('DELETE', `/api/profiles/${id}?moveTo=${standard}`);
    expect(moved.status).toBe(204);
    expect((await office.section(ann)).state).toBe('active');
  });
});
