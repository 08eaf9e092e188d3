import type { SimulatorState, Tenant } from '../state/types.ts';
import { aadsts } from './errors.ts';

/** Whom an authority lets sign in: one tenant's people, or work accounts of any tenant. */
export type Authority = { kind: 'tenant'; tenant: Tenant } | { kind: 'any'; name: string };

/** `common`, `organizations`, a tenant's id or its domain. There are no personal accounts here, so `consumers` is refused. */
export function findAuthority(state: SimulatorState, segment: string): Authority {
  const name = segment.toLowerCase();
  if (name === 'common' || name === 'organizations') return { kind: 'any', name };
  for (const tenant of state.tenants.values())
    if (tenant.id === name || tenant.domain.toLowerCase() === name) return { kind: 'tenant', tenant };
  throw aadsts(90002, segment);
}

/** Tenants whose people the authority lets in. */
export function tenantsOf(state: SimulatorState, authority: Authority): Tenant[] {
  return authority.kind === 'tenant' ? [authority.tenant] : [...state.tenants.values()];
}
