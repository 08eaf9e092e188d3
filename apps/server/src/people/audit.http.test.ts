import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestOrganisation, type TestServer } from '../testing.ts';
import { inviteOne, outsideOf, profileId, termsVersion, tokenIn, type Outside } from '../testing/people.ts';

interface Entry {
  readonly id: number;
  readonly at: string;
  readonly action: string;
  readonly by: { readonly id: string | null; readonly name: string };
  readonly subject: { readonly name: string };
  readonly ip: string | null;
}

interface AuditPage {
  readonly items: Entry[];
  readonly nextCursor: string | null;
  readonly total: number | null;
}

let server: TestServer;
let org: TestOrganisation;
let outside: Outside;

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true, people: ['admin', 'ann'] });
  org = await server.organisation();
  outside = outsideOf(server);
  await server.connect(org);
  const api = org.administrator.api;
  const id = await inviteOne(api, { email: 'eve@elsewhere.example', name: 'Eve' });
  await outside.mail('eve@elsewhere.example');
  await api.post(`/api/invitations/${id}/resend`);
  const token = tokenIn(await outside.mail('eve@elsewhere.example', 2));
  await server.anonymous().post('/api/invitation/accept', {
    token,
    termsVersion: await termsVersion(api),
    by: { method: 'newAccount', name: 'Eve Else', password: PASSWORD },
  });
  const administrators = await profileId(api, 'Administrator');
  await api.request('PATCH', `/api/users/${org.bob.membershipId}`, { profileId: administrators });
  await org.bob.api.post(`/api/users/${org.ann.membershipId}/deactivate`);
});
afterAll(() => server.stop());

const audit = (query = '') => org.administrator.api.get<AuditPage>(`/api/audit?${query}`);

describe('U8: the audit log', () => {
  test('tells who did what, when and from where', async () => {
    const { items, total } = await audit();
    expect(items.map(({ action, by, subject }) => [action, by.name, subject.name])).toEqual([
      ['userDeactivated', 'Bob Example', 'Ann Example'],
      ['profileChanged', 'Ada Ministrator', 'Bob Example'],
      ['invitationAccepted', 'Eve Else', 'Eve Else'],
      ['invitationResent', 'Ada Ministrator', 'eve@elsewhere.example'],
      ['userInvited', 'Ada Ministrator', 'eve@elsewhere.example'],
      ['organisationConnected', 'Ada Ministrator', 'Lindqvist'],
    ]);
    expect(total).toBe(6);
    for (const entry of items) {
      expect(entry.ip).toMatch(/127\.0\.0\.1|::1/);
      expect(Math.abs(Date.parse(entry.at) - Date.now())).toBeLessThan(600_000);
    }
  });

  test('is filtered, and comes page by page', async () => {
    const only = async (query: string) => (await audit(query)).items.map(({ action }) => action);
    expect(await only('action=userInvited')).toEqual(['userInvited']);
    expect(await only(`byId=${org.bob.membershipId}`)).toEqual(['userDeactivated']);
    expect(await only(`subjectId=${org.bob.membershipId}`)).toEqual(['profileChanged']);
    expect(await only('search=eve')).toEqual(['invitationAccepted', 'invitationResent', 'userInvited']);
    expect(await only('search=%25')).toEqual([]);
    const { items } = await audit();
    const third = items[2]?.at ?? '';
    expect((await only(`from=${third}`)).length).toBeGreaterThanOrEqual(3);
    expect(await only(`to=${items[5]?.at}`)).toEqual([]);
    const first = await audit('limit=4');
    const second = await audit(`limit=4&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(items);
    expect(second.nextCursor).toBeNull();
  });

  test('only for who manages users, and only of the own organisation', async () => {
    const other = await server.organisation({ name: 'Other', domain: 'other.example' });
    expect(await other.ann.api.request('GET', '/api/audit')).toMatchObject({
      status: 403,
      body: { code: 'notAllowed' },
    });
    expect(await other.administrator.api.get('/api/audit')).toMatchObject({ items: [], total: 0 });
  });

  test('the application can add to it and nothing else', async () => {
    const app = new Client({
      connectionString: server.databaseUrl,
      options: '-c role=counterpart_app',
    });
    await app.connect();
    try {
      for (const sql of ['delete from audit_log', "update audit_log set action = 'x'", 'truncate audit_log'])
        await expect(app.query(sql), sql).rejects.toThrow('permission denied');
    } finally {
      await app.end();
    }
  });

  test('what was refused left nothing', async () => {
    const before = await audit();
    const { api, membershipId } = org.administrator;
    await api.request('POST', `/api/users/${org.ann.membershipId}/deactivate`);
    const body = { profileId: '5c5f4c0e-0000-4000-8000-000000000000' };
    expect((await api.request('PATCH', `/api/users/${membershipId}`, body)).status).toBe(422);
    expect(await audit()).toEqual(before);
  });
});
