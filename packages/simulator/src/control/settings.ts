import type { Hono } from 'hono';
import { isObject } from '../graph/body.ts';
import type { Simulator } from '../simulator.ts';
import { PUBLISHED_LIMITS } from '../throttle.ts';
import { ControlError, readJson } from './errors.ts';

/** Behaviour that can be chosen while it runs, and the whole state as text. */
export function mountSettings(control: Hono, simulator: Simulator): void {
  const { settings, state, throttle } = simulator;
  const show = () => ({
    unknowns: state.unknowns,
    throttle: throttle.limits ?? 'off',
    latencyMs: settings.latencyMs(),
    notificationDelayMs: settings.notificationDelayMs,
  });
  control.get('/settings', (context) => context.json(show()));
  /** Any part: `unknowns`, `throttle` ("off", "published" or limits to change), `latencyMs`, `notificationDelayMs`. */
  control.patch('/settings', async (context) => {
    const { unknowns, throttle: limits, latencyMs, notificationDelayMs } = await readJson(context);
    if (isObject(unknowns)) {
      for (const name of Object.keys(unknowns))
        if (!(name in state.unknowns)) throw new ControlError(`There is no unknown '${name}'.`);
      Object.assign(state.unknowns, unknowns);
    }
    if (limits === 'off') throttle.limits = null;
    else if (limits === 'published') throttle.limits = { ...PUBLISHED_LIMITS };
    else if (isObject(limits)) throttle.limits = { ...PUBLISHED_LIMITS, ...throttle.limits, ...limits };
    if (typeof latencyMs === 'number') settings.latencyMs = () => latencyMs;
    if (typeof notificationDelayMs === 'number') settings.notificationDelayMs = notificationDelayMs;
    return context.json(show());
  });
  control.get('/state', (context) =>
    context.body(simulator.save(), 200, { 'content-type': 'application/json' }),
  );
  control.put('/state', async (context) => {
    try {
      simulator.load(await context.req.text());
    } catch (error) {
      throw new ControlError(error instanceof Error ? error.message : String(error));
    }
    return context.body(null, 204);
  });
}
