import type { JWK } from 'jose';

/** What the sign-in service keeps. Times are milliseconds since 1970; client ids are lower-case GUIDs. */
export type EntraState = {
  /** App registrations by client id. */
  apps: Map<string, AppRegistration>;
  /** Delegated scopes that a person granted, by `tenantId|clientId|personId`. */
  userConsents: Map<string, Set<string>>;
  /** What an administrator granted for everybody, by `tenantId|clientId`. */
  adminConsents: Map<string, AdminConsent>;
  /** Person ids that may grant consent for their tenant. A tenant that has none here: its first enabled member. */
  administrators: Set<string>;
  /** Tenant ids where people may not consent for themselves (AADSTS90094). */
  adminConsentRequired: Set<string>;
  codes: Map<string, AuthorizationCode>;
  refreshTokens: Map<string, RefreshToken>;
  accessTokens: Map<string, AccessToken>;
  /** Signed-in browsers: person ids by the value of the session cookie. */
  sessions: Map<string, string[]>;
  /** Private key of id tokens, made on first use. */
  signingKey: JWK | null;
};

export type AppRegistration = {
  clientId: string;
  displayName: string;
  homeTenantId: string;
  /** False: only people of the home tenant may use it, and not over `common` (AADSTS50194). */
  multiTenant: boolean;
  disabled: boolean;
  secrets: { keyId: string; value: string; expiresAtMs: number | null }[];
  redirectUris: RedirectUri[];
  /** A convenience that Entra lacks: any redirect URI on this machine is taken as a registered `web` one. */
  anyLoopbackRedirect: boolean;
  /** Permissions that the registration asks for: what `.default` and admin consent mean. */
  delegated: string[];
  application: string[];
};

/** `web` needs a secret; `spa` needs PKCE and gets refresh tokens of 24 hours; `native` is a public client. */
export type RedirectUri = { uri: string; platform: 'web' | 'spa' | 'native' };

export type AdminConsent = { delegated: Set<string>; application: Set<string> };

export type AuthorizationCode = {
  clientId: string;
  tenantId: string;
  personId: string;
  redirectUri: string;
  platform: RedirectUri['platform'];
  scopes: string[];
  nonce: string | null;
  challenge: { value: string; method: 'S256' | 'plain' } | null;
  expiresAtMs: number;
  redeemed: boolean;
};

export type RefreshToken = {
  clientId: string;
  tenantId: string;
  personId: string;
  platform: RedirectUri['platform'];
  scopes: string[];
  expiresAtMs: number;
  revoked: boolean;
};

export type AccessToken = {
  tenantId: string;
  /** Null: the application itself. */
  personId: string | null;
  appId: string;
  scopes: Set<string>;
  roles: Set<string>;
  expiresAtMs: number;
  revoked: boolean;
};

export function emptyEntraState(): EntraState {
  return {
    apps: new Map(),
    userConsents: new Map(),
    adminConsents: new Map(),
    administrators: new Set(),
    adminConsentRequired: new Set(),
    codes: new Map(),
    refreshTokens: new Map(),
    accessTokens: new Map(),
    sessions: new Map(),
    signingKey: null,
  };
}
