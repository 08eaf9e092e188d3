import { serve } from '@hono/node-server';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { DEFAULT_APP } from './apps.ts';
import { grantAdminConsent } from './consents.ts';
import { ADA, BOB, createSignIn, REDIRECT, TENANT } from './testkit.ts';
import { readAccessToken } from './tokens.ts';

const signIn = createSignIn(systemClock());
let server: ReturnType<typeof serve>;
let authority = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server = serve({ fetch: signIn.hono.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      authority = `http://localhost:${port}`;
      resolve();
    });
  });
});
afterAll(() => void server.close());

function discover(): Promise<client.Configuration> {
  return client.discovery(
    new URL(`${authority}/${TENANT}/v2.0`),
    DEFAULT_APP.clientId,
    DEFAULT_APP.secret,
    undefined,
    { execute: [client.allowInsecureRequests] },
  );
}

describe('GRAPH 7: a certified OpenID client over http://localhost', () => {
  test('signs a person in with code and PKCE, checks the id token, refreshes, reads userinfo', async () => {
    const config = await discover();
    const verifier = client.randomPKCECodeVerifier();
    const nonce = client.randomNonce();
    const state = client.randomState();
    const start = client.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT,
      scope: 'openid profile email offline_access User.Read Contacts.ReadWrite',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      nonce,
      state,
    });

    const page = await (await fetch(start)).text();
    expect(page).toContain('Pick an account');
    expect(page).toContain('Bob Marsh');
    const asked = await fetch(start, { method: 'POST', body: new URLSearchParams({ sim_person: BOB }) });
    expect(await asked.text()).toContain('Have full access to your contacts');
    const accepted = await fetch(start, {
      method: 'POST',
      body: new URLSearchParams({ sim_person: BOB, sim_decision: 'accept' }),
      redirect: 'manual',
    });
    const back = new URL(accepted.headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe(REDIRECT);

    const tokens = await client.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: verifier,
      expectedNonce: nonce,
      expectedState: state,
    });
    const claims = tokens.claims();
    expect(claims).toMatchObject({
      tid: TENANT,
      oid: BOB,
      preferred_username: 'bob@contoso.example',
      name: 'Bob Marsh',
      email: 'bob@contoso.example',
      ver: '2.0',
    });
    expect(claims?.iss).toBe(`${authority}/${TENANT}/v2.0`);
    expect(tokens.expires_in).toBe(3599);
    const { id_token = '' } = tokens;
    const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri ?? ''));
    await jwtVerify(id_token, keys, { audience: DEFAULT_APP.clientId });

    const info = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
    expect(info.name).toBe('Bob Marsh');

    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', {
      scope: 'User.Read',
    });
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
    const read = readAccessToken(signIn.state, refreshed.access_token);
    expect(read).toMatchObject({ ok: true, personId: BOB, scopes: new Set(['User.Read']) });
    const again = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(again.access_token).not.toBe('');
  });

  test('an application on its own gets the roles an administrator granted', async () => {
    const config = await discover();
    grantAdminConsent(signIn.state, TENANT, signIn.app);
    const tokens = await client.clientCredentialsGrant(config, {
      scope: 'https://graph.microsoft.com/.default',
    });
    const read = readAccessToken(signIn.state, tokens.access_token);
    expect(read).toMatchObject({ ok: true, personId: null, tenantId: TENANT });
    expect(read.ok && read.roles.has('Contacts.ReadWrite')).toBe(true);
    expect(tokens.refresh_token).toBeUndefined();
  });

  test('the metadata of common has the literal {tenantid} in its issuer', async () => {
    const response = await fetch(`${authority}/common/v2.0/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer: `${authority}/{tenantid}/v2.0`,
      token_endpoint: `${authority}/common/oauth2/v2.0/token`,
    });
  });

  test('a person signed in once in a browser signs in silently, with login_hint', async () => {
    const response = await signIn.visit(
      signIn.authorizePath({ prompt: 'none', login_hint: 'ada@contoso.example' }),
    );
    expect(response.headers.get('location')).toMatch(/[?&]code=/);
    expect(ADA).toBeTruthy();
  });
});
