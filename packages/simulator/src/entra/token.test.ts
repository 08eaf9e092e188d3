import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { manualClock } from '../clock.ts';
import { addSecret, DEFAULT_APP, expireSecrets, registerApp } from './apps.ts';
import { grantAdminConsent } from './consents.ts';
import { ADA, BOB, createSignIn, REDIRECT, TENANT } from './testkit.ts';
import { issueAccessToken, readAccessToken, revokePerson, withdrawConsent } from './tokens.ts';

const CLIENT = { client_id: DEFAULT_APP.clientId, client_secret: DEFAULT_APP.secret };

function setUp() {
  const clock = manualClock(Date.UTC(2026, 0, 5, 9));
  const signIn = createSignIn(clock);
  const codeForm = async (changes: Record<string, string | null> = {}) => {
    const code = (await signIn.signIn(BOB, changes)).get('code') ?? '';
    return { ...CLIENT, grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
  };
  const signedIn = async (changes: Record<string, string | null> = {}) => {
    const { body } = await signIn.token(await codeForm(changes));
    return body as { access_token: string; refresh_token: string; id_token: string; scope: string };
  };
  const refresh = (refresh_token: string, more: Record<string, string> = {}) =>
    signIn.token({ ...CLIENT, grant_type: 'refresh_token', refresh_token, ...more });
  return { ...signIn, clock, codeForm, signedIn, refresh };
}

describe('GRAPH 7: redeeming a code', () => {
  test('answers tokens; the access token is opaque and carries the scopes', async () => {
    const { state, token, codeForm } = setUp();
    const { status, body } = await token(await codeForm());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3599,
      scope: 'openid profile email User.Read Contacts.ReadWrite',
    });
    expect(readAccessToken(state, String(body.access_token))).toMatchObject({
      ok: true,
      tenantId: TENANT,
      personId: BOB,
      appId: DEFAULT_APP.clientId,
    });
  });

  test('a code works once (AADSTS54005) and for ten minutes (AADSTS70008)', async () => {
    const { clock, token, codeForm } = setUp();
    const form = await codeForm();
    await token(form);
    expect((await token(form)).body).toMatchObject({ error: 'invalid_grant', error_codes: [54005] });
    const late = await codeForm();
    await clock.advance(10 * 60_000);
    expect((await token(late)).body).toMatchObject({ error: 'invalid_grant', error_codes: [70008] });
  });

  test('a failed attempt does not use the code up', async () => {
    const { token, codeForm } = setUp();
    const form = await codeForm();
    expect((await token({ ...form, client_secret: 'wrong' })).body).toMatchObject({
      error: 'invalid_client',
      error_codes: [7000215],
    });
    expect((await token(form)).status).toBe(200);
  });

  test('PKCE: the verifier must fit, by S256 or plain', async () => {
    const { token, codeForm } = setUp();
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
    const form = await codeForm({ code_challenge: challenge, code_challenge_method: 'S256' });
    expect((await token(form)).body).toMatchObject({ error_codes: [900144] });
    expect((await token({ ...form, code_verifier: challenge })).body).toMatchObject({
      error: 'invalid_grant',
      error_codes: [501481],
    });
    expect((await token({ ...form, code_verifier: verifier })).status).toBe(200);
    const plain = await codeForm({ code_challenge: verifier });
    expect((await token({ ...plain, code_verifier: verifier })).status).toBe(200);
  });

  test('the redirect URI must be that of the authorize request', async () => {
    const { token, codeForm } = setUp();
    const form = await codeForm();
    expect((await token({ ...form, redirect_uri: 'http://localhost:1/other' })).body).toMatchObject({
      error: 'invalid_grant',
      error_codes: [500112],
    });
  });

  test('the secret may come by Basic, form-encoded', async () => {
    const { state, app, token, codeForm } = setUp();
    addSecret(state, app, 'a b:c/é');
    const { client_id, client_secret: _secret, ...form } = await codeForm();
    const pair = `${client_id}:${encodeURIComponent('a b:c/é')}`;
    const { status } = await token(form, TENANT, {
      authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
    });
    expect(status).toBe(200);
  });

  test('client_info for libraries that ask for it', async () => {
    const { token, codeForm } = setUp();
    const { body } = await token({ ...(await codeForm()), client_info: '1' });
    const clientInfo: unknown = JSON.parse(Buffer.from(String(body.client_info), 'base64url').toString());
    expect(clientInfo).toEqual({ uid: BOB, utid: TENANT });
  });

  test('no refresh token without offline_access, no id token without openid', async () => {
    const { signedIn } = setUp();
    const tokens = await signedIn({ scope: 'User.Read' });
    expect(tokens.refresh_token).toBeUndefined();
    expect(tokens.id_token).toBeUndefined();
  });

  test('the id token: claims by scope, another subject for each app', async () => {
    const { state, signedIn, signIn, token } = setUp();
    const claims = decodeJwt((await signedIn({ nonce: 'n1' })).id_token);
    expect(claims).toMatchObject({
      aud: DEFAULT_APP.clientId,
      tid: TENANT,
      oid: BOB,
      name: 'Bob Marsh',
      preferred_username: 'bob@contoso.example',
      email: 'bob@contoso.example',
      nonce: 'n1',
      ver: '2.0',
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3600);
    const bare = decodeJwt((await signedIn({ scope: 'openid' })).id_token);
    expect(bare).not.toHaveProperty('oid');
    expect(bare.sub).toBe(claims.sub);
    const other = registerApp(state, { displayName: 'Other', secrets: ['s'], anyLoopbackRedirect: true });
    const code = (await signIn(BOB, { client_id: other.clientId })).get('code') ?? '';
    const { body } = await token({
      client_id: other.clientId,
      client_secret: 's',
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT,
    });
    expect(decodeJwt(String(body.id_token)).sub).not.toBe(claims.sub);
  });
});

