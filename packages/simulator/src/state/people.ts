import { appendChange, emptyLog } from './changes.ts';
import { newGuid } from './ids.ts';
import type { JsonObject, Person, SimulatorState, Tenant } from './types.ts';

/** A person to put into the directory. `properties` holds further properties of Graph's `user`, by their Graph names. */
export type PersonSeed = {
  userPrincipalName: string;
  displayName: string;
  id?: string;
  properties?: JsonObject;
  timeZone?: string;
  accountEnabled?: boolean;
  hasMailbox?: boolean;
};

export type TenantSeed = { id?: string; displayName?: string; domain?: string; people?: PersonSeed[] };

export function addTenant(state: SimulatorState, seed: TenantSeed): Tenant {
  const tenant: Tenant = {
    id: (seed.id ?? newGuid(state)).toLowerCase(),
    displayName: seed.displayName ?? 'Contoso',
    domain: seed.domain ?? 'contoso.example',
    people: new Map(),
    names: new Map(),
    sequence: 0,
    log: emptyLog(),
    mailboxes: new Map(),
  };
  state.tenants.set(tenant.id, tenant);
  for (const person of seed.people ?? []) addPerson(state, tenant, person);
  return tenant;
}

export function addPerson(state: SimulatorState, tenant: Tenant, seed: PersonSeed): Person {
  const id = (seed.id ?? newGuid(state)).toLowerCase();
  const person: Person = {
    id,
    userPrincipalName: seed.userPrincipalName,
    displayName: seed.displayName,
    properties: { mail: seed.userPrincipalName, ...seed.properties },
    timeZone: seed.timeZone ?? 'UTC',
    accountEnabled: seed.accountEnabled ?? true,
    hasMailbox: seed.hasMailbox ?? true,
  };
  tenant.people.set(id, person);
  touchPerson(state, tenant, person);
  return person;
}

/** Call after changing a person: writes the change, and makes them findable by id, userPrincipalName and mail in any case. */
export function touchPerson(state: SimulatorState, tenant: Tenant, person: Person): void {
  appendChange(tenant.log, {
    sequence: ++tenant.sequence,
    atMs: state.clock.now(),
    key: person.id,
    removed: null,
  });
  const { mail } = person.properties;
  tenant.names.set(person.id, person.id);
  tenant.names.set(person.userPrincipalName.toLowerCase(), person.id);
  if (typeof mail === 'string' && !tenant.names.has(mail.toLowerCase()))
    tenant.names.set(mail.toLowerCase(), person.id);
}

/** The first tenant: the only one unless more were asked for. */
export function firstTenant(state: SimulatorState): Tenant {
  for (const tenant of state.tenants.values()) return tenant;
  throw new Error('the simulator has no tenant');
}

/** By id, userPrincipalName or mail. */
export function findPerson(tenant: Tenant, name: string): Person | null {
  const id = tenant.names.get(name.toLowerCase());
  return (id === undefined ? undefined : tenant.people.get(id)) ?? null;
}

/** The same over all tenants. */
export function findPersonAnywhere(
  state: SimulatorState,
  name: string,
): { tenant: Tenant; person: Person } | null {
  for (const tenant of state.tenants.values()) {
    const person = findPerson(tenant, name);
    if (person !== null) return { tenant, person };
  }
  return null;
}
