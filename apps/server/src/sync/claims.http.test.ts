import { addPerson, findPersonAnywhere, firstTenant } from '@counterpart/simulator';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  contactsOf,
  DOMAIN,
  locationOf,
  signInAtMicrosoft,
  startTestServer,
  type TestOrganisation,
  type TestPerson,
  type TestServer,
} from '../testing.ts';

const CONNECT = '/auth/microsoft?purpose=connect&returnTo=/setup';
const VICTIM = `victim@${DOMAIN}`;

let server: TestServer;
let org: TestOrganisation;
let root: Client;
beforeAll(async () => {
  server = await startTestServer({ microsoft365: true, people: ['admin', 'ann', 'bob', 'victim'] });
  org = await server.organisation();
  await server.connect(org);
  root = new Client({ connectionString: server.databaseUrl });
  await root.connect();
  server.outlook('victim').createContact({ surname: 'Secret' });
});
afterAll(async () => {
  await root.end();
  await server.stop();
});

const state = () => server.microsoft365.simulator.state;
function inTenant(login: string) {
  const found = findPersonAnywhere(state(), login);
  if (found === null) throw new Error(`There is nobody called ${login}`);
  return found.person;
}
const isAsked = async (person: TestPerson) =>
  expect(await contactsOf(person).enable()).toMatchObject({ status: 409, body: { code: 'signInRequired' } });
/** Nothing was ever asked of the victim's mailbox, by anybody. */
function isUntouched(): void {
  const { id } = inTenant(VICTIM);
  const asked = server.microsoft365.simulator.log.since(0).filter(({ personId, path }) => {
    return personId === id && /contact|calendar|todo|mailbox/i.test(path);
  });
  expect(asked).toEqual([]);
}
const claim = (person: TestPerson, email: string, verified: boolean) =>
  root.query('update accounts set email = $1, email_verified_at = $2 where id = $3', [
    email,
    verified ? new Date() : null,
    person.accountId,
  ]);

describe('P5, V15: nobody reaches a colleague’s mailbox by claiming their address', () => {
  test('by an address of the account that was never verified', async () => {
    await claim(org.bob, VICTIM, false);
    await isAsked(org.bob);
    isUntouched();
  });

  test('by an address that is only another name of the colleague: the login counts, and not an alias', async () => {
    inTenant(VICTIM).properties['mail'] = `first.last@${DOMAIN}`;
    await claim(org.bob, `first.last@${DOMAIN}`, true);
    await isAsked(org.bob);
    isUntouched();
  });

  test('by an address in another case, unverified', async () => {
    await claim(org.bob, VICTIM.toUpperCase(), false);
    await isAsked(org.bob);
    isUntouched();
    await claim(org.bob, org.bob.email, true);
  });

  test('by one’s own Microsoft sign-in of a person who has an account here', async () => {
    await signInAtMicrosoft(org.ann.api, server.microsoft365.simulator, { path: CONNECT, as: org.ann.email });
    const back = await signInAtMicrosoft(org.bob.api, server.microsoft365.simulator, {
      path: CONNECT,
      as: org.ann.email,
    });
    expect(locationOf(back)).toContain('problem=otherPersonsIdentity');
    expect(await contactsOf(org.bob).view()).toMatchObject({ account: { connected: false } });
  });

  test('by the way back of a sign-in that began in somebody else’s browser', async () => {
    const begun = await org.bob.api.request('GET', CONNECT);
    const person = inTenant(VICTIM);
    const answer = await fetch(locationOf(begun), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ sim_person: person.id, sim_decision: 'accept' }),
    });
    const back = new URL(answer.headers.get('location') ?? '');
    const elsewhere = await org.ann.api.request('GET', back.pathname + back.search);
    expect(locationOf(elsewhere)).toContain('problem=signInStateLost');
    const { rowCount } = await root.query('select from connections where oid = $1', [person.id]);
    expect(rowCount).toBe(0);
    isUntouched();
  });

  test('by saying in the address that another tenant consented', async () => {
    const other = await server.organisation({ name: 'Other', domain: 'other.example' });
    await other.administrator.api.request('GET', '/auth/microsoft?purpose=adminConsent&returnTo=/setup');
    const tenant = firstTenant(state()).id;
    const forged = await other.administrator.api.request(
      'GET',
      `/auth/microsoft/consented?tenant=${tenant}&admin_consent=True&state=guessed`,
    );
    expect(locationOf(forged)).toContain('problem=');
    expect(await contactsOf(other.administrator).view()).toMatchObject({
      organisation: { connected: false },
    });
  });

  test('by getting the login of somebody who left: the mailbox belongs to the person, not to the name', async () => {
    const { ann } = org;
    const before = inTenant(ann.email);
    expect(await contactsOf(ann).enabled()).toMatchObject({ state: 'active' });
    // The login is given to somebody new; the former one has another from now on.
    const tenant = firstTenant(state());
    tenant.names.delete(ann.email);
    before.userPrincipalName = `former@${DOMAIN}`;
    tenant.names.set(before.userPrincipalName, before.id);
    const heir = addPerson(state(), tenant, { userPrincipalName: ann.email, displayName: 'The new Ann' });
    const asked = server.microsoft365.simulator.log.since(0).length;
    await contactsOf(ann).synced();
    const since = server.microsoft365.simulator.log.since(asked);
    expect(since.filter(({ personId }) => personId === heir.id)).toEqual([]);
    expect(since.some(({ personId }) => personId === before.id)).toBe(true);
  });

  test('by a route of the API: none sets the address of an account, or names a mailbox', async () => {
    for (const [path, body] of [
      ['/api/session', { email: VICTIM }],
      [`/api/users/${org.bob.membershipId}`, { email: VICTIM }],
      ['/api/channels/contact/enable', { mailbox: VICTIM }],
    ] as const)
      expect((await org.bob.api.request('PATCH', path, body)).status).toBeGreaterThanOrEqual(400);
    expect(
      (await org.bob.api.request('POST', '/api/channels/contact/enable', { mailbox: VICTIM })).status,
    ).toBe(400);
    isUntouched();
  });
});
