import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  contactsOf,
  startTestServer,
  until,
  type Answer,
  type ApiClient,
  type TestOrganisation,
  type TestServer,
} from '../testing.ts';
import { outsideOf, profileId, type Outside } from '../testing/people.ts';

interface Handover {
  readonly id: string;
  readonly total: number;
  readonly done: number;
  readonly state: string;
}

let server: TestServer;
let org: TestOrganisation;
let outside: Outside;

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true, people: ['admin', 'ann', 'bob'] });
  org = await server.organisation();
  outside = outsideOf(server);
  await server.connect(org);
});
afterAll(() => server.stop());

const admin = () => org.administrator.api;
const deactivate = (id: string, body: object = {}) =>
  admin().request('POST', `/api/users/${id}/deactivate`, body);
const activate = (id: string) => admin().request('POST', `/api/users/${id}/activate`);
const refused = (status: number, code: string) => ({ status, body: { code } });
const stateOf = async (membershipId: string) => {
  const rows = await outside.sql('select state, reason from channels where membership_id = $1', [
    membershipId,
  ]);
  return rows[0];
};
const ownedBy = async (membershipId: string) => {
  const rows = await outside.sql(
    `select (select count(*)::int from contacts where owner_membership_id = $1) as contacts,
       (select count(*)::int from tasks where owner_membership_id = $1) as tasks`,
    [membershipId],
  );
  return rows[0];
};

describe('deactivating a member', () => {
  test('ends their sessions here, pauses their channels, and activating lets all go on', async () => {
    const { ann } = org;
    await contactsOf(ann).enabled();
    expect(await deactivate(ann.membershipId)).toMatchObject({
      status: 200,
      body: { user: { state: 'deactivated' }, handover: null },
    });
    expect((await ann.api.request('GET', '/api/session')).status).toBe(401);
    expect(await stateOf(ann.membershipId)).toEqual({ state: 'paused', reason: 'userDeactivated' });
    expect(await deactivate(ann.membershipId)).toMatchObject(refused(409, 'wrongState'));
    expect(await outside.sql('select from sessions where account_id = $1', [ann.accountId])).toEqual([]);
    const signIn = { email: ann.email, password: 'correct horse battery staple' };
    expect(await server.anonymous().request('POST', '/api/session', signIn)).toMatchObject(
      refused(403, 'noMembership'),
    );
    expect(await activate(ann.membershipId)).toMatchObject({ status: 200, body: { state: 'active' } });
    expect(await activate(ann.membershipId)).toMatchObject(refused(409, 'wrongState'));
    await ann.api.signIn(ann.email, signIn.password);
    const seen = await until(
      () => contactsOf(ann).section(),
      ({ state }) => state === 'active',
    );
    expect(seen.state).toBe('active');
  });

  test('a channel that they had paused themselves stays paused', async () => {
    const { ann } = org;
    await ann.api.post('/api/channels/contact/pause');
    await deactivate(ann.membershipId);
    await activate(ann.membershipId);
    expect(await stateOf(ann.membershipId)).toEqual({ state: 'paused', reason: 'pausedByHand' });
    await ann.api.signIn(ann.email, 'correct horse battery staple');
  });

  test('their records go to a new owner, by a job with progress; nothing is lost', async () => {
    const { ann, bob } = org;
    for (let number = 0; number < 3; number += 1) {
      await ann.api.post('/api/contacts', { lastName: `Contact ${number}` });
      await ann.api.post('/api/tasks', { subject: `Task ${number}` });
    }
    // As many as an import leaves: several transactions.
    await outside.sql(
      `insert into contacts (org_id, id, owner_membership_id, origin, last_name)
       select $1, gen_random_uuid(), $2, 'import', 'Imported ' || n from generate_series(1, 2500) n`,
      [org.orgId, ann.membershipId],
    );
    const detail = await admin().get<{ records: object }>(`/api/users/${ann.membershipId}`);
    expect(detail.records).toMatchObject({ contact: 2503, task: 3 });
    const answer = await deactivate(ann.membershipId, { newOwnerId: bob.membershipId });
    const { handover } = answer.body as { handover: Handover };
    expect(handover).toMatchObject({ total: 2506, to: { id: bob.membershipId } });
    const done = await until(
      () => admin().get<Handover>(`/api/handovers/${handover.id}`),
      ({ state }) => state === 'done',
    );
    expect(done).toMatchObject({ total: 2506, done: 2506 });
    expect(await ownedBy(ann.membershipId)).toEqual({ contacts: 0, tasks: 0 });
    expect(await ownedBy(bob.membershipId)).toEqual({ contacts: 2503, tasks: 3 });
    // C7: imported records that changed their owner are no more mass-updated than before.
    expect(await outside.sql('select from contacts where mass_updated_at is not null')).toEqual([]);
    expect(await admin().get(`/api/users/${ann.membershipId}`)).toMatchObject({
      records: { contact: 0 },
      handover: { state: 'done' },
    });
  });

  test('the offer can be taken later; the new owner must be an active member of the same organisation', async () => {
    const { ann, bob, administrator } = org;
    const other = await server.organisation({ name: 'Other', domain: 'other.example' });
    const path = `/api/users/${bob.membershipId}/hand-over`;
    for (const newOwnerId of [ann.membershipId, bob.membershipId, other.bob.membershipId])
      expect(await admin().request('POST', path, { newOwnerId })).toMatchObject({
        status: 422,
        body: { code: 'invalidValue', errors: [{ path: 'newOwnerId' }] },
      });
    const begun = await admin().post<Handover>(path, { newOwnerId: administrator.membershipId });
    await until(
      () => admin().get<Handover>(`/api/handovers/${begun.id}`),
      ({ state }) => state === 'done',
    );
    expect(await ownedBy(administrator.membershipId)).toEqual({ contacts: 2503, tasks: 3 });
    await activate(ann.membershipId);
  });

  test('a new owner who cannot be one stops the whole: the person stays active', async () => {
    const { ann } = org;
    const body = { newOwnerId: ann.membershipId };
    expect(await deactivate(ann.membershipId, body)).toMatchObject(refused(422, 'invalidValue'));
    expect(await admin().get(`/api/users/${ann.membershipId}`)).toMatchObject({ state: 'active' });
  });

  test('R2: not in another organisation; and not without manageUsers', async () => {
    const { ann, bob } = org;
    const other = await server.organisation({ name: 'Third', domain: 'third.example' });
    const path = `/api/users/${ann.membershipId}/deactivate`;
    expect(await other.administrator.api.request('POST', path)).toMatchObject(refused(404, 'notFound'));
    expect(await bob.api.request('POST', path)).toMatchObject(refused(403, 'notAllowed'));
    expect(await bob.api.request('GET', `/api/users/${ann.membershipId}`)).toMatchObject(
      refused(403, 'notAllowed'),
    );
  });
});

