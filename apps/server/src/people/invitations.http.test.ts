import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, until, type TestOrganisation, type TestServer } from '../testing.ts';
import {
  inviteOne,
  invite,
  outsideOf,
  profileId,
  termsVersion,
  tokenIn,
  type Outside,
} from '../testing/people.ts';

let server: TestServer;
let org: TestOrganisation;
let outside: Outside;
let terms: string;

beforeAll(async () => {
  server = await startTestServer({
    microsoft365: true,
    people: ['admin', 'ann', 'bob', 'cora', 'dora'],
  });
  org = await server.organisation();
  outside = outsideOf(server);
  await server.connect(org);
  terms = await termsVersion(org.ann.api);
});
afterAll(() => server.stop());

const newAccount = (name: string) => ({ method: 'newAccount', name, password: PASSWORD });
const accept = (token: string | undefined, by: object, api = server.anonymous()) =>
  api.request('POST', '/api/invitation/accept', { token, termsVersion: terms, by });
const look = (token: string, api = server.anonymous()) =>
  api.request('POST', '/api/invitation/look', { token });
const admin = () => org.administrator.api;
const refused = (status: number, code: string) => ({ status, body: { code } });

describe('U1: New User, by e-mail', () => {
  test('one mail in HTML and text, with a link whose secret no server sees; accepting makes a member', async () => {
    const id = await inviteOne(admin(), { email: 'eve@elsewhere.example', name: 'Eve' });
    const mail = await outside.mail('eve@elsewhere.example');
    expect(mail.subject).toBe('Ada Ministrator invites you to Lindqvist');
    expect(mail.text).toContain(`${server.url}/invitation#`);
    expect(mail.html).toContain(`${server.url}/invitation#${tokenIn(mail)}`);
    expect(mail.via).toBe('smtp');
    const api = server.anonymous();
    const token = tokenIn(mail);
    expect(await look(token, api)).toMatchObject({
      status: 200,
      body: { organisation: 'Lindqvist', way: 'newAccount', email: 'eve@elsewhere.example', visitor: null },
    });
    const answer = await accept(token, newAccount('Eve Else'), api);
    expect(answer).toMatchObject({ status: 200, body: { organisation: { id: org.orgId } } });
    expect(await api.get('/api/session')).toMatchObject({ account: { email: 'eve@elsewhere.example' } });
    const { items } = await admin().get<{ items: object[] }>('/api/users?search=eve');
    expect(items).toMatchObject([{ name: 'Eve Else', state: 'active', profile: { name: 'Standard' } }]);
    expect(await admin().get('/api/invitations?state=accepted')).toMatchObject({ items: [{ id }] });
  });

  test('the person who is invited is in the list of users with the state of their mail, for who manages users only', async () => {
    await inviteOne(admin(), { email: 'listed@elsewhere.example', name: 'Listed' });
    await outside.mail('listed@elsewhere.example');
    const seen = await until(
      () =>
        admin().get<{ items: { invitation: { mail: { state: string } } }[] }>(
          '/api/users?state=invited&search=listed',
        ),
      ({ items }) => items[0]?.invitation.mail.state === 'sent',
    );
    expect(seen).toMatchObject({ items: [{ name: 'Listed', accountId: null, state: 'invited' }], total: 1 });
    expect(await org.ann.api.get('/api/users?state=invited')).toMatchObject({ items: [] });
    expect(await org.ann.api.request('GET', '/api/invitations')).toMatchObject(refused(403, 'notAllowed'));
  });

  test('users are searched and come page by page, each once', async () => {
    const names: string[] = [];
    let cursor = '';
    for (;;) {
      const page = await admin().get<{ items: { name: string }[]; nextCursor: string | null }>(
        `/api/users?limit=2${cursor}`,
      );
      names.push(...page.items.map(({ name }) => name));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(names).toEqual([...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    expect(names).toEqual(
      expect.arrayContaining(['Ada Ministrator', 'Ann Example', 'Bob Example', 'Listed']),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  test('each person has an outcome; who cannot be invited stops no other', async () => {
    const outcomes = await invite(admin(), [
      { email: 'no address' },
      { email: org.ann.email },
      { email: 'fine@elsewhere.example' },
      { email: 'fine@elsewhere.example' },
    ]);
    expect(outcomes.map(({ outcome, code }) => code ?? outcome)).toEqual([
      'invalidValue',
      'alreadyMember',
      'invited',
      'alreadyInvited',
    ]);
    await outside.mail('fine@elsewhere.example');
    expect(await outside.mailsTo(org.ann.email)).toEqual([]);
  });

  test('without manageUsers nobody is invited', async () => {
    const body = { profileId: await profileId(admin()), people: [{ email: 'x@elsewhere.example' }] };
    expect(await org.ann.api.request('POST', '/api/invitations', body)).toMatchObject(
      refused(403, 'notAllowed'),
    );
  });

  test('R3: an account of another organisation joins with its password and belongs to both', async () => {
    const other = await server.organisation({ name: 'Other', domain: 'other.example' });
    await inviteOne(admin(), { email: other.bob.email });
    const token = tokenIn(await outside.mail(other.bob.email));
    expect(await look(token)).toMatchObject({ body: { way: 'account' } });
    expect(await accept(token, newAccount('Not Bob'))).toMatchObject(refused(409, 'accountExists'));
    expect(await accept(token, { method: 'account', password: 'wrong one' })).toMatchObject(
      refused(403, 'wrongPassword'),
    );
    const joined = await accept(token, { method: 'account', password: PASSWORD });
    expect(joined).toMatchObject({
      status: 200,
      body: {
        organisation: { name: 'Lindqvist' },
        organisations: [{ name: 'Lindqvist' }, { name: 'Other' }],
      },
    });
  });

  test('with Microsoft, where the login there is the address', async () => {
    await inviteOne(admin(), { email: 'dora@lindqvist.example' });
    const token = tokenIn(await outside.mail('dora@lindqvist.example'));
    const { api } = await outside.visit('dora');
    expect(await look(token, api)).toMatchObject({ body: { visitorFits: true } });
    expect(await accept(token, { method: 'microsoft' }, api)).toMatchObject({ status: 200 });
    const again = await outside.signIn('dora');
    expect(again.landed).toBe('/');
  });
});

describe('U4: what cannot be accepted', () => {
  const invited = async (email: string) => {
    const id = await inviteOne(admin(), { email });
    return { id, token: tokenIn(await outside.mail(email)) };
  };

  test('an invitation twice', async () => {
    const { token } = await invited('twice@elsewhere.example');
    expect(await accept(token, newAccount('Once'))).toMatchObject({ status: 200 });
    expect(await accept(token, newAccount('Twice'))).toMatchObject(refused(409, 'invitationUsed'));
    expect(await look(token)).toMatchObject(refused(409, 'invitationUsed'));
  });

  test('one by two at once: there is one member', async () => {
    const { token } = await invited('race@elsewhere.example');
    const answers = await Promise.all(['One', 'Two', 'Three'].map((name) => accept(token, newAccount(name))));
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(['200', '409', '409']);
    expect(await admin().get('/api/users?search=race@elsewhere')).toMatchObject({ total: 1 });
  });

  test('one by somebody with an account, twice at once: there is one membership, and no trouble', async () => {
    const other = await server.organisation({ name: 'Twice', domain: 'twice.example' });
    const { token } = await invited(other.ann.email);
    const by = { method: 'account', password: PASSWORD };
    const answers = await Promise.all([1, 2, 3].map(() => accept(token, by)));
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(['200', '409', '409']);
    const members = await outside.sql('select from memberships where account_id = $1 and org_id = $2', [
      other.ann.accountId,
      org.orgId,
    ]);
    expect(members).toHaveLength(1);
  });

  test('one that expired; sent again it is good for seven days more', async () => {
    const { id, token } = await invited('late@elsewhere.example');
    await outside.sql("update invitations set expires_at = now() - interval '1 second' where id = $1", [id]);
    expect(await accept(token, newAccount('Late'))).toMatchObject(refused(410, 'invitationExpired'));
    expect(await admin().get('/api/invitations?state=expired')).toMatchObject({ items: [{ id }] });
    expect(await admin().post(`/api/invitations/${id}/resend`)).toMatchObject({ state: 'open' });
    const newer = tokenIn(await outside.mail('late@elsewhere.example', 2));
    expect(await accept(newer, newAccount('Late'))).toMatchObject({ status: 200 });
  });

  test('one that was revoked', async () => {
    const { id, token } = await invited('revoked@elsewhere.example');
    expect(await admin().post(`/api/invitations/${id}/revoke`)).toMatchObject({ state: 'revoked' });
    expect(await accept(token, newAccount('R'))).toMatchObject(refused(410, 'invitationRevoked'));
    const again = await admin().request('POST', `/api/invitations/${id}/revoke`);
    expect(again).toMatchObject(refused(409, 'wrongState'));
    expect(await admin().request('POST', `/api/invitations/${id}/resend`)).toMatchObject(
      refused(409, 'wrongState'),
    );
  });

  test('the link of an older mail, after it was sent again', async () => {
    const { id, token } = await invited('again@elsewhere.example');
    await admin().post(`/api/invitations/${id}/resend`);
    await outside.mail('again@elsewhere.example', 2);
    expect(await look(token)).toMatchObject(refused(404, 'invitationUnknown'));
  });

  test('a guess', async () => {
    const { token } = await invited('guess@elsewhere.example');
    const org16 = Buffer.from(token, 'base64url').subarray(0, 16);
    const guess = Buffer.concat([org16, Buffer.alloc(32, 7)]).toString('base64url');
    for (const wrong of [guess, token.slice(0, -1), `${token}A`, 'x', token.toUpperCase()])
      expect(await look(wrong), wrong).toMatchObject(refused(404, 'invitationUnknown'));
    const stored = await outside.sql('select token_hash from invitations where email = $1', [
      'guess@elsewhere.example',
    ]);
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(Buffer.from(token, 'base64url')).toHaveLength(48);
  });

  test('with Microsoft, by somebody else', async () => {
    const { token } = await invited('cora@lindqvist.example');
    const { api } = await outside.visit('ann');
    expect(await accept(token, { method: 'microsoft' }, api)).toMatchObject(
      refused(403, 'otherMicrosoftIdentity'),
    );
    expect(await accept(token, { method: 'microsoft' })).toMatchObject(refused(401, 'microsoftProofMissing'));
  });

  test('other terms than those in force', async () => {
    const { token } = await invited('terms@elsewhere.example');
    const body = { token, termsVersion: '1999', by: newAccount('T') };
    const answer = await server.anonymous().request('POST', '/api/invitation/accept', body);
    expect(answer).toMatchObject(refused(409, 'termsChanged'));
    expect(await accept(token, newAccount('T'))).toMatchObject({ status: 200 });
    const kept = await outside.sql(
      `select t.version, host(t.ip) as ip from terms_acceptances t join memberships m on m.id = t.membership_id
       join accounts a on a.id = m.account_id where a.email = 'terms@elsewhere.example'`,
    );
    expect(kept).toEqual([{ version: terms, ip: expect.stringMatching(/127\.0\.0\.1|::1/) }]);
  });

  test('a password that is too short leaves the invitation open', async () => {
    const { token } = await invited('short@elsewhere.example');
    const short = { method: 'newAccount', name: 'S', password: 'short' };
    expect(await accept(token, short)).toMatchObject(refused(422, 'invalidValue'));
    expect(await look(token)).toMatchObject({ status: 200 });
  });
});
