import type { SimulatorState } from '../state/types.ts';
import { subjectOf } from './idToken.ts';
import { readAccessToken } from './tokens.ts';

/** `/oidc/userinfo`: who the access token speaks for, or null when it speaks for nobody. */
export function userInfo(
  state: SimulatorState,
  authorization: string | undefined,
): Record<string, string> | null {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  const read = readAccessToken(state, token ?? '');
  if (!read.ok || read.personId === null) return null;
  const person = state.tenants.get(read.tenantId)?.people.get(read.personId);
  if (person === undefined) return null;
  const info: Record<string, string> = {
    sub: subjectOf(read.tenantId, person.id, read.appId),
    name: person.displayName,
  };
  const { givenName, surname, mail } = person.properties;
  if (typeof givenName === 'string') info.given_name = givenName;
  if (typeof surname === 'string') info.family_name = surname;
  if (read.scopes.has('email') && typeof mail === 'string') info.email = mail;
  return info;
}