describe('the last administrator', () => {
  test('can be neither deactivated nor demoted', async () => {
    const id = org.administrator.membershipId;
    const standard = await profileId(admin());
    expect(await deactivate(id)).toMatchObject(refused(409, 'lastAdministrator'));
    expect(await admin().request('PATCH', `/api/users/${id}`, { profileId: standard })).toMatchObject(
      refused(409, 'lastAdministrator'),
    );
    expect(await admin().get('/api/session')).toMatchObject({ membershipId: id });
  });

  test('two who deactivate each other at once, and two who demote each other: one of them stays', async () => {
    type Leaving = (api: ApiClient, id: string, standard: string) => Promise<Answer>;
    const ways: { [name: string]: Leaving } = {
      deactivate: (api, id) => api.request('POST', `/api/users/${id}/deactivate`, {}),
      demote: (api, id, standard) => api.request('PATCH', `/api/users/${id}`, { profileId: standard }),
    };
    for (const [name, leave] of Object.entries(ways)) {
      const pair = await server.organisation({ name, domain: `${name}.example` });
      const { administrator: one, ann: two } = pair;
      const standard = await profileId(one.api);
      const administrators = await profileId(one.api, 'Administrator');
      await one.api.request('PATCH', `/api/users/${two.membershipId}`, { profileId: administrators });
      const answers = await Promise.all([
        leave(one.api, two.membershipId, standard),
        leave(two.api, one.membershipId, standard),
      ]);
      const won = answers.filter(({ status }) => status === 200);
      expect(won, name).toHaveLength(1);
      const left = await outside.sql(
        `select m.id from memberships m join profiles p on p.org_id = m.org_id and p.id = m.profile_id
         where m.org_id = $1 and m.state = 'active' and 'manageUsers' = any (p.permissions)`,
        [pair.orgId],
      );
      expect(left, name).toHaveLength(1);
    }
  });
});