describe('GRAPH 7: refreshing', () => {
  test('each use answers a new refresh token, and the old one still works', async () => {
    const { signedIn, refresh } = setUp();
    const { refresh_token } = await signedIn();
    const first = await refresh(refresh_token);
    const second = await refresh(refresh_token);
    expect(new Set([refresh_token, first.body.refresh_token, second.body.refresh_token]).size).toBe(3);
  });

  test('scopes may be a part of what was consented, and no more', async () => {
    const { state, signedIn, refresh } = setUp();
    const { refresh_token } = await signedIn();
    const less = await refresh(refresh_token, { scope: 'https://graph.microsoft.com/Contacts.ReadWrite' });
    expect(readAccessToken(state, String(less.body.access_token))).toMatchObject({
      scopes: new Set(['Contacts.ReadWrite']),
    });
    expect((await refresh(refresh_token, { scope: 'Mail.Send' })).body).toMatchObject({
      error: 'invalid_grant',
      error_codes: [65001],
    });
  });

  test('it ends after 90 days without use, and by revocation', async () => {
    const { state, clock, signedIn, refresh } = setUp();
    const { refresh_token, access_token } = await signedIn();
    revokePerson(state, TENANT, BOB);
    expect((await refresh(refresh_token)).body).toMatchObject({
      error: 'invalid_grant',
      error_codes: [50173],
    });
    expect(readAccessToken(state, access_token)).toEqual({ ok: false, reason: 'revoked' });
    const next = await signedIn();
    await clock.advance(90 * 24 * 3600_000);
    expect((await refresh(next.refresh_token)).body).toMatchObject({
      error: 'invalid_grant',
      error_codes: [700082],
    });
  });

  test('a disabled account and withdrawn consent end it', async () => {
    const { state, signedIn, refresh } = setUp();
    const { refresh_token, access_token } = await signedIn();
    const bob = state.tenants.get(TENANT)?.people.get(BOB);
    if (bob) bob.accountEnabled = false;
    expect((await refresh(refresh_token)).body).toMatchObject({
      error: 'invalid_grant',
      error_codes: [50057],
    });
    if (bob) bob.accountEnabled = true;
    withdrawConsent(state, TENANT, DEFAULT_APP.clientId);
    expect((await refresh(refresh_token)).body).toMatchObject({
      error: 'invalid_grant',
      error_codes: [65001],
    });
    expect(readAccessToken(state, access_token)).toEqual({ ok: false, reason: 'revoked' });
  });

  test('an expired secret: invalid_client with AADSTS7000222', async () => {
    const { state, signedIn, refresh } = setUp();
    const { refresh_token } = await signedIn();
    expireSecrets(state, DEFAULT_APP.clientId);
    const { status, body } = await refresh(refresh_token);
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000222] });
  });

  test('single-page apps: PKCE, a call from a page, 24 hours that use does not extend (AADSTS700084)', async () => {
    const { state, clock, signIn, token, visit, authorizePath } = setUp();
    const spa = registerApp(state, {
      displayName: 'Page',
      secrets: [],
      redirectUris: [{ uri: 'https://page.example/', platform: 'spa' }],
    });
    const asked = { client_id: spa.clientId, redirect_uri: 'https://page.example/' };
    const withoutPkce = await visit(authorizePath(asked));
    expect(withoutPkce.headers.get('location')).toContain('AADSTS9002325');
    const verifier = 'v'.repeat(43);
    const code = (await signIn(BOB, { ...asked, code_challenge: verifier })).get('code') ?? '';
    const form = { ...asked, grant_type: 'authorization_code', code, code_verifier: verifier };
    expect((await token(form)).body).toMatchObject({ error_codes: [9002327] });
    const page = { origin: 'https://page.example' };
    const first = await token(form, TENANT, page);
    await clock.advance(23 * 3600_000);
    const refreshForm = (refresh: unknown) => ({
      client_id: spa.clientId,
      grant_type: 'refresh_token',
      refresh_token: String(refresh),
    });
    const second = await token(refreshForm(first.body.refresh_token), TENANT, page);
    expect(second.status).toBe(200);
    await clock.advance(3600_000);
    expect((await token(refreshForm(second.body.refresh_token), TENANT, page)).body).toMatchObject({
      error_codes: [700084],
    });
  });
});

