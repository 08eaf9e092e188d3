import type { SimulatorState, Tenant } from '../state/types.ts';
import { DELEGATED, IDENTITY_SCOPES } from './permissions.ts';
import type { AppRegistration } from './state.ts';

/** Delegated scopes that the app holds for this person: their own consent and the administrator's. */
export function consentedScopes(
  state: SimulatorState,
  tenantId: string,
  clientId: string,
  personId: string,
): Set<string> {
  const byAdministrator = state.entra.adminConsents.get(`${tenantId}|${clientId}`)?.delegated;
  const byPerson = state.entra.userConsents.get(`${tenantId}|${clientId}|${personId}`);
  return new Set([...(byAdministrator ?? []), ...(byPerson ?? [])]);
}

/** Requested scopes that nobody has granted yet. The identity scopes come along with any consent. */
export function missingScopes(consented: Set<string>, requested: string[]): string[] {
  const missing = requested.filter((scope) => !consented.has(scope));
  const onlyIdentity = missing.every((scope) => IDENTITY_SCOPES.includes(scope));
  return onlyIdentity && consented.size > 0 ? [] : missing;
}

export function grantUserConsent(
  state: SimulatorState,
  tenantId: string,
  clientId: string,
  personId: string,
  scopes: Iterable<string>,
): void {
  const key = `${tenantId}|${clientId}|${personId}`;
  state.entra.userConsents.set(key, new Set([...(state.entra.userConsents.get(key) ?? []), ...scopes]));
}

/** Consent for everybody in the tenant. Default: all that the registration asks for. */
export function grantAdminConsent(
  state: SimulatorState,
  tenantId: string,
  app: AppRegistration,
  granted: { delegated: string[]; application: string[] } = app,
): void {
  const key = `${tenantId}|${app.clientId}`;
  const before = state.entra.adminConsents.get(key);
  state.entra.adminConsents.set(key, {
    delegated: new Set([...(before?.delegated ?? []), ...IDENTITY_SCOPES, ...granted.delegated]),
    application: new Set([...(before?.application ?? []), ...granted.application]),
  });
}

/** Whether the app is known in the tenant: it was registered there, or somebody consented to it. */
export function isAppInTenant(state: SimulatorState, tenantId: string, app: AppRegistration): boolean {
  if (app.homeTenantId === tenantId) return true;
  if (!app.multiTenant) return false;
  if (state.entra.adminConsents.has(`${tenantId}|${app.clientId}`)) return true;
  const prefix = `${tenantId}|${app.clientId}|`;
  return [...state.entra.userConsents.keys()].some((key) => key.startsWith(prefix));
}

/** Named administrators; in a tenant without any, its first enabled member. */
export function administratorsOf(state: SimulatorState, tenant: Tenant): Set<string> {
  const people = [...tenant.people.values()].filter((person) => person.accountEnabled);
  const named = people.filter((person) => state.entra.administrators.has(person.id));
  const first = people.find((person) => person.properties.userType !== 'Guest');
  return new Set((named.length > 0 ? named : first ? [first] : []).map((person) => person.id));
}

/** Whether this person may grant consent for everybody in the tenant. */
export function isAdministrator(state: SimulatorState, tenant: Tenant, personId: string): boolean {
  return administratorsOf(state, tenant).has(personId);
}

/** Whether this person cannot grant these scopes without an administrator (AADSTS90094). */
export function needsAdministrator(
  state: SimulatorState,
  tenant: Tenant,
  personId: string,
  scopes: string[],
): boolean {
  if (scopes.length === 0 || isAdministrator(state, tenant, personId)) return false;
  if (state.entra.adminConsentRequired.has(tenant.id)) return true;
  return scopes.some((scope) => DELEGATED[scope]?.adminOnly === true);
}
