import { Hono } from 'hono';
import { manualClock, type Clock } from '../clock.ts';
import { createSimulator } from '../simulator.ts';
import { registerDefaultApp } from './apps.ts';
import { mountEntra } from './mount.ts';

export const ORIGIN = 'http://localhost:4000';
export const REDIRECT = 'http://localhost:9999/callback';
export const TENANT = '11111111-1111-4111-8111-111111111111';
export const ADA = 'aaaaaaaa-0000-4000-8000-000000000001';
export const BOB = 'bbbbbbbb-0000-4000-8000-000000000002';
export const DAN = 'dddddddd-0000-4000-8000-000000000003';

/** A tenant with an administrator (Ada), a member (Bob) and a disabled account (Dan), and its sign-in service. */
export function createSignIn(clock: Clock = manualClock(Date.UTC(2026, 0, 5, 9))) {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const { state } = createSimulator({
    clock,
    random,
    tenants: [
      {
        id: TENANT,
        people: [
          { id: ADA, userPrincipalName: 'ada@contoso.example', displayName: 'Ada Byron' },
          { id: BOB, userPrincipalName: 'bob@contoso.example', displayName: 'Bob Marsh' },
          {
            id: DAN,
            userPrincipalName: 'dan@contoso.example',
            displayName: 'Dan Off',
            accountEnabled: false,
          },
        ],
      },
    ],
  });
  const app = registerDefaultApp(state, { redirectUris: [REDIRECT] });
  const hono = new Hono();
  mountEntra(hono, { state });
  let cookie = '';

  /** A browser's request: keeps the session cookie, follows nothing. */
  async function visit(pathOrUrl: string, form?: Record<string, string>): Promise<Response> {
    const request = new Request(new URL(pathOrUrl, ORIGIN), {
      method: form === undefined ? 'GET' : 'POST',
      headers: { cookie },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    const response = await hono.fetch(request);
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  }

  /** The path of an authorize request with the usual parameters, some of them replaced or (null) left out. */
  function authorizePath(changes: Record<string, string | null> = {}, tenant = TENANT): string {
    const params = new URLSearchParams();
    const usual = {
      client_id: app.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid profile email offline_access User.Read Contacts.ReadWrite',
      state: 'xyz',
    };
    for (const [name, value] of Object.entries({ ...usual, ...changes }))
      if (value !== null) params.set(name, value);
    return `/${tenant}/oauth2/v2.0/authorize?${params.toString()}`;
  }

  /** Signs the person in, accepting what is asked, and answers the parameters sent back to the client. */
  async function signIn(
    personId: string,
    changes: Record<string, string | null> = {},
  ): Promise<URLSearchParams> {
    const response = await visit(authorizePath(changes), { sim_person: personId, sim_decision: 'accept' });
    return sentBack(response);
  }

  async function token(form: Record<string, string>, tenant = TENANT, headers: Record<string, string> = {}) {
    const request = new Request(`${ORIGIN}/${tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(form),
    });
    const response = await hono.fetch(request);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  return { state, app, hono, visit, authorizePath, signIn, token };
}

/** Parameters of a redirect to the client, from query or fragment. */
export function sentBack(response: Response): URLSearchParams {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`no redirect but ${response.status}`);
  const url = new URL(location);
  return new URLSearchParams(url.hash === '' ? url.search : url.hash.slice(1));
}
