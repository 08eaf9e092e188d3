import { createHash } from 'node:crypto';
import { findPerson } from '../state/people.ts';
import type { Person, Tenant } from '../state/types.ts';
import { consentedScopes, missingScopes } from './consents.ts';
import { aadsts, aadstsAs } from './errors.ts';
import { issueIdToken } from './idToken.ts';
import { parseScopes } from './permissions.ts';
import type { RedirectUri } from './state.ts';
import { authenticateClient, required, type TokenAnswer, type TokenCall } from './tokenCall.ts';
import { ACCESS_TOKEN_LIFE_S, issueAccessToken, issueRefreshToken } from './tokens.ts';

type Granted = {
  tenantId: string;
  personId: string;
  platform: RedirectUri['platform'];
  scopes: string[];
  nonce: string | null;
  /** Set when the new refresh token may not outlive the old one (single-page apps). */
  refreshExpiresAtMs?: number;
};

/** Redeems a code: once, within ten minutes, with its redirect URI and PKCE verifier. */
export async function authorizationCodeGrant(call: TokenCall): Promise<TokenAnswer> {
  const { state, form, app } = call;
  const code = state.entra.codes.get(required(form, 'code'));
  const redirectUri = required(form, 'redirect_uri');
  if (code === undefined || code.clientId !== app.clientId) throw aadsts(70000, "parameter 'code'");
  authenticateClient(call, code.platform);
  if (code.redeemed) throw aadsts(54005);
  if (code.expiresAtMs <= state.clock.now()) throw aadsts(70008);
  if (redirectUri !== code.redirectUri) throw aadsts(500112, redirectUri, code.redirectUri);
  checkVerifier(code.challenge, form.get('code_verifier'));
  code.redeemed = true;
  return answer(call, code, requestedScopes(call, code.scopes));
}

/** Answers a new refresh token each time; the old one goes on working (GRAPH 7). */
export async function refreshTokenGrant(call: TokenCall): Promise<TokenAnswer> {
  const { state, form, app } = call;
  const token = state.entra.refreshTokens.get(required(form, 'refresh_token'));
  if (token === undefined || token.clientId !== app.clientId)
    throw aadsts(70000, "parameter 'refresh_token'");
  authenticateClient(call, token.platform);
  if (token.revoked) throw aadsts(50173);
  const isSpa = token.platform === 'spa';
  if (token.expiresAtMs <= state.clock.now()) throw aadsts(isSpa ? 700084 : 700082);
  const granted: Granted = { ...token, nonce: null };
  if (isSpa) granted.refreshExpiresAtMs = token.expiresAtMs;
  return answer(call, granted, requestedScopes(call, token.scopes));
}

/** The scopes of the token: those asked for here, else those of the sign-in. */
function requestedScopes(call: TokenCall, signedInWith: string[]): string[] {
  const text = call.form.get('scope');
  if (text === null || text === '') return signedInWith;
  const parsed = parseScopes(text);
  if (!parsed.ok) throw aadsts(70011, parsed.unknownScope);
  return parsed.useDefault ? [...new Set([...parsed.scopes, ...signedInWith])] : parsed.scopes;
}

async function answer(call: TokenCall, granted: Granted, scopes: string[]): Promise<TokenAnswer> {
  const { state, app } = call;
  const { tenant, person } = whose(call, granted);
  const consented = consentedScopes(state, tenant.id, app.clientId, person.id);
  if (missingScopes(consented, scopes).length > 0 || consented.size === 0) throw aadsts(65001, app.clientId);
  const expires_in = ACCESS_TOKEN_LIFE_S - 1;
  const result: TokenAnswer = {
    token_type: 'Bearer',
    scope: scopes.filter((scope) => scope !== 'offline_access').join(' '),
    expires_in,
    ext_expires_in: expires_in,
    access_token: issueAccessToken(state, {
      tenantId: tenant.id,
      personId: person.id,
      appId: app.clientId,
      scopes,
    }),
  };
  if (granted.scopes.includes('offline_access') || scopes.includes('offline_access')) {
    const { platform, refreshExpiresAtMs } = granted;
    result.refresh_token = issueRefreshToken(state, {
      clientId: app.clientId,
      tenantId: tenant.id,
      personId: person.id,
      platform,
      scopes: granted.scopes,
      ...(refreshExpiresAtMs === undefined ? {} : { expiresAtMs: refreshExpiresAtMs }),
    });
  }
  if (scopes.includes('openid')) {
    const { origin } = call;
    const { nonce } = granted;
    result.id_token = await issueIdToken(state, {
      origin,
      tenant,
      person,
      clientId: app.clientId,
      scopes,
      nonce,
    });
  }
  if (call.form.get('client_info') === '1') {
    const clientInfo = JSON.stringify({ uid: person.id, utid: tenant.id });
    result.client_info = Buffer.from(clientInfo).toString('base64url');
  }
  return result;
}

function whose(call: TokenCall, granted: Granted): { tenant: Tenant; person: Person } {
  const { state, authority } = call;
  const tenant = state.tenants.get(granted.tenantId);
  const person = tenant === undefined ? null : findPerson(tenant, granted.personId);
  if (tenant === undefined || person === null) throw aadsts(50173);
  if (authority.kind === 'tenant' && authority.tenant.id !== tenant.id) throw aadsts(700005);
  // The token endpoint has nobody to interact with: a disabled account ends the grant.
  if (!person.accountEnabled) throw aadstsAs('invalid_grant', 50057);
  return { tenant, person };
}

function checkVerifier(
  challenge: { value: string; method: 'S256' | 'plain' } | null,
  verifier: string | null,
): void {
  if (challenge === null) return;
  if (verifier === null || verifier === '') throw aadsts(900144, 'code_verifier');
  const made =
    challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  if (made !== challenge.value) throw aadsts(501481);
}
