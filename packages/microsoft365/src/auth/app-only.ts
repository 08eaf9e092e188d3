import { requestToken, type Grant, type TokenEndpointOptions } from './token-endpoint.ts';
import type { TokenSource } from './token-source.ts';

export interface AppOnlyOptions extends TokenEndpointOptions {
  /** `https://graph.microsoft.com/.default`: whatever the tenant's administrator consented to. */
  readonly scope: string;
}

/** A token is replaced this long before it ends, so that none ends on the way. */
export const expiryMarginMs = 60_000;

/** The organisation's authority (P6): client credentials, kept in memory; requests that come together ask once. */
export function appOnlyTokens(options: AppOnlyOptions): TokenSource {
  let current: Grant | null = null;
  let asking: Promise<Grant> | null = null;

  async function fresh(): Promise<string> {
    asking ??= requestToken(options, { grant_type: 'client_credentials', scope: options.scope }).finally(
      () => {
        asking = null;
      },
    );
    current = await asking;
    return current.accessToken;
  }

  return {
    async token() {
      const good = current !== null && current.expiresAtMs - expiryMarginMs > options.clock.now();
      return good && current !== null ? current.accessToken : fresh();
    },
    async renew(refused) {
      // Somebody else was refused with the same token and has renewed it already.
      if (current !== null && current.accessToken !== refused) return current.accessToken;
      return fresh();
    },
  };
}
