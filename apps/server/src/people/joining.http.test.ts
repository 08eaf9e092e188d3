import { addPerson, addTenant, firstTenant } from '@counterpart/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DOMAIN,
  PASSWORD,
  startTestServer,
  type ApiClient,
  type TestOrganisation,
  type TestServer,
} from '../testing.ts';
import { invite, outsideOf, profileId, termsVersion, tokenIn, type Outside } from '../testing/people.ts';

let server: TestServer;
let org: TestOrganisation;
let outside: Outside;
let terms: string;
let standard: string;

beforeAll(async () => {
  const strangers = ['eva', 'finn', 'gus', 'hal', 'ida', 'jon', 'kai', 'lea', 'mia', 'nils', 'omar'];
  server = await startTestServer({ microsoft365: true, people: ['admin', 'ann', 'bob', ...strangers] });
  org = await server.organisation();
  outside = outsideOf(server);
  await server.connect(org);
  terms = await termsVersion(org.ann.api);
  standard = await profileId(admin());
});
afterAll(() => server.stop());

const admin = () => org.administrator.api;
const ADMIN = `admin@${DOMAIN}`;
const ask = (api: ApiClient, more: object = {}) =>
  api.request('POST', '/api/join', { termsVersion: terms, ...more });
const refused = (status: number, code: string) => ({ status, body: { code } });
/** The mail number `number` that the administrator got about somebody: those about others may come in between. */
const mailAbout = (login: string, number: number) =>
  outside.mail(ADMIN, number, `${login} asks to join Lindqvist`);

interface Request {
  readonly id: string;
  readonly state: string;
}

/** Signs in as a stranger, asks, and answers with the request and the link that the administrator was mailed. */
async function asking(login: string, more: object = {}) {
  const { api, landed } = await outside.signIn(login);
  expect(landed).toBe('/join');
  expect(await ask(api, more)).toMatchObject({ status: 201, body: { request: { state: 'open' } } });
  const token = tokenIn(await mailAbout(login, 1));
  const request = await admin().post<Request>('/api/join-requests/look', { token });
  return { api, token, request };
}

const approve = (id: string, api = admin(), profile = standard) =>
  api.request('POST', `/api/join-requests/${id}/approve`, { profileId: profile });

