import { readAccessToken } from '../entra/tokens.ts';
import type { SimulatorState } from '../state/types.ts';
import type { Caller } from './call.ts';
import type { IncomingRequest } from './core.ts';
import { graphError } from './errors.ts';
import type { Permission } from './router.ts';

const REASONS = {
  malformed: 'IDX14100: JWT is not well formed.',
  expired: 'Lifetime validation failed, the token is expired.',
  revoked: 'Continuous access evaluation resulted in challenge: the session was revoked.',
};

/** Who asks. Throws 401 InvalidAuthenticationToken for a missing, unknown, expired or revoked token (GRAPH 8). */
export function authenticate(state: SimulatorState, request: IncomingRequest): Caller {
  const header = request.header('authorization');
  if (header === null || header.trim() === '') throw unauthorised(request, 'Access token is empty.');
  const token = /^Bearer\s+(\S+)$/i.exec(header.trim())?.[1];
  if (token === undefined) throw unauthorised(request, REASONS.malformed);
  const read = readAccessToken(state, token);
  if (!read.ok) throw unauthorised(request, REASONS[read.reason]);
  const tenant = state.tenants.get(read.tenantId);
  if (tenant === undefined) throw unauthorised(request, REASONS.malformed);
  return { ...read, tenant };
}

export function unauthorised(request: { origin: string }, message: string): Error {
  return graphError(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate': `Bearer realm="", authorization_uri="${request.origin}/common/oauth2/v2.0/authorize", client_id="00000003-0000-0000-c000-000000000000"`,
  });
}

/** 403 unless the token holds one of the permissions (GRAPH 8). */
export function checkPermission(caller: Caller, permission: Permission): void {
  const [held, needed] =
    caller.personId === null ? [caller.roles, permission.roles] : [caller.scopes, permission.scopes];
  if (needed.some((name) => held.has(name))) return;
  throw denied(permission.directory === true);
}

export function denied(directory: boolean): Error {
  return directory
    ? graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
    : graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}
