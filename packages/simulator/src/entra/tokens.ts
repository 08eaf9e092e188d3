import { randomBytes } from '../state/ids.ts';
import type { SimulatorState } from '../state/types.ts';
import type { RefreshToken } from './state.ts';

/** Seconds that an access token lives unless told otherwise; the token endpoint answers 3599 (GRAPH 7). */
export const ACCESS_TOKEN_LIFE_S = 3600;
const REFRESH_TOKEN_LIFE_MS = 90 * 24 * 3600_000;
const SPA_REFRESH_TOKEN_LIFE_MS = 24 * 3600_000;
/** Expired access tokens are told from unknown ones for a day, then forgotten. */
const REMEMBER_EXPIRED_MS = 24 * 3600_000;
const SWEEP_EVERY = 1024;

export type AccessTokenSeed = {
  tenantId: string;
  /** Null: the application itself. */
  personId: string | null;
  appId: string;
  /** Delegated permissions, or (application) roles; whichever does not apply is left out. */
  scopes?: Iterable<string>;
  roles?: Iterable<string>;
  expiresInS?: number;
};

export type ReadToken =
  | {
      ok: true;
      tenantId: string;
      personId: string | null;
      appId: string;
      scopes: Set<string>;
      roles: Set<string>;
    }
  | { ok: false; reason: 'malformed' | 'expired' | 'revoked' };

/** A new opaque access token: clients must not decode it (GRAPH 7), so there is nothing in it. */
export function issueAccessToken(state: SimulatorState, seed: AccessTokenSeed): string {
  const tokens = state.entra.accessTokens;
  if (tokens.size % SWEEP_EVERY === SWEEP_EVERY - 1) forgetOldTokens(state);
  const token = `EwB${randomBytes(state, 48).toString('base64url')}`;
  tokens.set(token, {
    tenantId: seed.tenantId,
    personId: seed.personId,
    appId: seed.appId,
    scopes: new Set(seed.scopes),
    roles: new Set(seed.roles),
    expiresAtMs: state.clock.now() + (seed.expiresInS ?? ACCESS_TOKEN_LIFE_S) * 1000,
    revoked: false,
  });
  return token;
}

/** What an access token allows. Runs on every Graph call: one look into a map. */
export function readAccessToken(state: SimulatorState, token: string): ReadToken {
  const known = state.entra.accessTokens.get(token);
  if (known === undefined) return { ok: false, reason: 'malformed' };
  if (known.revoked) return { ok: false, reason: 'revoked' };
  if (known.expiresAtMs <= state.clock.now()) return { ok: false, reason: 'expired' };
  const { tenantId, personId, appId, scopes, roles } = known;
  return { ok: true, tenantId, personId, appId, scopes, roles };
}

/** Lives 90 days; 24 hours, not extended by use, for single-page applications (GRAPH 7). */
export function issueRefreshToken(
  state: SimulatorState,
  seed: Omit<RefreshToken, 'expiresAtMs' | 'revoked'> & { expiresAtMs?: number },
): string {
  const token = `1.A${randomBytes(state, 60).toString('base64url')}`;
  const lifeMs = seed.platform === 'spa' ? SPA_REFRESH_TOKEN_LIFE_MS : REFRESH_TOKEN_LIFE_MS;
  state.entra.refreshTokens.set(token, {
    ...seed,
    expiresAtMs: seed.expiresAtMs ?? state.clock.now() + lifeMs,
    revoked: false,
  });
  return token;
}

/** "Revoke sessions" for one person: every refresh and access token of theirs stops working, browsers are signed out. */
export function revokePerson(state: SimulatorState, tenantId: string, personId: string): void {
  revokeTokens(state, (token) => token.tenantId === tenantId && token.personId === personId);
  for (const [cookie, people] of state.entra.sessions) {
    state.entra.sessions.set(
      cookie,
      people.filter((id) => id !== personId),
    );
  }
}

/** Takes back the consent that people and administrators of a tenant gave to an app, and its tokens there. */
export function withdrawConsent(state: SimulatorState, tenantId: string, appId: string): void {
  state.entra.adminConsents.delete(`${tenantId}|${appId}`);
  for (const key of state.entra.userConsents.keys())
    if (key.startsWith(`${tenantId}|${appId}|`)) state.entra.userConsents.delete(key);
  for (const token of state.entra.accessTokens.values())
    if (token.tenantId === tenantId && token.appId === appId) token.revoked = true;
}

function revokeTokens(
  state: SimulatorState,
  matches: (token: { tenantId: string; personId: string | null }) => boolean,
): void {
  for (const token of state.entra.accessTokens.values()) if (matches(token)) token.revoked = true;
  for (const token of state.entra.refreshTokens.values()) if (matches(token)) token.revoked = true;
}

function forgetOldTokens(state: SimulatorState): void {
  const beforeMs = state.clock.now() - REMEMBER_EXPIRED_MS;
  for (const [token, { expiresAtMs }] of state.entra.accessTokens)
    if (expiresAtMs < beforeMs) state.entra.accessTokens.delete(token);
}
