import { describe, expect, test } from 'vitest';
import { registerApp } from './apps.ts';
import { grantAdminConsent } from './consents.ts';
import { ADA, BOB, createSignIn, DAN, REDIRECT, sentBack, TENANT } from './testkit.ts';

describe('GRAPH 7: authorize', () => {
  test('a person picks an account, sees the scopes, accepts, and is sent back with code and state', async () => {
    const { visit, authorizePath } = createSignIn();
    const picker = await (await visit(authorizePath())).text();
    expect(picker).toContain('Pick an account');
    const consent = await (await visit(authorizePath(), { sim_person: BOB })).text();
    expect(consent).toContain('Permissions requested');
    expect(consent).toContain('Have full access to your contacts');
    const back = sentBack(await visit(authorizePath(), { sim_person: BOB, sim_decision: 'accept' }));
    expect(back.get('code')).toBeTruthy();
    expect(back.get('state')).toBe('xyz');
    expect(back.get('session_state')).toBeTruthy();
  });

  test('who consented once is not asked again, and a signed-in browser asks nothing at all', async () => {
    const { visit, authorizePath, signIn } = createSignIn();
    await signIn(BOB);
    expect(sentBack(await visit(authorizePath())).get('code')).toBeTruthy();
    const chooser = await visit(authorizePath({ prompt: 'select_account' }));
    expect(await chooser.text()).toContain('Pick an account');
    expect(await (await visit(authorizePath({ prompt: 'consent' }))).text()).toContain(
      'Permissions requested',
    );
  });

  test.each([
    ['query', '?'],
    ['fragment', '#'],
  ])('response_mode %s', async (mode, mark) => {
    const { visit, authorizePath } = createSignIn();
    const form = { sim_person: BOB, sim_decision: 'accept' };
    const response = await visit(authorizePath({ response_mode: mode }), form);
    expect(response.headers.get('location')).toContain(`${REDIRECT}${mark}code=`);
  });

  test('response_mode form_post sends a form', async () => {
    const { visit, authorizePath } = createSignIn();
    const form = { sim_person: BOB, sim_decision: 'accept' };
    const page = await (await visit(authorizePath({ response_mode: 'form_post' }), form)).text();
    expect(page).toContain(`action="${REDIRECT}"`);
    expect(page).toMatch(/name="code" value="1\.[\w-]+"/);
    expect(page).toContain('name="state" value="xyz"');
  });

  test('declining: access_denied with AADSTS65004', async () => {
    const { visit, authorizePath } = createSignIn();
    const back = sentBack(await visit(authorizePath(), { sim_person: BOB, sim_decision: 'decline' }));
    expect(back.get('error')).toBe('access_denied');
    expect(back.get('error_description')).toMatch(
      /^AADSTS65004: .* Trace ID: .* Correlation ID: .* Timestamp: /,
    );
    expect(back.get('state')).toBe('xyz');
  });

  test.each([
    ['no response_type', { response_type: null }, 'invalid_request', 'AADSTS900144'],
    ['implicit flow', { response_type: 'token' }, 'unsupported_response_type', 'AADSTS700051'],
    ['no scope', { scope: null }, 'invalid_request', 'AADSTS900144'],
    ['a scope that does not exist', { scope: 'openid Fish.Read' }, 'invalid_scope', 'AADSTS70011'],
    ['an unknown prompt', { prompt: 'maybe' }, 'invalid_request', 'AADSTS90100'],
    ['a short code_challenge', { code_challenge: 'abc' }, 'invalid_request', 'AADSTS501491'],
    ['prompt=none, nobody signed in', { prompt: 'none' }, 'login_required', 'AADSTS50058'],
    [
      'prompt=none, somebody unknown',
      { prompt: 'none', login_hint: 'x@y.example' },
      'interaction_required',
      'AADSTS50034',
    ],
    [
      'prompt=none, no consent',
      { prompt: 'none', login_hint: 'bob@contoso.example' },
      'interaction_required',
      'AADSTS65001',
    ],
    [
      'prompt=none, a disabled account',
      { prompt: 'none', login_hint: 'dan@contoso.example' },
      'interaction_required',
      'AADSTS50057',
    ],
  ])('%s goes back to the client as an error', async (_name, changes, error, code) => {
    const { visit, authorizePath } = createSignIn();
    const back = sentBack(await visit(authorizePath(changes)));
    expect(back.get('error')).toBe(error);
    expect(back.get('error_description')).toContain(code);
  });

  test.each([
    ['an unknown app', { client_id: '00000000-0000-4000-8000-000000000000' }, 'AADSTS700016'],
    [
      'a redirect URI that is not registered',
      { redirect_uri: 'https://evil.example/callback' },
      'AADSTS50011',
    ],
    ['no redirect URI', { redirect_uri: null }, 'AADSTS900144'],
  ])('%s is said on a page, never by redirect', async (_name, changes, code) => {
    const { visit, authorizePath } = createSignIn();
    const response = await visit(authorizePath(changes));
    expect(response.headers.get('location')).toBeNull();
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(code);
  });

  test('an unknown tenant, and a disabled account that was picked, are said on a page', async () => {
    const { visit, authorizePath } = createSignIn();
    expect(await (await visit(authorizePath({}, 'nowhere.example'))).text()).toContain('AADSTS90002');
    expect(await (await visit(authorizePath(), { sim_person: DAN })).text()).toContain('AADSTS50057');
  });

  test('the redirect URI must match exactly; the port of localhost is not compared', async () => {
    const { state, visit, authorizePath } = createSignIn();
    const { clientId } = registerApp(state, {
      displayName: 'Strict',
      redirectUris: [
        { uri: 'https://app.example/cb', platform: 'web' },
        { uri: 'http://localhost/cb', platform: 'web' },
      ],
    });
    const status = async (redirect_uri: string) =>
      (await visit(authorizePath({ client_id: clientId, redirect_uri }))).status;
    expect(await status('https://app.example/cb')).toBe(200);
    expect(await status('https://app.example/cb/')).toBe(400);
    expect(await status('https://app.example/cb?x=1')).toBe(400);
    expect(await status('http://localhost:51234/cb')).toBe(200);
    expect(await status('http://localhost:51234/other')).toBe(400);
  });

  test('a single-tenant app cannot be used over common: AADSTS50194', async () => {
    const { state, visit, authorizePath } = createSignIn();
    const { clientId } = registerApp(state, {
      displayName: 'Home',
      multiTenant: false,
      anyLoopbackRedirect: true,
    });
    const response = await visit(authorizePath({ client_id: clientId }, 'common'));
    expect(await response.text()).toContain('AADSTS50194');
    expect((await visit(authorizePath({ client_id: clientId }))).status).toBe(200);
  });

  test('login_hint puts that person first', async () => {
    const { visit, authorizePath } = createSignIn();
    const page = await (await visit(authorizePath({ login_hint: 'bob@contoso.example' }))).text();
    expect(page.indexOf('Bob Marsh')).toBeLessThan(page.indexOf('Ada Byron'));
  });
});

