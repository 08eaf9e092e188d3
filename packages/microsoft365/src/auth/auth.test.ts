import {
  DEFAULT_APP,
  grantAdminConsent,
  registerDefaultApp,
  revokePerson,
  seededRandom,
  withdrawConsent,
} from '@counterpart/simulator';
import { describe, expect, test } from 'vitest';
import { issueRefreshToken } from '@counterpart/simulator';
import { TestTenant } from '../testing/tenant.ts';
import { appOnlyTokens } from './app-only.ts';
import { delegatedTokens, type StoredTokens, type TokenStore } from './delegated.ts';

function setUp() {
  const tenant = new TestTenant();
  const { state } = tenant.simulator;
  const app = registerDefaultApp(state);
  const { tenantId } = tenant.outlook.mailbox;
  grantAdminConsent(state, tenantId, app);
  const asked: Request[] = [];
  const endpoint = {
    fetch: (request: Request) => {
      asked.push(request.clone());
      return tenant.fetch(request);
    },
    authority: 'https://login.test',
    tenantId,
    clientId: DEFAULT_APP.clientId,
    clientSecret: DEFAULT_APP.secret,
    clock: tenant.clock,
    random: seededRandom(3),
  };
  return { tenant, state, app, tenantId, endpoint, asked, personId: tenant.outlook.person.id };
}

const appOnly = (
  world: ReturnType<typeof setUp>,
  change: Partial<ReturnType<typeof setUp>['endpoint']> = {},
) => appOnlyTokens({ ...world.endpoint, ...change, scope: 'https://graph.microsoft.com/.default' });

/** Keeps tokens in memory; one refresh at a time. */
function memoryStore(first: StoredTokens | null): TokenStore & { tokens: StoredTokens | null } {
  let queue: Promise<unknown> = Promise.resolve();
  const store = {
    tokens: first,
    read: () => Promise.resolve(store.tokens),
    replace: (refresh: (current: StoredTokens | null) => Promise<StoredTokens>) => {
      const next = queue.then(async () => (store.tokens = await refresh(store.tokens)));
      queue = next.catch(() => undefined);
      return next;
    },
  };
  return store;
}

function connected(world: ReturnType<typeof setUp>) {
  const { state, tenantId, personId, endpoint } = world;
  const scopes = ['Contacts.ReadWrite', 'offline_access'];
  const grant = { clientId: DEFAULT_APP.clientId, tenantId, personId, platform: 'web', scopes } as const;
  const refreshToken = issueRefreshToken(state, { ...grant, scopes: [...scopes] });
  const store = memoryStore({
    accessToken: 'old',
    accessTokenExpiresAtMs: 0,
    refreshToken,
    scopes: ['Contacts.ReadWrite'],
  });
  return { store, tokens: delegatedTokens({ ...endpoint, store }) };
}

describe("P6 the organisation's own authority", () => {
  test('asked once, kept until shortly before its end, asked again', async () => {
    const world = setUp();
    const tokens = appOnly(world);
    const [one, two] = await Promise.all([tokens.token(), tokens.token()]);
    expect([one === two, world.asked.length]).toEqual([true, 1]);
    await world.tenant.clock.sleep(3_580_000);
    expect(await tokens.token()).not.toBe(one);
    expect(world.asked).toHaveLength(2);
  });

  test('refused by Graph: renewed once for all that were refused', async () => {
    const world = setUp();
    const tokens = appOnly(world);
    const old = await tokens.token();
    const renewed = await Promise.all([tokens.renew(old), tokens.renew(old)]);
    expect(renewed[0]).toBe(renewed[1]);
    expect(await tokens.renew(old)).toBe(renewed[0]);
    expect(world.asked).toHaveLength(2);
  });

  test('it opens the mailbox', async () => {
    const world = setUp();
    const client = world.tenant.client({ tokens: appOnly(world) });
    expect(await client.send({ method: 'GET', path: `/users/${world.personId}/contacts` })).toMatchObject({
      ok: true,
    });
  });

  test('a wrong secret: the credential is invalid, asked once and no more', async () => {
    const world = setUp();
    await expect(appOnly(world, { clientSecret: 'wrong' }).token()).rejects.toMatchObject({
      code: 'credentialInvalid',
      retryAfterMs: null,
    });
    expect(world.asked).toHaveLength(1);
  });

  test('an app that the tenant does not know: consent withdrawn', async () => {
    const world = setUp();
    await expect(
      appOnly(world, { clientId: '11111111-1111-4111-8111-111111111111' }).token(),
    ).rejects.toMatchObject({
      code: 'consentWithdrawn',
    });
  });
});

