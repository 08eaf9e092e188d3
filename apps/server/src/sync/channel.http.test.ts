import { massUpdateContacts } from '@counterpart/crm';
import { revokePerson } from '@counterpart/simulator';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Configuration } from '../sync-port.ts';
import { DOMAIN, signInAtMicrosoft, TENANT } from '../testing.ts';
import { until } from '../testing/until.ts';
import { idOf, openOffice, type Office } from './testing/office.ts';

let office: Office;
let root: Client;
beforeAll(async () => {
  office = await openOffice();
  root = new Client({ connectionString: office.server.databaseUrl });
  await root.connect();
});
afterAll(async () => {
  await root.end();
  await office.server.stop();
});

describe('permission', () => {
  test('P2: without it nothing is enabled, and the section says which is missing', async () => {
    const { bob } = office.org;
    await withoutPermission(bob.membershipId, async () => {
      expect(await bob.api.request('POST', '/api/channels/contact/enable', {})).toMatchObject({
        status: 403,
        body: { code: 'permissionMissing' },
      });
      const section = await office.section(bob);
      expect(section).toMatchObject({ state: 'off', permission: { name: 'syncContacts', held: false } });
      expect(section.sentence).toContain('syncContacts');
    });
  });

  test('P3: taking it away pauses and deletes nothing; giving it back goes on', async () => {
    const { ann } = office.org;
    await ann.api.post('/api/contacts', { lastName: 'Before' });
    await office.enable(ann);
    await withoutPermission(ann.membershipId, async () => {
      expect(await office.section(ann)).toMatchObject({ state: 'paused', reason: 'permissionMissing' });
      await ann.api.post('/api/contacts', { lastName: 'Meanwhile' });
      await until(
        () => channelState(ann.membershipId),
        (state) => state === 'paused',
      );
      expect(office.outlook(ann).contacts()).toHaveLength(1);
    });
    await ann.api.post('/api/channels/contact/sync');
    await until(
      () => Promise.resolve(office.outlook(ann).contacts()),
      (contacts) => contacts.length === 2,
    );
    expect((await office.section(ann)).state).toBe('active');
  });
});

describe('pausing by hand', () => {
  test('stops until it is resumed, and what happened meanwhile follows', async () => {
    const { ann } = office.org;
    await ann.api.post('/api/channels/contact/pause');
    expect(await office.section(ann)).toMatchObject({
      state: 'paused',
      reason: 'pausedByHand',
      remedy: { action: 'resume' },
    });
    await ann.api.post('/api/contacts', { lastName: 'In the pause' });
    await ann.api.post('/api/channels/contact/sync');
    expect((await office.section(ann)).state).toBe('paused');
    await ann.api.post('/api/channels/contact/resume');
    await until(
      () => Promise.resolve(office.outlook(ann).contacts()),
      (contacts) => contacts.some(({ surname }) => surname === 'In the pause'),
    );
  });
});

describe('notifications', () => {
  test('a forged one is counted and moves nothing', async () => {
    const { ann } = office.org;
    const channel = await channelOf(ann.membershipId);
    const clientState = `${office.org.orgId}.${channel.id}.${'x'.repeat(43)}`;
    const value = [
      { subscriptionId: 'any', clientState, changeType: 'updated', resource: 'users/x/contacts/y' },
    ];
    const before = await subscription(channel.id);
    const answer = await office.server
      .anonymous()
      .request('POST', '/api/microsoft365/notifications', { value });
    expect(answer.status).toBe(202);
    const after = await subscription(channel.id);
    expect(after.refused - before.refused).toBe(1);
    for (const wrong of [undefined, '', 'a.b.c', `${office.org.orgId}.${office.org.orgId}.x`])
      expect(
        await office.server.running.services.sync.notified({
          value: [{ subscriptionId: 's', clientState: wrong }],
        }),
      ).toEqual({ accepted: 0, refused: 1 });
  });

  test('one that Graph says was removed is made anew', async () => {
    const { ann } = office.org;
    const { id } = await channelOf(ann.membershipId);
    const { simulator } = office.server.microsoft365;
    const before = await subscription(id);
    const kept = [...simulator.state.subscriptions.values()].find((one) => one.id === before.remote_id);
    const value = [
      {
        subscriptionId: kept?.id ?? '',
        clientState: kept?.clientState ?? '',
        lifecycleEvent: 'subscriptionRemoved',
      },
    ];
    await office.server.anonymous().request('POST', '/api/microsoft365/lifecycle', { value });
    const after = await until(
      () => subscription(id),
      ({ remote_id }) => remote_id !== null && remote_id !== before.remote_id,
    );
    expect(after.remote_id).toBeTruthy();
  });
});

