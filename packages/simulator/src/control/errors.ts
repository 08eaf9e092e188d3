import type { Context } from 'hono';
import { findPersonAnywhere } from '../state/people.ts';
import { isObject } from '../graph/body.ts';
import type { Json, JsonObject, Person, SimulatorState, Tenant } from '../state/types.ts';

/** A control request that makes no sense. */
export class ControlError extends Error {
  readonly status: 400 | 404;
  constructor(message: string, status: 400 | 404 = 400) {
    super(message);
    this.status = status;
  }
}

/** The JSON object of the request. */
export async function readJson(context: Context): Promise<JsonObject> {
  const text = await context.req.text();
  if (text === '') return {};
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (cause) {
    throw new ControlError(`The body is not JSON: ${String(cause)}`);
  }
  if (!isObject(value)) throw new ControlError('The body must be a JSON object.');
  return value;
}

/** The person that the path or body names by id, userPrincipalName or mail. */
export function personNamed(
  state: SimulatorState,
  name: string | undefined,
): { tenant: Tenant; person: Person } {
  const found = findPersonAnywhere(state, name ?? '');
  if (found === null) throw new ControlError(`Nobody is called '${name ?? ''}'.`, 404);
  return found;
}
