import * as crm from '@counterpart/crm';
import { addTenant } from '@counterpart/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  locationOf,
  signInAtMicrosoft,
  startTestServer,
  TENANT,
  type TestOrganisation,
  type TestServer,
} from '../testing.ts';

const SIGN_IN = '/auth/microsoft?purpose=signIn&returnTo=/contacts';
const CONNECT = '/auth/microsoft?purpose=connect&returnTo=/setup';
const CONSENT = '/auth/microsoft?purpose=adminConsent&returnTo=/setup';

let server: TestServer;
let org: TestOrganisation;

beforeAll(async () => {
  server = await startTestServer({
    microsoft365: true,
    people: ['admin', 'ann', 'bob', 'stranger', 'other'],
  });
  org = await server.organisation();
});
afterAll(() => server.stop());

const signInAs = (login: string, path = SIGN_IN, api = server.anonymous()) =>
  signInAtMicrosoft(api, server.microsoft365.simulator, { path, as: `${login}@lindqvist.example` });

describe('P6: an administrator connects the organisation', () => {
  test('somebody without the permission cannot begin', async () => {
    const answer = await org.ann.api.request('GET', CONSENT);
    expect(answer).toMatchObject({ status: 403, body: { code: 'notAllowed' } });
  });

  test('a tenant written into the address by hand is not believed: its sign-in decides', async () => {
    const { simulator } = server.microsoft365;
    const victim = addTenant(simulator.state, { displayName: 'Victim', domain: 'victim.example' });
    const begun = await org.administrator.api.request('GET', CONSENT);
    const state = new URL(locationOf(begun)).searchParams.get('state') ?? '';
    const forged = new URLSearchParams({ tenant: victim.id, admin_consent: 'True', state });
    const answer = await org.administrator.api.request(
      'GET',
      `/auth/microsoft/consented?${forged.toString()}`,
    );
    expect(locationOf(answer)).toContain(`/${victim.id}/oauth2/v2.0/authorize`);
    expect(await server.running.services.sync.connectedTenant(org.orgId)).toBeNull();
  });

  test('consent, and one sign-in to that very tenant', async () => {
    const answer = await signInAs('admin', CONSENT, org.administrator.api);
    expect(locationOf(answer)).toBe('/setup');
    expect(await server.running.services.sync.connectedTenant(org.orgId)).toBe(TENANT);
  });
});

describe('R3, P5: sign-in with Microsoft', () => {
  test('a member of the connected tenant with the same verified login is let in at the first sign-in', async () => {
    const api = server.anonymous();
    expect(locationOf(await signInAs('ann', SIGN_IN, api))).toBe('/contacts');
    expect(await api.get('/api/session')).toMatchObject({ account: { id: org.ann.accountId } });
  });

  test('a Microsoft login that nobody has here is led to the organisation of its tenant, and gets no session (U6)', async () => {
    const api = server.anonymous();
    expect(locationOf(await signInAs('stranger', SIGN_IN, api))).toBe('/join');
    expect((await api.request('GET', '/api/session')).status).toBe(401);
  });

  test('one of a tenant that nobody has connected is told so, and gets no session', async () => {
    const { simulator } = server.microsoft365;
    addTenant(simulator.state, {
      displayName: 'Far',
      domain: 'far.example',
      people: [{ userPrincipalName: 'far@far.example', displayName: 'Far' }],
    });
    const api = server.anonymous();
    const answer = await signInAtMicrosoft(api, simulator, { path: SIGN_IN, as: 'far@far.example' });
    expect(locationOf(answer)).toBe('/sign-in?problem=unknownMicrosoftPerson');
    expect((await api.request('GET', '/api/session')).status).toBe(401);
  });

  test('an address that was never verified does not count as the login', async () => {
    const { crm: database } = server.running.services;
    const made = await crm.createAccount(database, {
      name: 'Claimant',
      email: 'other@lindqvist.example',
      password: 'correct horse battery staple',
      emailVerified: false,
    });
    if (made.outcome !== 'created') throw new Error('taken');
    const [profile] = await crm.listProfiles(database, {
      ...org.administrator,
      orgId: org.orgId,
      permissions: new Set(),
      source: 'system',
    });
    await crm.addMembership(database, {
      orgId: org.orgId,
      accountId: made.accountId,
      profileId: profile?.id ?? '',
    });
    expect(locationOf(await signInAs('other'))).toBe('/join');
  });

  test('the answer to one sign-in is good once, and in no other browser', async () => {
    const api = server.anonymous();
    const begun = await api.request('GET', SIGN_IN);
    const state = new URL(locationOf(begun)).searchParams.get('state') ?? '';
    const path = `/auth/microsoft/callback?${new URLSearchParams({ code: 'stolen', state }).toString()}`;
    const elsewhere = await server.anonymous().request('GET', path);
    expect(locationOf(elsewhere)).toBe('/sign-in?problem=signInStateLost');
    expect(locationOf(await api.request('GET', path))).toBe('/sign-in?problem=microsoftDeclined');
    expect(locationOf(await api.request('GET', path))).toBe('/sign-in?problem=signInStateLost');
  });

  test('declining at Microsoft leads back to the sign-in page', async () => {
    const api = server.anonymous();
    const begun = await api.request('GET', SIGN_IN);
    const state = new URL(locationOf(begun)).searchParams.get('state') ?? '';
    const query = new URLSearchParams({ error: 'access_denied', error_description: 'no', state });
    const answer = await api.request('GET', `/auth/microsoft/callback?${query.toString()}`);
    expect(locationOf(answer)).toBe('/sign-in?problem=microsoftDeclined');
  });

  test.each(['https://evil.example', '//evil.example', '/\\evil.example'])(
    'never sends the browser on to %s',
    async (to) => {
      const query = new URLSearchParams({ purpose: 'signIn', returnTo: to });
      const answer = await server.anonymous().request('GET', `/auth/microsoft?${query.toString()}`);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'returnTo' }] } });
    },
  );
});

describe('P5: connecting a mailbox', () => {
  test('a Microsoft login with another address is tied to whoever is signed in here', async () => {
    expect(locationOf(await signInAs('stranger', CONNECT, org.bob.api))).toBe('/setup');
    const again = server.anonymous();
    await signInAs('stranger', SIGN_IN, again);
    expect(await again.get('/api/session')).toMatchObject({ account: { id: org.bob.accountId } });
  });

  test('one that belongs to another account here is refused', async () => {
    const answer = await signInAs('ann', CONNECT, org.bob.api);
    expect(locationOf(answer)).toBe('/setup?problem=otherPersonsIdentity');
  });

  test('whoever is not signed in cannot begin', async () => {
    expect((await server.anonymous().request('GET', CONNECT)).status).toBe(401);
  });
});
