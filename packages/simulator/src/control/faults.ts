import type { Hono } from 'hono';
import type { Json, JsonObject } from '../state/types.ts';
import { FAULT_KINDS, type Fault, type FaultSeed } from '../faults.ts';
import { isObject, textOf } from '../graph/body.ts';
import type { Simulator } from '../simulator.ts';
import { ControlError, personNamed, readJson } from './errors.ts';

/** Faults on demand: `POST {"fault":{"kind":"throttled","seconds":2},"match":{"method":"POST","path":"contacts"},"times":1}`. */
export function mountFaults(control: Hono, simulator: Simulator): void {
  const { faults, state } = simulator;
  control.get('/faults', (context) => context.json({ rules: faults.rules() }));
  control.post('/faults', async (context) => {
    return context.json(faults.add(readSeed(await readJson(context))), 201);
  });
  control.delete('/faults', (context) => {
    faults.clear();
    return context.body(null, 204);
  });
  control.delete('/faults/:id', (context) => {
    if (!faults.remove(context.req.param('id'))) throw new ControlError('There is no such rule.', 404);
    return context.body(null, 204);
  });
  /** `{"person":"…"|"*","ms":500}`: writes stay out of reads and delta for that long; 0 ends it. */
  control.post('/read-lag', async (context) => {
    const { person = '*', ms } = await readJson(context);
    if (typeof ms !== 'number' || ms < 0) throw new ControlError('ms must be a number from 0.');
    const key = person === '*' ? '*' : personNamed(state, textOf(person)).person.id;
    if (ms === 0) state.readLagMs.delete(key);
    else state.readLagMs.set(key, ms);
    return context.body(null, 204);
  });
}

/** Checks a rule that came as JSON. */
function readSeed(body: JsonObject): FaultSeed {
  const { fault, match = {}, times, skip, probability, id } = body;
  if (fault === undefined || !isFault(fault))
    throw new ControlError(`fault.kind must be one of ${FAULT_KINDS.join(', ')}.`);
  if (!isObject(match)) throw new ControlError('match must be an object.');
  const { method, path, person, batchPart } = match;
  if (path !== undefined && !isPattern(path))
    throw new ControlError('match.path must be a regular expression.');
  for (const [name, value] of Object.entries({ times, skip, probability })) {
    if (value !== undefined && typeof value !== 'number') throw new ControlError(`${name} must be a number.`);
  }
  const status = 'status' in fault ? fault.status : undefined;
  if (fault.kind === 'status' && typeof status !== 'number')
    throw new ControlError('fault.status must be a number.');
  return {
    fault,
    match: {
      ...(typeof method === 'string' ? { method } : {}),
      ...(typeof path === 'string' ? { path } : {}),
      ...(typeof person === 'string' ? { person } : {}),
      ...(typeof batchPart === 'boolean' ? { batchPart } : {}),
    },
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof times === 'number' ? { times } : {}),
    ...(typeof skip === 'number' ? { skip } : {}),
    ...(typeof probability === 'number' ? { probability } : {}),
  };
}

function isFault(value: Json): value is Fault {
  return isObject(value) && FAULT_KINDS.includes(textOf(value['kind']));
}

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return new RegExp(value).source !== '';
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
