import { newGuid, randomBytes } from '../state/ids.ts';
import { firstTenant } from '../state/people.ts';
import type { SimulatorState } from '../state/types.ts';
import { grantAdminConsent } from './consents.ts';
import { APPLICATION, GRAPH_SCOPES } from './permissions.ts';
import type { AppRegistration, RedirectUri } from './state.ts';

export type AppSeed = Partial<Omit<AppRegistration, 'secrets'>> & {
  displayName: string;
  /** Values of client secrets that never expire. Default: one at random. A public client: none. */
  secrets?: string[];
};

/** Registers an application; what is left out has the widest meaning, so that a client works at once. */
export function registerApp(state: SimulatorState, seed: AppSeed): AppRegistration {
  const app: AppRegistration = {
    clientId: (seed.clientId ?? newGuid(state)).toLowerCase(),
    displayName: seed.displayName,
    homeTenantId: seed.homeTenantId ?? firstTenant(state).id,
    multiTenant: seed.multiTenant ?? true,
    disabled: seed.disabled ?? false,
    secrets: [],
    redirectUris: seed.redirectUris ?? [],
    anyLoopbackRedirect: seed.anyLoopbackRedirect ?? false,
    delegated: seed.delegated ?? GRAPH_SCOPES,
    application: seed.application ?? Object.keys(APPLICATION),
  };
  for (const value of seed.secrets ?? [newSecret(state)]) addSecret(state, app, value);
  state.entra.apps.set(app.clientId, app);
  return app;
}

/** Client id and secret of the app that every simulator has: a CRM, to which nobody has consented yet. */
export const DEFAULT_APP = {
  clientId: '0c0ffee0-5a3d-4c1e-9b70-6d5f2a9e1b44',
  secret: 'simulated-secret-not-for-production',
};
/** And of one to try any client with: all permissions, and the administrator has consented to them. */
export const TEST_APP = {
  clientId: '7e57ab1e-0d1c-4f5a-8c3b-2f9d6a40c911',
  secret: 'simulated-test-secret-not-for-production',
};

const CRM_DELEGATED =
  'User.Read User.ReadBasic.All Calendars.ReadWrite Contacts.ReadWrite Tasks.ReadWrite Mail.Send';
const CRM_APPLICATION =
  'User.Read.All User.Invite.All Organization.Read.All MailboxSettings.Read Calendars.ReadWrite Contacts.ReadWrite Tasks.ReadWrite.All Mail.Send';

/** Registers the CRM; it takes any redirect URI on this machine, and those named here. */
export function registerDefaultApp(
  state: SimulatorState,
  seed: { displayName?: string; redirectUris?: string[] } = {},
): AppRegistration {
  return registerApp(state, {
    clientId: DEFAULT_APP.clientId,
    displayName: seed.displayName ?? 'Counterpart',
    secrets: [DEFAULT_APP.secret],
    redirectUris: (seed.redirectUris ?? []).map((uri) => ({ uri, platform: 'web' })),
    anyLoopbackRedirect: true,
    delegated: CRM_DELEGATED.split(' '),
    application: CRM_APPLICATION.split(' '),
  });
}

/** Registers the client for trying things, consented to in every tenant that is there. */
export function registerTestApp(state: SimulatorState): AppRegistration {
  const app = registerApp(state, {
    clientId: TEST_APP.clientId,
    displayName: 'Test client with all permissions',
    secrets: [TEST_APP.secret],
    anyLoopbackRedirect: true,
  });
  for (const tenantId of state.tenants.keys()) grantAdminConsent(state, tenantId, app);
  return app;
}

export function addSecret(
  state: SimulatorState,
  app: AppRegistration,
  value = newSecret(state),
  expiresAtMs: number | null = null,
): string {
  app.secrets.push({ keyId: newGuid(state), value, expiresAtMs });
  return value;
}

/** All secrets of the app expire now (AADSTS7000222). */
export function expireSecrets(state: SimulatorState, clientId: string): void {
  const app = state.entra.apps.get(clientId.toLowerCase());
  for (const secret of app?.secrets ?? []) secret.expiresAtMs = state.clock.now();
}

export function checkSecret(
  state: SimulatorState,
  app: AppRegistration,
  value: string,
): 'right' | 'wrong' | 'expired' {
  const secret = app.secrets.find((secret) => secret.value === value);
  if (secret === undefined) return 'wrong';
  return secret.expiresAtMs !== null && secret.expiresAtMs <= state.clock.now() ? 'expired' : 'right';
}

/**
 * The registered redirect URI that the given one matches, character by character. As in Entra, the port of
 * `http://localhost` is not compared ("Redirect URI (reply URL) outline and restrictions").
 */
export function matchRedirectUri(app: AppRegistration, uri: string): RedirectUri | null {
  const asked = withoutLoopbackPort(uri);
  const registered = app.redirectUris.find((entry) => withoutLoopbackPort(entry.uri) === asked);
  if (registered !== undefined) return { ...registered, uri };
  return app.anyLoopbackRedirect && isLoopback(uri) ? { uri, platform: 'web' } : null;
}

function isLoopback(uri: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(uri);
}

function withoutLoopbackPort(uri: string): string {
  return isLoopback(uri) ? uri.replace(/^(https?:\/\/[^/]+?):\d+(?=\/|$)/, '$1') : uri;
}

function newSecret(state: SimulatorState): string {
  return randomBytes(state, 30).toString('base64url');
}
