import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { randomBytes } from '../state/ids.ts';
import type { Person, SimulatorState, Tenant } from '../state/types.ts';

const ID_TOKEN_LIFE_S = 3600;

async function signingKey(state: SimulatorState): Promise<JWK> {
  if (state.entra.signingKey === null) {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint(jwk);
    state.entra.signingKey ??= { ...jwk, kid };
  }
  return state.entra.signingKey;
}

/** What `/discovery/v2.0/keys` publishes. */
export async function publicKeys(state: SimulatorState): Promise<{ keys: JWK[] }> {
  const { kty, kid, n, e } = await signingKey(state);
  return { keys: [{ kty, use: 'sig', kid, n, e, alg: 'RS256' }] };
}

/** Pairwise subject: another one for each app (GRAPH 7). */
export function subjectOf(tenantId: string, personId: string, clientId: string): string {
  return createHash('sha256').update(`${tenantId}|${personId}|${clientId}`).digest('base64url');
}

export type IdTokenSeed = {
  origin: string;
  tenant: Tenant;
  person: Person;
  clientId: string;
  scopes: string[];
  nonce: string | null;
};

/** An id token with the claims of version 2.0 (GRAPH 7): `oid`, `name` and `preferred_username` need `profile`, `email` needs `email`. */
export async function issueIdToken(state: SimulatorState, seed: IdTokenSeed): Promise<string> {
  const { tenant, person, scopes } = seed;
  const nowS = Math.floor(state.clock.now() / 1000);
  const key = await signingKey(state);
  const mail = person.properties.mail;
  const claims: Record<string, string> = {
    tid: tenant.id,
    ver: '2.0',
    uti: randomBytes(state, 16).toString('base64url'),
  };
  if (seed.nonce !== null) claims.nonce = seed.nonce;
  if (scopes.includes('profile')) {
    claims.oid = person.id;
    claims.name = person.displayName;
    claims.preferred_username = person.userPrincipalName;
  }
  if (scopes.includes('email') && typeof mail === 'string') claims.email = mail;
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: key.kid })
    .setIssuer(`${seed.origin}/${tenant.id}/v2.0`)
    .setAudience(seed.clientId)
    .setSubject(subjectOf(tenant.id, person.id, seed.clientId))
    .setIssuedAt(nowS)
    .setNotBefore(nowS)
    .setExpirationTime(nowS + ID_TOKEN_LIFE_S)
    .sign(await importJWK(key, 'RS256'));
}