describe('U6: request to join', () => {
  test('a stranger of a connected tenant is told that the organisation has the CRM, and asks', async () => {
    const { api, landed } = await outside.launch('eva');
    expect(landed).toBe('/join');
    expect(await api.get('/api/join')).toEqual({
      organisation: 'Lindqvist',
      login: `eva@${DOMAIN}`,
      name: 'eva',
      request: null,
    });
    const { items: before } = await admin().get<{ items: object[] }>('/api/join-requests');
    expect(before).toEqual([]);
    expect(await ask(api, { note: 'I sell, too.' })).toMatchObject({ status: 201 });
    expect(await ask(api)).toMatchObject(refused(409, 'wrongState'));
    const mail = await outside.mail(ADMIN);
    expect(mail.subject).toBe('eva asks to join Lindqvist');
    expect(mail.text).toContain('They wrote: I sell, too.');
    expect(mail.text).toContain(`${server.url}/setup/users#request=`);
    expect(await outside.mailsTo(`ann@${DOMAIN}`)).toEqual([]);
    expect(await admin().get('/api/users?state=asking')).toMatchObject({
      items: [{ name: 'eva', email: `eva@${DOMAIN}`, request: { note: 'I sell, too.' } }],
    });
    expect(await org.ann.api.request('GET', '/api/join-requests')).toMatchObject(refused(403, 'notAllowed'));
  });

  test('everybody who holds Manage Users is mailed', async () => {
    const profile = await profileId(admin(), 'Administrator');
    await admin().request('PATCH', `/api/users/${org.bob.membershipId}`, { profileId: profile });
    const { api } = await outside.signIn('finn');
    await ask(api);
    expect(await outside.mail(`bob@${DOMAIN}`)).toMatchObject({ subject: 'finn asks to join Lindqvist' });
    await admin().request('PATCH', `/api/users/${org.bob.membershipId}`, { profileId: standard });
  });

  test('a person of another tenant cannot ask', async () => {
    addTenant(server.microsoft365.simulator.state, {
      displayName: 'Far',
      domain: 'far.example',
      people: [{ userPrincipalName: 'far@far.example', displayName: 'Far' }],
    });
    const { api, landed } = await outside.signIn('far@far.example');
    expect(landed).toBe('/sign-in?problem=unknownMicrosoftPerson');
    expect(await ask(api)).toMatchObject(refused(401, 'microsoftProofMissing'));
    await outside.visit('far@far.example', api);
    expect(await ask(api)).toMatchObject(refused(403, 'tenantNotConnected'));
    expect(await api.request('GET', '/api/join')).toMatchObject(refused(403, 'tenantNotConnected'));
  });

  test('without a sign-in at Microsoft nobody asks; a cookie made by hand is none', async () => {
    const api = server.anonymous();
    api.cookies.set('counterpart_visitor', 'v1.abcdefgh.Zm9yZ2Vk');
    expect(await ask(api)).toMatchObject(refused(401, 'microsoftProofMissing'));
  });

  test('a guest, and a disabled account, cannot ask', async () => {
    const { api } = await outside.signIn('gus');
    outside.person('gus').properties['userType'] = 'Guest';
    expect(await ask(api)).toMatchObject(refused(409, 'notAddable'));
    outside.person('gus').properties['userType'] = 'Member';
    outside.person('gus').accountEnabled = false;
    expect(await ask(api)).toMatchObject(refused(409, 'notAddable'));
  });

  test('whoever is invited accepts the invitation instead', async () => {
    const { api } = await outside.signIn('hal');
    const { id } = outside.person('hal');
    await invite(admin(), [{ directoryId: id, login: `hal@${DOMAIN}` }]);
    expect(await ask(api)).toMatchObject(refused(409, 'alreadyInvited'));
    expect((await outside.signIn('hal')).landed).toBe('/invitation');
  });

  test('U8: nobody floods: three requests of one person within an hour', async () => {
    const { api } = await outside.signIn('kai');
    for (let times = 0; times < 3; times += 1) {
      expect(await ask(api)).toMatchObject({ status: 201 });
      const { items } = await admin().get<{ items: { request: Request }[] }>(
        '/api/users?state=asking&search=kai',
      );
      await admin().post(`/api/join-requests/${items[0]?.request.id}/revoke`);
    }
    expect(await ask(api)).toMatchObject(refused(429, 'tooManyJoinRequests'));
  });
});

