import type { SimulatorState } from '../state/types.ts';
import { matchRedirectUri } from './apps.ts';
import { isAppInTenant } from './consents.ts';
import { aadsts, aadstsAs } from './errors.ts';
import { parseScopes } from './permissions.ts';
import type { AppRegistration, AuthorizationCode, RedirectUri } from './state.ts';
import type { Authority } from './tenants.ts';

export type ResponseMode = 'query' | 'fragment' | 'form_post';

/** Where the answer goes, once it is sure that it may go there. */
export type Target = {
  app: AppRegistration;
  redirect: RedirectUri;
  responseMode: ResponseMode;
  /** The client's `state`, echoed. */
  clientState: string | null;
};

export type Prompt = 'login' | 'none' | 'consent' | 'select_account' | null;

export type AuthorizeRequest = {
  target: Target;
  authority: Authority;
  scopes: string[];
  prompt: Prompt;
  loginHint: string | null;
  nonce: string | null;
  challenge: AuthorizationCode['challenge'];
};

/**
 * The app and its redirect URI. What is wrong here is shown on a page, because nothing proves that the redirect URI
 * is the app's (GRAPH 7: exact match).
 */
export function readTarget(state: SimulatorState, authority: Authority, params: URLSearchParams): Target {
  const clientId = needed(params, 'client_id');
  const app = state.entra.apps.get(clientId.toLowerCase());
  const where = authority.kind === 'tenant' ? authority.tenant.displayName : authority.name;
  if (app === undefined) throw aadsts(700016, clientId, where);
  if (app.disabled) throw aadsts(70001, app.displayName);
  if (authority.kind === 'any' && !app.multiTenant) throw aadsts(50194, app.clientId);
  if (authority.kind === 'tenant' && !app.multiTenant && !isAppInTenant(state, authority.tenant.id, app))
    throw aadsts(700016, clientId, where);
  const uri = needed(params, 'redirect_uri');
  const redirect = matchRedirectUri(app, uri);
  if (redirect === null) throw aadsts(50011, uri, app.clientId);
  const mode = params.get('response_mode') ?? 'query';
  const responseMode = mode === 'fragment' || mode === 'form_post' ? mode : 'query';
  return { app, redirect, responseMode, clientState: params.get('state') };
}

/** The rest of the request. What is wrong here goes back to the client by redirect. */
export function readAuthorizeRequest(
  target: Target,
  authority: Authority,
  params: URLSearchParams,
): AuthorizeRequest {
  const responseType = needed(params, 'response_type');
  if (responseType !== 'code') throw aadsts(700051, responseType);
  const mode = params.get('response_mode');
  if (mode !== null && mode !== target.responseMode) throw aadsts(90100, 'response_mode');
  const parsed = parseScopes(needed(params, 'scope'));
  if (!parsed.ok) throw aadsts(70011, parsed.unknownScope);
  const scopes = parsed.useDefault
    ? [...new Set([...parsed.scopes, ...target.app.delegated])]
    : parsed.scopes;
  return {
    target,
    authority,
    scopes,
    prompt: readPrompt(params.get('prompt')),
    loginHint: params.get('login_hint'),
    nonce: params.get('nonce'),
    challenge: readChallenge(target, params),
  };
}

function readPrompt(prompt: string | null): Prompt {
  if (prompt === null || prompt === '') return null;
  if (prompt === 'login' || prompt === 'none' || prompt === 'consent' || prompt === 'select_account')
    return prompt;
  throw aadsts(90100, 'prompt');
}

function readChallenge(target: Target, params: URLSearchParams): AuthorizationCode['challenge'] {
  const value = params.get('code_challenge');
  if (value === null) {
    // PKCE is demanded of single-page apps only.
    if (target.redirect.platform === 'spa') throw aadsts(9002325);
    return null;
  }
  const method = params.get('code_challenge_method') ?? 'plain';
  if (method !== 'S256' && method !== 'plain') throw aadsts(90100, 'code_challenge_method');
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(value)) throw aadsts(501491);
  return { value, method };
}

function needed(params: URLSearchParams, name: string): string {
  const value = params.get(name);
  if (value === null || value === '') throw aadstsAs('invalid_request', 900144, name);
  return value;
}
