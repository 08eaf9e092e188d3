import * as openid from 'openid-client';
import { z } from 'zod';
import { isLocal, type MicrosoftConfig } from '../config.ts';
import { Refusal } from '../errors.ts';

/** The origin for which openid-client knows that an issuer with the literal `{tenantid}` stands for the token's `tid` (GRAPH 7). */
const ENTRA_ORIGIN = 'https://login.microsoftonline.com';

/** What a sign-in has to remember until the browser comes back. */
export interface Challenge {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who signed in: keyed by tenant and object id, never by address (GRAPH 7). */
export interface MicrosoftPerson {
  readonly tenantId: string;
  readonly objectId: string;
  /** `preferred_username`: can change hands, for display and for P5 only. */
  readonly login: string;
  readonly name: string;
}

export interface MicrosoftGrant extends MicrosoftPerson {
  readonly scopes: readonly string[];
  readonly accessToken: string;
  readonly accessTokenExpiresAtMs: number;
  readonly refreshToken: string | undefined;
}

export interface MicrosoftSignIn {
  newChallenge(): Challenge;
  /** Where the browser begins: code with PKCE, nonce and state. */
  authorizeUrl(input: {
    challenge: Challenge;
    redirectUri: string;
    scopes: readonly string[];
    tenant?: string;
    loginHint?: string;
    /** Lets in who is signed in at Microsoft already, without asking which account. */
    silent?: boolean;
  }): Promise<string>;
  adminConsentUrl(input: { state: string; redirectUri: string }): string;
  /**
   * Redeems the code that came back.
   * @throws Refusal `microsoftDeclined`, `microsoftUnreachable`.
   */
  redeem(input: { callback: URL; challenge: Challenge; tenant?: string }): Promise<MicrosoftGrant>;
}

const claims = z.object({
  tid: z.string().min(1),
  oid: z.string().min(1),
  preferred_username: z.string().min(1),
  name: z.string().optional(),
});
const LIFE_OF_METADATA_MS = 24 * 3600 * 1000;

/** Sign-in at Microsoft Entra ID. The tenant is the configured one unless a call names another. */
export function createMicrosoftSignIn(
  config: MicrosoftConfig,
  { fetch: send, now }: { fetch: typeof fetch; now: () => number },
): MicrosoftSignIn {
  const known = new Map<string, { atMs: number; discovered: Promise<openid.Configuration> }>();
  const discovered = (tenant: string): Promise<openid.Configuration> => {
    const found = known.get(tenant);
    if (found !== undefined && now() - found.atMs < LIFE_OF_METADATA_MS) return found.discovered;
    const fresh = discover(config, tenant, send);
    known.set(tenant, { atMs: now(), discovered: fresh });
    // A failure is not remembered: the next sign-in asks again.
    fresh.catch(() => known.delete(tenant));
    return fresh;
  };
  return {
    newChallenge: () => ({
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
    }),
    async authorizeUrl({ challenge, redirectUri, scopes, tenant = config.tenant, loginHint, silent }) {
      const configuration = await discovered(tenant).catch(refused);
      return openid.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: scopes.join(' '),
        state: challenge.state,
        nonce: challenge.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(challenge.verifier),
        code_challenge_method: 'S256',
        ...(loginHint === undefined ? {} : { login_hint: loginHint }),
        ...(loginHint === undefined && silent !== true ? { prompt: 'select_account' } : {}),
      }).href;
    },
    adminConsentUrl({ state, redirectUri }) {
      const query = new URLSearchParams({ client_id: config.clientId, state, redirect_uri: redirectUri });
      return `${config.authority}/${config.tenant}/adminconsent?${query.toString()}`;
    },
    async redeem({ callback, challenge, tenant = config.tenant }) {
      try {
        const tokens = await openid.authorizationCodeGrant(await discovered(tenant), callback, {
          pkceCodeVerifier: challenge.verifier,
          expectedNonce: challenge.nonce,
          expectedState: challenge.state,
          idTokenExpected: true,
        });
        const { tid, oid, preferred_username: login, name = login } = claims.parse(tokens.claims());
        return {
          tenantId: tid,
          objectId: oid,
          login,
          name,
          scopes: (tokens.scope ?? '').split(' ').filter((scope) => scope !== ''),
          accessToken: tokens.access_token,
          accessTokenExpiresAtMs: now() + (tokens.expires_in ?? 0) * 1000,
          refreshToken: tokens.refresh_token,
        };
      } catch (error) {
        return refused(error);
      }
    },
  };
}

/**
 * openid-client knows Entra's issuers by the origin of the address that is asked for the metadata. The request goes to the
 * configured authority, so a national cloud and the simulated tenant take the same way.
 */
function discover(
  config: MicrosoftConfig,
  tenant: string,
  send: typeof fetch,
): Promise<openid.Configuration> {
  const atAuthority: openid.CustomFetch = (url, options) =>
    send(
      url.startsWith(`${ENTRA_ORIGIN}/`) ? config.authority + url.slice(ENTRA_ORIGIN.length) : url,
      options,
    );
  return openid.discovery(
    new URL(`${ENTRA_ORIGIN}/${tenant}/v2.0`),
    config.clientId,
    undefined,
    openid.ClientSecretPost(config.clientSecret),
    {
      [openid.customFetch]: atAuthority,
      execute: isLocal(config.authority) ? [openid.allowInsecureRequests] : [],
    },
  );
}

/** React to `error`, never to the text (GRAPH 7). */
function refused(cause: unknown): never {
  if (cause instanceof openid.AuthorizationResponseError || cause instanceof openid.ResponseBodyError) {
    const later = ['temporarily_unavailable', 'server_error'].includes(cause.error);
    throw new Refusal(later ? 'microsoftUnreachable' : 'microsoftDeclined', { cause });
  }
  const unreachable =
    cause instanceof TypeError || (cause instanceof openid.ClientError && cause.code === 'OAUTH_TIMEOUT');
  throw new Refusal(unreachable ? 'microsoftUnreachable' : 'microsoftDeclined', { cause });
}