describe('U7: approving and declining', () => {
  test('Approve & Add makes the person a user, who is mailed and signs in', async () => {
    const { request } = await asking('ida');
    expect(await approve(request.id)).toMatchObject({
      status: 200,
      body: { name: 'ida', email: `ida@${DOMAIN}`, state: 'active', profile: { name: 'Standard' } },
    });
    expect(await outside.mail(`ida@${DOMAIN}`)).toMatchObject({ subject: 'Welcome to Lindqvist' });
    const { api, landed } = await outside.launch('ida');
    expect(landed).toBe('/');
    expect(await api.get('/api/session')).toMatchObject({ organisation: { id: org.orgId } });
    const kept = await outside.sql(
      `select t.version from terms_acceptances t join memberships m on m.id = t.membership_id
       join accounts a on a.id = m.account_id where a.email = $1`,
      [`ida@${DOMAIN}`],
    );
    expect(kept).toEqual([{ version: terms }]);
  });

  test('the link can be used once; who comes later is told what became of it', async () => {
    const { request, token } = await asking('jon');
    const answers = await Promise.all([approve(request.id), approve(request.id)]);
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(['200', '409']);
    const late = await admin().request('POST', '/api/join-requests/look', { token });
    expect(late).toMatchObject(refused(409, 'joinRequestClosed'));
    expect((late.body as { detail: string }).detail).toBe(
      'The request of jon was approved already by Ada Ministrator.',
    );
  });

  test('without the permission, and after having lost it, nobody approves or declines', async () => {
    const { request, token } = await asking('lea');
    const bob = org.bob.api;
    expect(await bob.request('POST', '/api/join-requests/look', { token })).toMatchObject(
      refused(403, 'notAllowed'),
    );
    expect(await approve(request.id, bob)).toMatchObject(refused(403, 'notAllowed'));
    const path = `/api/users/${org.bob.membershipId}`;
    await admin().request('PATCH', path, { profileId: await profileId(admin(), 'Administrator') });
    expect(await bob.request('POST', '/api/join-requests/look', { token })).toMatchObject({ status: 200 });
    await admin().request('PATCH', path, { profileId: standard });
    expect(await approve(request.id, bob)).toMatchObject(refused(403, 'notAllowed'));
    const no = await bob.request('POST', `/api/join-requests/${request.id}/decline`, { reason: 'no' });
    expect(no).toMatchObject(refused(403, 'notAllowed'));
    expect(await approve(request.id)).toMatchObject({ status: 200 });
  });

  test('declined with a reason, which the asker is mailed and shown; they may ask again', async () => {
    const { api, request } = await asking('mia');
    const declined = await admin().post(`/api/join-requests/${request.id}/decline`, {
      reason: 'Ask your manager first.',
    });
    expect(declined).toMatchObject({ state: 'declined', decidedBy: { name: 'Ada Ministrator' } });
    const mail = await outside.mail(`mia@${DOMAIN}`);
    expect(mail.text).toContain('The reason given: Ask your manager first.');
    expect(await api.get('/api/join')).toMatchObject({
      request: { state: 'declined', reason: 'Ask your manager first.' },
    });
    expect(await approve(request.id)).toMatchObject(refused(409, 'joinRequestClosed'));
    expect(await ask(api)).toMatchObject({ status: 201 });
  });

  test('U8: expires after seven days, is sent again with a new link, and can be revoked', async () => {
    const { request, token } = await asking('nils');
    await outside.sql("update join_requests set expires_at = now() - interval '1 second' where id = $1", [
      request.id,
    ]);
    expect(await approve(request.id)).toMatchObject(refused(410, 'joinRequestExpired'));
    expect(await admin().post(`/api/join-requests/${request.id}/resend`)).toMatchObject({ state: 'open' });
    const newer = tokenIn(await mailAbout('nils', 2));
    expect(await admin().request('POST', '/api/join-requests/look', { token })).toMatchObject(
      refused(404, 'joinRequestUnknown'),
    );
    expect(await admin().post('/api/join-requests/look', { token: newer })).toMatchObject({
      id: request.id,
    });
    await admin().post(`/api/join-requests/${request.id}/revoke`);
    expect(await admin().request('POST', '/api/join-requests/look', { token: newer })).toMatchObject(
      refused(409, 'joinRequestClosed'),
    );
  });

  test('R2: another organisation finds neither the request nor its link', async () => {
    const { request, token } = await asking('omar');
    const other = await server.organisation({ name: 'Other', domain: 'other.example' });
    const { api } = other.administrator;
    expect(await api.request('POST', '/api/join-requests/look', { token })).toMatchObject(
      refused(404, 'joinRequestUnknown'),
    );
    expect((await approve(request.id, api, await profileId(api))).status).toBe(404);
    expect(await api.get('/api/join-requests')).toMatchObject({ items: [] });
  });

  test('an asker whose entry in the directory changed meanwhile is not let in', async () => {
    const { items } = await admin().get<{ items: { request: Request }[] }>(
      '/api/users?state=asking&search=finn',
    );
    const person = outside.person('finn');
    person.accountEnabled = false;
    expect(await approve(items[0]?.request.id ?? '')).toMatchObject(refused(409, 'directoryEntryChanged'));
    person.accountEnabled = true;
    expect(await approve(items[0]?.request.id ?? '')).toMatchObject({ status: 200 });
  });

  test('an asker with an account of the same login gives its password, before the two are tied', async () => {
    addPersonOf('pat');
    const other = await server.organisation({ name: 'Third', domain: 'third.example' });
    await other.administrator.api.get('/api/session');
    await outside.sql('update accounts set email = $1 where email = $2', [
      `pat@${DOMAIN}`,
      'bob@third.example',
    ]);
    const { api, landed } = await outside.signIn('pat');
    expect(landed).toBe('/join');
    expect(await ask(api)).toMatchObject(refused(409, 'accountExists'));
    expect(await ask(api, { password: 'a wrong one' })).toMatchObject(refused(401, 'wrongCredentials'));
    const { request } = await asking('pat', { password: PASSWORD });
    expect(await approve(request.id)).toMatchObject({
      status: 200,
      body: { accountId: other.bob.accountId },
    });
  });
});

function addPersonOf(login: string): void {
  const { state } = server.microsoft365.simulator;
  addPerson(state, firstTenant(state), { userPrincipalName: `${login}@${DOMAIN}`, displayName: login });
}
