import type { Context, Hono } from 'hono';
import type { SimulatorState } from '../state/types.ts';
import { answerAdminConsent } from './adminConsent.ts';
import { answerAuthorize } from './authorize.ts';
import { discoveryDocument } from './discovery.ts';
import { EntraError, errorBody, newTrace } from './errors.ts';
import { publicKeys } from './idToken.ts';
import { problemPage, signedOutPage } from './pages.ts';
import { htmlResponse, redirectWith } from './redirect.ts';
import { matchRedirectUri } from './apps.ts';
import { forgetPeople } from './session.ts';
import { findAuthority } from './tenants.ts';
import { answerTokenRequest } from './tokenEndpoint.ts';
import { userInfo } from './userInfo.ts';

/** Pages of any origin may call the token, discovery and key endpoints, as single-page apps do. */
const CORS = { 'access-control-allow-origin': '*' };
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, client-request-id',
};

/** The sign-in service: everything below `/{tenant}/` of an authority, and `/oidc/userinfo` (GRAPH 7). */
export function mountEntra(app: Hono, simulator: { state: SimulatorState }): void {
  const { state } = simulator;
  const tenantOf = (context: Context) => context.req.param('tenant') ?? '';

  const pages: [path: string, answer: typeof answerAuthorize][] = [
    ['/:tenant/oauth2/v2.0/authorize', answerAuthorize],
    ['/:tenant/adminconsent', answerAdminConsent],
    ['/:tenant/v2.0/adminconsent', answerAdminConsent],
  ];
  for (const [path, answer] of pages) {
    app.on(['GET', 'POST'], path, (context) =>
      answer(state, context, tenantOf(context)).catch((error: unknown) => showProblem(state, error)),
    );
  }

  app.post('/:tenant/oauth2/v2.0/token', (context) => answerToken(state, context));
  app.options('/:tenant/oauth2/v2.0/token', (context) => context.body(null, 204, PREFLIGHT));
  app.get('/:tenant/v2.0/.well-known/openid-configuration', (context) =>
    answerJson(state, context, (origin) =>
      discoveryDocument(origin, findAuthority(state, tenantOf(context))),
    ),
  );
  app.get('/:tenant/discovery/v2.0/keys', (context) => answerJson(state, context, () => publicKeys(state)));
  app.on(['GET', 'POST'], '/oidc/userinfo', (context) => {
    const info = userInfo(state, context.req.header('authorization'));
    if (info !== null) return context.json(info, 200, CORS);
    return context.body(null, 401, { ...CORS, 'www-authenticate': 'Bearer error="invalid_token"' });
  });
  app.get('/:tenant/oauth2/v2.0/logout', (context) => signOut(state, context));
}

async function answerToken(state: SimulatorState, context: Context): Promise<Response> {
  const origin = new URL(context.req.url).origin;
  try {
    const answer = await answerTokenRequest(state, {
      origin,
      tenantSegment: context.req.param('tenant') ?? '',
      form: new URLSearchParams(await context.req.text()),
      authorization: context.req.header('authorization') ?? null,
      callerOrigin: context.req.header('origin') ?? null,
    });
    return context.json(answer, 200, { ...CORS, 'cache-control': 'no-store', pragma: 'no-cache' });
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    const trace = newTrace(state, context.req.header('client-request-id'));
    const status = error.error === 'invalid_client' ? 401 : 400;
    return context.json(errorBody(error, trace, origin), status, { ...CORS, 'cache-control': 'no-store' });
  }
}

async function answerJson(
  state: SimulatorState,
  context: Context,
  make: (origin: string) => object | Promise<object>,
): Promise<Response> {
  const { origin } = new URL(context.req.url);
  try {
    return context.json(await make(origin), 200, CORS);
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return context.json(errorBody(error, newTrace(state, undefined), origin), 400, CORS);
  }
}

async function showProblem(state: SimulatorState, error: unknown): Promise<Response> {
  if (!(error instanceof EntraError)) throw error;
  const trace = newTrace(state, undefined);
  return htmlResponse(await problemPage({ ...trace, code: error.code, message: error.message }), 400);
}

/** Goes on to `post_logout_redirect_uri` when an app registered it (`client_id`, or any app, as no id token is asked for). */
async function signOut(state: SimulatorState, context: Context): Promise<Response> {
  const uri = context.req.query('post_logout_redirect_uri');
  const isRegistered =
    uri !== undefined && [...state.entra.apps.values()].some((app) => matchRedirectUri(app, uri) !== null);
  const clientState = context.req.query('state');
  const response = isRegistered
    ? await redirectWith(uri, 'query', clientState === undefined ? {} : { state: clientState })
    : htmlResponse(await signedOutPage());
  response.headers.append('set-cookie', forgetPeople(state, context));
  return response;
}
