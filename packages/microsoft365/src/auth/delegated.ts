import { channelProblem } from '../errors.ts';
import { expiryMarginMs } from './app-only.ts';
import { requestToken, type TokenEndpointOptions } from './token-endpoint.ts';
import type { TokenSource } from './token-source.ts';

/** The tokens of one person's connection. */
export interface StoredTokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAtMs: number;
  /** Null: none was granted; the connection ends with its access token. */
  readonly refreshToken: string | null;
  readonly scopes: readonly string[];
}

/** Where the tokens of one connection are kept, sealed. */
export interface TokenStore {
  /** Null: the person has not signed in, or the sign-in was removed. */
  read(): Promise<StoredTokens | null>;
  /**
   * Replaces the tokens. `refresh` gets what is stored now and runs alone: nobody else in any process replaces the tokens of this connection
   * meanwhile, and what it returns is stored before anybody sees it.
   */
  replace(refresh: (current: StoredTokens | null) => Promise<StoredTokens>): Promise<StoredTokens>;
}

export interface DelegatedOptions extends TokenEndpointOptions {
  readonly store: TokenStore;
}

/** A person's own authority (P5): a refresh token that changes with each use. */
export function delegatedTokens(options: DelegatedOptions): TokenSource {
  const { store, clock } = options;
  const isGood = (tokens: StoredTokens | null): tokens is StoredTokens =>
    tokens !== null && tokens.accessTokenExpiresAtMs - expiryMarginMs > clock.now();

  async function renewUnless(good: (tokens: StoredTokens | null) => tokens is StoredTokens): Promise<string> {
    const tokens = await store.replace(async (current) =>
      good(current) ? current : refresh(options, current),
    );
    return tokens.accessToken;
  }

  return {
    async token() {
      const tokens = await store.read();
      return isGood(tokens) ? tokens.accessToken : renewUnless(isGood);
    },
    renew: (refused) =>
      renewUnless((tokens): tokens is StoredTokens => isGood(tokens) && tokens.accessToken !== refused),
  };
}

async function refresh(options: DelegatedOptions, current: StoredTokens | null): Promise<StoredTokens> {
  if (current?.refreshToken == null) throw channelProblem('signInLapsed');
  const grant = await requestToken(options, {
    grant_type: 'refresh_token',
    refresh_token: current.refreshToken,
    // Without offline_access the answer would carry no next refresh token (GRAPH 7).
    scope: [...new Set([...current.scopes, 'offline_access'])].join(' '),
  });
  return {
    accessToken: grant.accessToken,
    accessTokenExpiresAtMs: grant.expiresAtMs,
    refreshToken: grant.refreshToken ?? current.refreshToken,
    scopes: current.scopes,
  };
}