describe("P5 a person's own authority", () => {
  test('refreshed when it ends; the newest refresh token is kept', async () => {
    const world = setUp();
    const { store, tokens } = connected(world);
    const before = store.tokens?.refreshToken;
    const token = await tokens.token();
    expect(store.tokens).toMatchObject({ accessToken: token, scopes: ['Contacts.ReadWrite'] });
    expect(store.tokens?.refreshToken).not.toBe(before);
    expect(await tokens.token()).toBe(token);
    expect(world.asked).toHaveLength(1);
  });

  test('many at once: one refresh', async () => {
    const world = setUp();
    const { tokens } = connected(world);
    const all = await Promise.all(Array.from({ length: 10 }, () => tokens.token()));
    expect(new Set(all).size).toBe(1);
    expect(world.asked).toHaveLength(1);
  });

  test('revoked: the sign-in has lapsed, and nobody asks again by itself', async () => {
    const world = setUp();
    const { tokens } = connected(world);
    revokePerson(world.state, world.tenantId, world.personId);
    await expect(tokens.token()).rejects.toMatchObject({ code: 'signInLapsed', retryAfterMs: null });
    expect(world.asked).toHaveLength(1);
  });

  test('consent withdrawn: the channel learns it, with a remedy', async () => {
    const world = setUp();
    const { tokens } = connected(world);
    withdrawConsent(world.state, world.tenantId, DEFAULT_APP.clientId);
    const problem: { code: string } = await tokens.token().then(
      () => ({ code: 'none' }),
      (error: { code: string }) => error,
    );
    expect(['consentWithdrawn', 'signInLapsed']).toContain(problem.code);
  });

  test('never signed in', async () => {
    const { endpoint } = setUp();
    await expect(delegatedTokens({ ...endpoint, store: memoryStore(null) }).token()).rejects.toMatchObject({
      code: 'signInLapsed',
    });
  });
});

describe('the sign-in service in trouble', () => {
  const answering = (...answers: (Response | 'broken')[]) => {
    const world = setUp();
    let time = 0;
    const fetch = () => {
      const answer = answers[Math.min(time, answers.length - 1)];
      time += 1;
      return answer instanceof Response
        ? Promise.resolve(answer.clone())
        : Promise.reject(new TypeError('fetch failed'));
    };
    return { ...world, tokens: appOnly(world, { fetch }), times: () => time };
  };
  const body = (status: number, value: unknown) => new Response(JSON.stringify(value), { status });
  const good = { access_token: 'good', expires_in: 3599 };

  test('passing trouble: asked again after a pause', async () => {
    const passing = body(503, { error: 'temporarily_unavailable' });
    const { tokens, times } = answering(
      'broken',
      passing,
      new Response('<html>', { status: 502 }),
      body(200, good),
    );
    expect(await tokens.token()).toBe('good');
    expect(times()).toBe(4);
  });

  test('lasting trouble: bounded, then to be tried later by itself', async () => {
    const { tokens, times } = answering('broken');
    await expect(tokens.token()).rejects.toMatchObject({ code: 'serviceUnavailable', retryAfterMs: 60_000 });
    expect(times()).toBe(4);
  });

  test.each([
    ['invalid_grant', 'signInLapsed'],
    ['interaction_required', 'signInLapsed'],
    ['consent_required', 'consentWithdrawn'],
    ['unauthorized_client', 'consentWithdrawn'],
    ['invalid_client', 'credentialInvalid'],
    ['invalid_scope', 'unexpectedAnswer'],
  ])('%s: %s, whatever the text says', async (error, code) => {
    const { tokens, times } = answering(
      body(400, { error, error_description: 'AADSTS90012: temporarily_unavailable' }),
    );
    await expect(tokens.token()).rejects.toMatchObject({ code });
    expect(times()).toBe(1);
  });
});
