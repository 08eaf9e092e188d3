import { addPerson, firstTenant, generatePeople, seededRandom } from '@counterpart/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DOMAIN,
  signInAtMicrosoft,
  startTestServer,
  type TestOrganisation,
  type TestServer,
} from '../testing.ts';
import { invite, outsideOf, termsVersion, tokenIn, type Outside } from '../testing/people.ts';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly status: string;
  readonly reason: string | null;
}

interface PeoplePage {
  readonly items: Person[];
  readonly nextCursor: string | null;
  readonly total: number | null;
}

let server: TestServer;
let org: TestOrganisation;
let outside: Outside;
let terms: string;
const MANY = 5000;

beforeAll(async () => {
  server = await startTestServer({
    microsoft365: true,
    people: ['admin', 'ann', 'bob', 'zoltan.quick', 'zara.quick', 'zeno.quick', 'zita.quick'],
  });
  org = await server.organisation();
  outside = outsideOf(server);
  const { state } = server.microsoft365.simulator;
  for (const person of generatePeople(MANY, seededRandom(7), DOMAIN))
    addPerson(state, firstTenant(state), person);
  terms = await termsVersion(org.ann.api);
});
afterAll(() => server.stop());

const admin = () => org.administrator.api;
const people = (query: string) => admin().get<PeoplePage>(`/api/directory/people?${query}`);
const find = async (search: string): Promise<Person> => {
  const { items } = await people(`search=${encodeURIComponent(search)}`);
  const [first] = items;
  if (first === undefined) throw new Error(`Nobody is found by ${search}.`);
  return first;
};
const requestsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
  await outside.control('/requests', { method: 'DELETE' });
  await work();
  const { requests } = await outside.control<{ requests: { path: string }[] }>('/requests');
  return requests.map(({ path }) => path);
};
const accept = (api: TestOrganisation['ann']['api'], token?: string) =>
  api.request('POST', '/api/invitation/accept', {
    token,
    termsVersion: terms,
    by: { method: 'microsoft' },
  });

describe('U2: the people of the tenant', () => {
  test('before an administrator has connected the tenant, it is said', async () => {
    const answer = await admin().request('GET', '/api/directory/people');
    expect(answer).toMatchObject({ status: 409, body: { code: 'organisationNotConnected' } });
    await server.connect(org);
  });

  test('5,000 people: one page of theirs for one page of ours, and never all of them', async () => {
    let first: PeoplePage | undefined;
    const opening = await requestsOf(async () => {
      first = await people('limit=25');
    });
    expect(opening).toHaveLength(1);
    expect(first?.total).toBe(MANY + 7);
    expect(first?.items).toHaveLength(25);
    let second: PeoplePage | undefined;
    const next = await requestsOf(async () => {
      second = await people(`limit=25&cursor=${first?.nextCursor}`);
    });
    expect(next).toHaveLength(1);
    const ids = [...(first?.items ?? []), ...(second?.items ?? [])].map(({ id }) => id);
    expect(new Set(ids).size).toBe(50);
  });

  test('search is the directory’s own: one request', async () => {
    let found: PeoplePage | undefined;
    const asked = await requestsOf(async () => {
      found = await people('search=quick');
    });
    expect(asked).toHaveLength(1);
    expect(decodeURIComponent(asked[0] ?? '')).toContain('$search="displayName:quick"');
    expect(found?.items.map(({ login }) => login).sort()).toEqual(
      ['zara', 'zeno', 'zita', 'zoltan'].map((name) => `${name}.quick@${DOMAIN}`),
    );
  });

  test('a place of another organisation’s list is no place here', async () => {
    const { nextCursor } = await people('limit=1');
    const other = await server.organisation({ name: 'Other', domain: 'other.example' });
    const answer = await other.administrator.api.request('GET', `/api/directory/people?cursor=${nextCursor}`);
    expect(answer.status).toBe(409);
    const forged = await admin().request('GET', '/api/directory/people?cursor=L3VzZXJz');
    expect(forged).toMatchObject({ status: 400, body: { code: 'invalidCursor' } });
  });

  test('only who manages users sees them', async () => {
    const answer = await org.ann.api.request('GET', '/api/directory/people');
    expect(answer).toMatchObject({ status: 403, body: { code: 'notAllowed' } });
  });

  test('a picture, where there is one', async () => {
    const { id } = await find('zara.quick');
    const path = `/api/directory/people/${id}/photo`;
    expect((await admin().request('GET', path)).status).toBe(404);
    outside.person('zara.quick').properties['photo'] = Buffer.from('picture').toString('base64');
    const answer = await admin().request('GET', path);
    expect(answer).toMatchObject({ status: 200, body: 'picture' });
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
  });
});

