import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Identifiers } from '@counterpart/engine';

/** The clock and the identifiers of a real process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
};

export const systemIds: Identifiers = { next: () => randomUUID() };