describe('GRAPH 7: client credentials', () => {
  const form = { ...CLIENT, grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };

  test('roles that an administrator granted, no refresh token', async () => {
    const { state, app, token } = setUp();
    grantAdminConsent(state, TENANT, app);
    const { body } = await token(form);
    const read = readAccessToken(state, String(body.access_token));
    expect(read).toMatchObject({ ok: true, personId: null, scopes: new Set() });
    expect(read.ok && [...read.roles]).toContain('Contacts.ReadWrite');
    expect(body).not.toHaveProperty('refresh_token');
  });

  test.each([
    ['over common', form, 'common', 'invalid_request', 9001023],
    ['single scopes', { ...form, scope: 'Contacts.Read' }, TENANT, 'invalid_scope', 70011],
    ['a wrong secret', { ...form, client_secret: 'x' }, TENANT, 'invalid_client', 7000215],
    [
      'no secret',
      { grant_type: form.grant_type, client_id: form.client_id, scope: form.scope },
      TENANT,
      'invalid_client',
      7000218,
    ],
    ['an unknown app', { ...form, client_id: ADA }, TENANT, 'unauthorized_client', 700016],
    ['no grant type', { client_id: form.client_id }, TENANT, 'invalid_request', 900144],
    ['another grant type', { ...form, grant_type: 'password' }, TENANT, 'unsupported_grant_type', 70003],
    ['an unknown tenant', form, 'nowhere.example', 'invalid_request', 90002],
  ])('%s is refused', async (_name, asked, tenant, error, code) => {
    const { token } = setUp();
    const { body } = await token(asked, tenant);
    expect(body).toMatchObject({ error, error_codes: [code] });
    expect(Object.keys(body)).toEqual([
      'error',
      'error_description',
      'error_codes',
      'timestamp',
      'trace_id',
      'correlation_id',
      'error_uri',
    ]);
    expect(body.timestamp).toBe('2026-01-05 09:00:00Z');
  });

  test('an app that the tenant does not know: AADSTS700016', async () => {
    const { state, token } = setUp();
    const foreign = registerApp(state, { displayName: 'Foreign', secrets: ['s'], homeTenantId: ADA });
    const { body } = await token({ ...form, client_id: foreign.clientId, client_secret: 's' });
    expect(body).toMatchObject({ error: 'unauthorized_client', error_codes: [700016] });
  });
});

test('an access token is told from an unknown, an expired and a forgotten one', async () => {
  const { state, clock } = setUp();
  const token = issueAccessToken(state, {
    tenantId: TENANT,
    personId: BOB,
    appId: 'a',
    scopes: ['User.Read'],
    expiresInS: 60,
  });
  expect(readAccessToken(state, token).ok).toBe(true);
  expect(readAccessToken(state, `${token}x`)).toEqual({ ok: false, reason: 'malformed' });
  await clock.advance(60_000);
  expect(readAccessToken(state, token)).toEqual({ ok: false, reason: 'expired' });
});
