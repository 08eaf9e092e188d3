import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DOMAIN,
  PASSWORD,
  startTestServer,
  type ApiClient,
  type TestOrganisation,
  type TestServer,
} from '../testing.ts';
import { invite, inviteOne, outsideOf, tokenIn, type Outside } from '../testing/people.ts';

let server: TestServer;
let org: TestOrganisation;
/** The organisation in which the invited people have their accounts already. */
let own: TestOrganisation;
let outside: Outside;

beforeAll(async () => {
  server = await startTestServer({
    microsoft365: true,
    people: ['admin', 'ann', 'bob', 'rosa', 'sven', 'tilda', 'ute'],
  });
  org = await server.organisation();
  own = await server.organisation({ name: 'Own', domain: 'own.example' });
  outside = outsideOf(server);
  await server.connect(org);
});
afterAll(() => server.stop());

const admin = () => org.administrator.api;
const refused = (status: number, code: string) => ({ status, body: { code } });
const byPassword = (email: string, password = PASSWORD) => ({ method: 'password', email, password });
const associate = (api: ApiClient, account: object, token?: string) =>
  api.request('POST', '/api/invitation/associate', { token, account });

async function invited(login: string): Promise<string> {
  const { id } = outside.person(login);
  await invite(admin(), [{ directoryId: id, login: `${login}@${DOMAIN}` }]);
  return tokenIn(await outside.mail(`${login}@${DOMAIN}`));
}
const identities = (accountId: string) =>
  outside.sql('select login from identities where account_id = $1 order by login', [accountId]);

describe('U5: Associate My Account', () => {
  test('they stay in their own organisation, and sign in there with Microsoft from then on', async () => {
    const token = await invited('rosa');
    const { api } = await outside.visit('rosa');
    const answer = await associate(api, byPassword(own.ann.email), token);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        account: { id: own.ann.accountId },
        organisation: { name: 'Own' },
        organisations: [{ name: 'Own' }],
      },
    });
    expect(await admin().get('/api/users?search=ann@own')).toMatchObject({ items: [] });
    expect(await admin().get('/api/invitations?state=associated')).toMatchObject({
      items: [{ email: `rosa@${DOMAIN}` }],
    });
    const later = await outside.launch('rosa');
    expect(later.landed).toBe('/');
    expect(await later.api.get('/api/session')).toMatchObject({ account: { id: own.ann.accountId } });
    expect(await associate(api, byPassword(own.ann.email), token)).toMatchObject(
      refused(401, 'microsoftProofMissing'),
    );
  });

  test('with the session of the other account instead of its password', async () => {
    await invited('sven');
    const { bob } = own;
    await outside.visit('sven', bob.api);
    expect(await bob.api.post('/api/invitation/look', {})).toMatchObject({
      visitorFits: true,
      session: { email: bob.email },
    });
    expect(await associate(bob.api, { method: 'session' })).toMatchObject({ status: 200 });
    expect(await identities(bob.accountId)).toEqual([{ login: `sven@${DOMAIN}` }]);
  });

  test('with only one of the two identities proved nothing is tied', async () => {
    const token = await invited('tilda');
    const account = own.administrator;
    const nobody = server.anonymous();
    // The mailed link and the other account's password, but not who is invited.
    expect(await associate(nobody, byPassword(account.email), token)).toMatchObject(
      refused(401, 'microsoftProofMissing'),
    );
    // Somebody else at Microsoft.
    const { api: other } = await outside.visit('ute');
    expect(await associate(other, byPassword(account.email), token)).toMatchObject(
      refused(403, 'otherMicrosoftIdentity'),
    );
    // Who is invited, but not whose account it is.
    const { api } = await outside.visit('tilda');
    expect(await associate(api, byPassword(account.email, 'a wrong one'), token)).toMatchObject(
      refused(401, 'wrongCredentials'),
    );
    expect(await associate(api, { method: 'session' }, token)).toMatchObject(refused(401, 'notSignedIn'));
    expect(await identities(account.accountId)).toEqual([]);
    expect(await admin().get('/api/invitations?state=open')).toMatchObject({
      items: [{ email: `tilda@${DOMAIN}` }],
    });
  });

  test('an account of the inviting organisation joins nothing and is told so', async () => {
    const { api } = await outside.visit('tilda');
    expect(await associate(api, byPassword(org.bob.email))).toMatchObject(refused(409, 'alreadyMember'));
  });

  test('an invitation to an address has to be the address at Microsoft', async () => {
    await inviteOne(admin(), { email: `ute@${DOMAIN}` });
    const token = tokenIn(await outside.mail(`ute@${DOMAIN}`));
    const { api: tilda } = await outside.visit('tilda');
    expect(await associate(tilda, byPassword(own.administrator.email), token)).toMatchObject(
      refused(403, 'otherMicrosoftIdentity'),
    );
    const { api } = await outside.visit('ute');
    expect(await associate(api, byPassword(own.administrator.email), token)).toMatchObject({ status: 200 });
  });

  test('an entry that changed meanwhile is refused', async () => {
    const { api } = await outside.visit('tilda');
    outside.person('tilda').accountEnabled = false;
    expect(await associate(api, byPassword(own.administrator.email))).toMatchObject(
      refused(409, 'directoryEntryChanged'),
    );
  });

  test('guessing at the password of another account is slowed down as at the sign-in', async () => {
    const api = server.anonymous();
    const tried = [];
    for (let times = 0; times < 12; times += 1)
      tried.push((await associate(api, byPassword('victim@own.example', `guess ${times}`), 'none')).status);
    expect(tried.slice(0, 10)).not.toContain(429);
    expect(tried.slice(10)).toEqual([429, 429]);
  });
});
