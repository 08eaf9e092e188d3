import type { Hono } from 'hono';
import { FAULT_KINDS, type FaultSeed } from '../faults.ts';
import { isObject, textOf } from '../graph/body.ts';
import type { Simulator } from '../simulator.ts';
import { ControlError, personNamed, readJson } from './errors.ts';

/** Faults on demand: `POST {"fault":{"kind":"throttled","seconds":2},"match":{"method":"POST","path":"contacts"},"times":1}`. */
export function mountFaults(control: Hono, simulator: Simulator): void {
  const { faults, state } = simulator;
  control.get('/faults', (context) => context.json({ rules: faults.rules() }));
  control.post('/faults', async (context) => {
    const body = await readJson(context);
    const { fault, match } = body;
    if (!isObject(fault) || !FAULT_KINDS.includes(textOf(fault['kind']))) {
      throw new ControlError(`fault.kind must be one of ${FAULT_KINDS.join(', ')}.`);
    }
    const path = isObject(match) ? match['path'] : undefined;
    if (path !== undefined && !isPattern(path))
      throw new ControlError('match.path must be a regular expression.');
    return context.json(faults.add(body as unknown as FaultSeed), 201);
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

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return new RegExp(value).source !== '';
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