describe('configuration', () => {
  test('C2: every field that cannot be used is named, and nothing is stored', async () => {
    const { ann } = office.org;
    const { defaults } = await ann.api.get<Configuration>('/api/channels/contact/configuration');
    const fields = [...defaults.fields, { field: 'shoeSize', slot: 'title', direction: 'both' }];
    const answer = await ann.api.request('PUT', '/api/channels/contact/configuration', {
      ...defaults,
      fields,
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalidRequest' } });
    expect(JSON.stringify(answer.body)).toContain(`fields.${defaults.fields.length}`);
  });

  test('C2, B1: a field that is mapped elsewhere moves there; the preview says so before', async () => {
    const { ann } = office.org;
    const { defaults } = await ann.api.get<Configuration>('/api/channels/contact/configuration');
    const mapped = { lastName: 'Mapped', skypeId: 'mapped.skype' };
    const { id } = await ann.api.post<{ id: string }>('/api/contacts', mapped);
    await until(
      () => ann.api.get<{ state: string }>(`/api/contacts/${id}/sync`),
      ({ state }) => state === 'synced',
    );
    const fields = defaults.fields.map((field) =>
      field.field === 'skypeId' ? { ...field, slot: 'nickName' } : field,
    );
    const changed = { ...defaults, fields };
    const preview = await ann.api.post<{ mails: number }>('/api/channels/contact/preview', changed);
    expect(preview).toMatchObject({
      mails: 0,
      remote: { create: 0, delete: 0 },
      local: { create: 0, delete: 0 },
    });
    expect((await ann.api.request('PUT', '/api/channels/contact/configuration', changed)).status).toBe(200);
    await until(
      () => Promise.resolve(office.outlook(ann).contacts()),
      (all) => all.find(({ surname }) => surname === 'Mapped')?.['nickName'] === 'mapped.skype',
    );
    const { items } = await ann.api.get<{ items: { skypeId: string | null; lastName: string }[] }>(
      '/api/contacts?limit=200',
    );
    expect(items.find(({ lastName }) => lastName === 'Mapped')?.skypeId).toBe('mapped.skype');
  });

  test('C7: a preview tells what stays out and why; a mass update takes it in', async () => {
    const { ann } = office.org;
    const { id } = await ann.api.post<{ id: string }>('/api/contacts', { lastName: 'Imported' });
    await root.query(`update contacts set origin = 'import' where id = $1`, [id]);
    const { defaults } = await ann.api.get<Configuration>('/api/channels/contact/configuration');
    const fresh = await office.server.organisation({ name: 'Fresh', domain: 'fresh.example' });
    const other = await fresh.ann.api.post<{ id: string }>('/api/contacts', { lastName: 'Old' });
    await root.query(`update contacts set origin = 'import' where id = $1`, [other.id]);
    await fresh.ann.api.post('/api/contacts', { lastName: 'New' });
    expect(await fresh.ann.api.post('/api/channels/contact/preview', defaults)).toMatchObject({
      remote: { create: 1 },
      leftOut: [{ reason: 'C7', count: 1, examples: ['Old'] }],
      examples: [{ side: 'remote', op: 'create', name: 'New' }],
    });
    const actor = await office.actorOf(ann);
    await massUpdateContacts(office.server.running.services.crm, actor, {
      selection: { ids: [id] },
      changes: { title: 'Now' },
    });
    await until(
      () => Promise.resolve(office.outlook(ann).contacts()),
      (all) => all.some(({ surname, jobTitle }) => surname === 'Imported' && jobTitle === 'Now'),
    );
  });
});

describe('what a person is asked', () => {
  test('B4: more deletions than the brake lets through wait for an answer', async () => {
    const { bob } = office.org;
    for (let n = 0; n < 15; n += 1) await bob.api.post('/api/contacts', { lastName: `Held ${n}` });
    await office.enable(bob);
    await root.query('update contacts set deleted_at = now() where owner_membership_id = $1', [
      bob.membershipId,
    ]);
    const held = await office.sectionWhen(bob, ({ state }) => state === 'held');
    expect(held).toMatchObject({ reason: 'brake', remedy: { action: 'reviewHolds' } });
    expect(office.outlook(bob).contacts().length).toBeGreaterThan(0);
    const { items } = await bob.api.get<{ items: { id: string; count: number; examples: string[] }[] }>(
      '/api/channels/contact/holds',
    );
    expect(items[0]?.examples[0]).toContain('Held');
    for (const { id } of items) await bob.api.post(`/api/holds/${id}`, { answer: 'approved' });
    await office.sectionWhen(bob, ({ state }) => state === 'active');
    expect(office.outlook(bob).contacts()).toEqual([]);
  });

  test('B3: the value that lost a conflict is kept, and can be taken', async () => {
    const { bob } = office.org;
    const { id } = await bob.api.post<{ id: string }>('/api/contacts', { lastName: 'Torn', title: 'First' });
    const outlook = office.outlook(bob);
    await until(
      () => Promise.resolve(outlook.contacts()),
      (all) => all.length === 1,
    );
    await office.syncNow(bob);
    await bob.api.post('/api/channels/contact/pause');
    await bob.api.request('PATCH', `/api/contacts/${id}`, { title: 'Here' });
    outlook.act.updateContact(idOf(outlook.contacts()[0]), { jobTitle: 'There' });
    await bob.api.post('/api/channels/contact/resume');
    type Shown = {
      id: string;
      name: string;
      winner: 'local' | 'remote';
      localValue: unknown;
      remoteValue: unknown;
    };
    const conflicts = () => bob.api.get<{ items: Shown[] }>('/api/channels/contact/conflicts');
    const { items } = await until(conflicts, (page) => page.items.length === 1);
    expect(items[0]).toMatchObject({ name: 'Torn', localValue: 'Here', remoteValue: 'There' });
    const loser = items[0]?.winner === 'local' ? 'remote' : 'local';
    const value = loser === 'local' ? 'Here' : 'There';
    expect(
      (await bob.api.request('POST', `/api/conflicts/${items[0]?.id}/take`, { side: loser })).status,
    ).toBe(204);
    await until(
      () => Promise.resolve(outlook.contacts()),
      (all) => all[0]?.['jobTitle'] === value,
    );
    expect(await bob.api.get(`/api/contacts/${id}`)).toMatchObject({ title: value });
    expect((await conflicts()).items).toEqual([]);
  });
});

describe("a person's own sign-in", () => {
  test('P5: another login signs in once; a revoked sign-in is told, and signing in again goes on', async () => {
    const { simulator } = office.server.microsoft365;
    const other = await office.server.organisation({ name: 'Elsewhere', domain: 'elsewhere.example' });
    const { ann } = other;
    expect(await ann.api.request('POST', '/api/channels/contact/enable', {})).toMatchObject({
      status: 409,
      body: { code: 'signInRequired' },
    });
    const path = '/auth/microsoft?purpose=connect&returnTo=/setup/marketplace/microsoft/office-365';
    await signInAtMicrosoft(ann.api, simulator, { path, as: `ann@${DOMAIN}` });
    await ann.api.post('/api/contacts', { lastName: 'Own sign-in' });
    await office.enable(ann);
    expect(await ann.api.get('/api/microsoft365')).toMatchObject({
      account: { connected: true, login: `ann@${DOMAIN}` },
    });

    const person = [...simulator.state.tenants.values()]
      .flatMap((tenant) => [...tenant.people.values()])
      .find(({ userPrincipalName }) => userPrincipalName === `ann@${DOMAIN}`);
    revokePerson(simulator.state, TENANT, person?.id ?? '');
    await ann.api.post('/api/channels/contact/sync');
    const lapsed = await office.sectionWhen(ann, ({ state }) => state === 'needsAttention');
    expect(lapsed).toMatchObject({ reason: 'signInLapsed', remedy: { action: 'signIn' } });
    await signInAtMicrosoft(ann.api, simulator, { path, as: `ann@${DOMAIN}` });
    await office.sectionWhen(ann, ({ state }) => state === 'active');
  });

  test('P5: an address that was not verified reaches no mailbox', async () => {
    const liar = await office.server.organisation({
      name: 'Liar',
      domain: 'liar.example',
      emailVerified: false,
    });
    await root.query(
      `insert into connections (org_id, id, tid, state) select $1, gen_random_uuid(), tid, 'active' from connections where membership_id is null limit 1`,
      [liar.orgId],
    );
    await root.query(`update accounts set email = 'bob2@${DOMAIN}' where id = $1`, [liar.bob.accountId]);
    expect(await liar.bob.api.request('POST', '/api/channels/contact/enable', {})).toMatchObject({
      status: 409,
    });
  });
});

async function withoutPermission(membershipId: string, work: () => Promise<void>): Promise<void> {
  await root.query(
    `insert into profiles (org_id, id, name, permissions, created_at)
     select org_id, gen_random_uuid(), 'Without', array['import'], now() from memberships where id = $1
     on conflict do nothing`,
    [membershipId],
  );
  const { rows } = await root.query<{ profile_id: string }>(
    'select profile_id from memberships where id = $1',
    [membershipId],
  );
  const put = (sql: string, value: string) =>
    root.query(`update memberships m set profile_id = ${sql} where id = $2`, [value, membershipId]);
  await put(`(select id from profiles p where p.org_id = m.org_id and p.name = $1)`, 'Without');
  try {
    await work();
  } finally {
    await put('$1::uuid', rows[0]?.profile_id ?? '');
  }
}

async function channelOf(membershipId: string): Promise<{ id: string; state: string }> {
  const { rows } = await root.query<{ id: string; state: string }>(
    'select id, state from channels where membership_id = $1',
    [membershipId],
  );
  if (rows[0] === undefined) throw new Error('No channel');
  return rows[0];
}

const channelState = async (membershipId: string): Promise<string> => (await channelOf(membershipId)).state;

async function subscription(channelId: string) {
  const { rows } = await root.query<{ remote_id: string | null; refused: number; received: number }>(
    'select remote_id, refused::int, received::int from subscriptions where channel_id = $1',
    [channelId],
  );
  if (rows[0] === undefined) throw new Error('No subscription');
  return rows[0];
}