describe('U3: only with the login that they have in Microsoft 365', () => {
  test('who cannot be added is shown with the reason', async () => {
    const { items } = await people('limit=100');
    const guest = items.find(({ status }) => status === 'guest');
    const disabled = items.find(({ status }) => status === 'disabled');
    expect(guest).toMatchObject({ name: expect.stringContaining('(Guest)'), reason: expect.any(String) });
    expect(disabled?.reason).toContain('disabled');
    expect(await find('ann')).toMatchObject({ login: 'ann@lindqvist.example', status: 'user' });
    expect(await find('zoltan.quick')).toMatchObject({ status: 'addable', reason: null });
    const outcomes = await invite(
      admin(),
      [guest, disabled].map((one) => ({ directoryId: one?.id, login: one?.login })),
    );
    expect(outcomes).toMatchObject([
      { outcome: 'refused', code: 'notAddable', detail: guest?.reason },
      { outcome: 'refused', code: 'notAddable', detail: disabled?.reason },
    ]);
  });

  test('one whose login here is another one is not added', async () => {
    const connect = '/auth/microsoft?purpose=connect&returnTo=/setup';
    const other = await server.organisation({ name: 'Elsewhere', domain: 'elsewhere.example' });
    await signInAtMicrosoft(other.bob.api, server.microsoft365.simulator, {
      path: connect,
      as: `zeno.quick@${DOMAIN}`,
    });
    const zeno = await find('zeno.quick');
    expect(zeno).toMatchObject({ status: 'loginDiffers' });
    const [outcome] = await invite(admin(), [{ directoryId: zeno.id, login: zeno.login }]);
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'notAddable' });
    expect(outcome?.detail).toContain('another address');
    expect(outcome?.detail).not.toContain('elsewhere.example');
  });

  test('the login that was shown must be the login at saving', async () => {
    const { id } = await find('zita.quick');
    const [outcome] = await invite(admin(), [{ directoryId: id, login: 'somebody.else@lindqvist.example' }]);
    expect(outcome).toMatchObject({ code: 'notAddable' });
    expect(outcome?.detail).toContain('zita.quick@lindqvist.example');
  });

  test('several at once: the directory is read again in one request, one mail each', async () => {
    const found = await Promise.all(['zoltan.quick', 'zara.quick'].map(find));
    const wanted = found.map(({ id, login }) => ({ directoryId: id, login }));
    const asked = await requestsOf(() => invite(admin(), wanted));
    expect(asked.filter((path) => path === '/$batch')).toHaveLength(1);
    for (const { login } of found) {
      const mail = await outside.mail(login);
      expect(mail.text).toContain(`sign in with Microsoft as ${login}`);
      expect(await outside.mailsTo(login)).toHaveLength(1);
    }
    expect(await find('zara.quick')).toMatchObject({ status: 'invited' });
    const [again] = await invite(admin(), wanted);
    expect(again).toMatchObject({ outcome: 'refused', code: 'alreadyInvited' });
  });

  test('U4: the mailed link alone is not enough; another Microsoft identity is not either; their own is', async () => {
    const login = `zoltan.quick@${DOMAIN}`;
    const token = tokenIn(await outside.mail(login));
    const api = server.anonymous();
    const own = {
      token,
      termsVersion: terms,
      by: { method: 'newAccount', name: 'Z', password: 'long enough' },
    };
    expect(await api.request('POST', '/api/invitation/accept', own)).toMatchObject({
      status: 403,
      body: { code: 'otherMicrosoftIdentity' },
    });
    await outside.visit('zita.quick', api);
    expect(await accept(api, token)).toMatchObject({ status: 403, body: { code: 'otherMicrosoftIdentity' } });
    await outside.visit('zoltan.quick', api);
    expect(await accept(api, token)).toMatchObject({
      status: 200,
      body: { account: { email: login }, organisation: { id: org.orgId } },
    });
    const again = await outside.launch('zoltan.quick');
    expect(again.landed).toBe('/');
    expect(await again.api.get('/api/session')).toMatchObject({ account: { email: login } });
  });

  test('U4: by the tile in the app launcher, without the mail', async () => {
    const { api, landed } = await outside.launch('zara.quick');
    expect(landed).toBe('/invitation');
    expect((await api.request('GET', '/api/session')).status).toBe(401);
    expect(await api.post('/api/invitation/look', {})).toMatchObject({
      way: 'microsoft',
      visitorFits: true,
      organisation: 'Lindqvist',
    });
    expect(await accept(api)).toMatchObject({ status: 200 });
    expect((await outside.launch('zara.quick')).landed).toBe('/');
  });

  test.each([
    ['disabled', () => (outside.person('zita.quick').accountEnabled = false), /disabled/],
    [
      'a guest by now',
      () => {
        outside.person('zita.quick').accountEnabled = true;
        outside.person('zita.quick').properties['userType'] = 'Guest';
      },
      /guest/,
    ],
    [
      'of another login by now',
      () => {
        outside.person('zita.quick').properties['userType'] = 'Member';
        outside.person('zita.quick').userPrincipalName = `zita.slow@${DOMAIN}`;
      },
      /zita\.slow/,
    ],
  ])('at acceptance the entry is read again: refused when it is %s', async (_, change, words) => {
    const { api } = await zitaInvited();
    change();
    const answer = await accept(api);
    expect(answer).toMatchObject({ status: 409, body: { code: 'directoryEntryChanged' } });
    expect((answer.body as { detail: string }).detail).toMatch(words);
  });

  test('as it was, the same invitation is accepted', async () => {
    outside.person('zita.quick').userPrincipalName = `zita.quick@${DOMAIN}`;
    const { api } = await zitaInvited();
    expect(await accept(api)).toMatchObject({ status: 200 });
  });

  let zita: { api: TestOrganisation['ann']['api'] } | undefined;
  async function zitaInvited() {
    if (zita !== undefined) return zita;
    const { id, login } = await find('zita.quick');
    await invite(admin(), [{ directoryId: id, login }]);
    zita = await outside.launch('zita.quick');
    return zita;
  }
});

describe('P6: one organisation for a tenant', () => {
  test('a tenant that another organisation has connected is refused, clearly', async () => {
    const other = await server.organisation({ name: 'Second', domain: 'second.example' });
    const { landed } = await outside.connect(other.administrator.api);
    expect(landed).toBe('/setup?problem=tenantTaken');
    expect(await server.running.services.sync.connectedTenant(other.orgId)).toBeNull();
    expect((await outside.connect(admin())).landed).toBe('/setup');
  });

  test('two that connect it at once: one has it', async () => {
    await outside.sql('delete from tenants');
    const one = await server.organisation({ name: 'One', domain: 'one.example' });
    const two = await server.organisation({ name: 'Two', domain: 'two.example' });
    const landed = await Promise.all(
      [one, two].map(async ({ administrator }) => (await outside.connect(administrator.api)).landed),
    );
    expect(landed.sort()).toEqual(['/setup', '/setup?problem=tenantTaken']);
  });
});
