import { getCookie } from 'hono/cookie';
import type { Context } from 'hono';
import { newGuid } from '../state/ids.ts';
import type { SimulatorState } from '../state/types.ts';

const COOKIE = 'ESTSAUTH';

/** Person ids that are signed in in this browser. */
export function signedInPeople(state: SimulatorState, context: Context): string[] {
  return state.entra.sessions.get(getCookie(context, COOKIE) ?? '') ?? [];
}

/** Remembers the person in this browser: the value of a Set-Cookie header. */
export function rememberPerson(state: SimulatorState, context: Context, personId: string): string {
  const known = getCookie(context, COOKIE);
  const cookie = known !== undefined && state.entra.sessions.has(known) ? known : newGuid(state);
  const others = (state.entra.sessions.get(cookie) ?? []).filter((id) => id !== personId);
  state.entra.sessions.set(cookie, [personId, ...others]);
  return `${COOKIE}=${cookie}; Path=/; HttpOnly; SameSite=Lax`;
}

/** Signs everybody out of this browser: the value of a Set-Cookie header. */
export function forgetPeople(state: SimulatorState, context: Context): string {
  state.entra.sessions.delete(getCookie(context, COOKIE) ?? '');
  return `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`;
}