describe('GRAPH 7: consent that needs an administrator', () => {
  test('a member asks for an administrator (AADSTS90094), the administrator may grant it', async () => {
    const { visit, authorizePath } = createSignIn();
    const path = authorizePath({ scope: 'openid User.Read.All' });
    expect(await (await visit(path, { sim_person: BOB })).text()).toContain('Need admin approval');
    const back = sentBack(await visit(path, { sim_decision: 'blocked' }));
    expect(back.get('error_description')).toContain('AADSTS90094');
    const page = await (await visit(path, { sim_person: ADA })).text();
    expect(page).toContain('Consent on behalf of your');
    expect(
      sentBack(await visit(path, { sim_person: ADA, sim_decision: 'accept', sim_organization: 'yes' })).get(
        'code',
      ),
    ).toBeTruthy();
    expect(sentBack(await visit(path, { sim_person: BOB })).get('code')).toBeTruthy();
  });

  test('where people may not consent for themselves, any scope needs an administrator', async () => {
    const { state, app, visit, authorizePath } = createSignIn();
    state.entra.adminConsentRequired.add(TENANT);
    expect(await (await visit(authorizePath(), { sim_person: BOB })).text()).toContain('Need admin approval');
    grantAdminConsent(state, TENANT, app);
    expect(sentBack(await visit(authorizePath(), { sim_person: BOB })).get('code')).toBeTruthy();
  });

  test('adminconsent: the administrator accepts for everybody, or declines', async () => {
    const { app, state, visit } = createSignIn();
    const path = `/organizations/adminconsent?client_id=${app.clientId}&state=7&redirect_uri=${encodeURIComponent(REDIRECT)}`;
    const picker = await (await visit(path)).text();
    expect(picker).toContain('Ada Byron');
    expect(picker).not.toContain('Bob Marsh');
    expect(await (await visit(path, { sim_person: ADA })).text()).toContain(
      'Read and write contacts in all mailboxes',
    );
    const declined = sentBack(await visit(path, { sim_person: ADA, sim_decision: 'decline' }));
    expect(Object.fromEntries(declined)).toMatchObject({ error: 'permission_denied', state: '7' });
    expect(state.entra.adminConsents.size).toBe(0);
    const accepted = sentBack(await visit(path, { sim_person: ADA, sim_decision: 'accept' }));
    expect(Object.fromEntries(accepted)).toEqual({ admin_consent: 'True', tenant: TENANT, state: '7' });
    const granted = state.entra.adminConsents.get(`${TENANT}|${app.clientId}`);
    expect(granted?.application.has('Contacts.ReadWrite')).toBe(true);
  });

  test('somebody who is no administrator cannot grant it', async () => {
    const { app, state, visit } = createSignIn();
    const path = `/${TENANT}/adminconsent?client_id=${app.clientId}&redirect_uri=${encodeURIComponent(REDIRECT)}`;
    const back = sentBack(await visit(path, { sim_person: BOB, sim_decision: 'accept' }));
    expect(back.get('error')).toBe('permission_denied');
    expect(state.entra.adminConsents.size).toBe(0);
  });
});

test('GRAPH 7: logout forgets the browser and goes on to a registered address only', async () => {
  const { visit, authorizePath, signIn } = createSignIn();
  await signIn(BOB);
  const away = await visit(`/${TENANT}/oauth2/v2.0/logout?post_logout_redirect_uri=https://evil.example/`);
  expect(await away.text()).toContain('You signed out');
  const back = await visit(
    `/${TENANT}/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent(REDIRECT)}`,
  );
  expect(back.headers.get('location')).toBe(REDIRECT);
  expect(await (await visit(authorizePath())).text()).toContain('Pick an account');
});
