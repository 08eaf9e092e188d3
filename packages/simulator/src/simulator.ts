import { Hono } from 'hono';
import type { Clock } from './clock.ts';
import { emptyEntraState } from './entra/state.ts';
import { emptyMailState } from './mail/state.ts';
import { addTenant, type PersonSeed, type TenantSeed } from './state/people.ts';
import type { SimulatorState, Unknowns } from './state/types.ts';

export type SimulatorOptions = {
  clock: Clock;
  /** A number in [0, 1): the only source of chance. */
  random: () => number;
  /** People of the single tenant; for several tenants use `tenants`. */
  people?: PersonSeed[];
  tenants?: TenantSeed[];
  /** Sends change notifications. Default: every delivery fails. */
  deliver?: (request: Request) => Promise<Response>;
  unknowns?: Partial<Unknowns>;
};

export type Simulator = {
  state: SimulatorState;
  /** Answers any request: Graph below /v1.0, sign-in below /{tenant}, /_control, /outlook. */
  fetch(request: Request): Promise<Response>;
};

const DEFAULT_UNKNOWNS: Unknowns = {
  ifMatchHonoured: true,
  expiredDeltaStatus: 410,
  syncStateCode: 'syncStateNotFound',
  idsWithSlashes: false,
  stampsAfterCreate: false,
  deletedNotificationOnMove: true,
  emptyFirstDeltaPage: false,
  duplicateTransactionStatus: 400,
  displayNameRegenerated: 'nameParts',
  subscriptionsCoverAllFolders: true,
  todoThrottled: true,
  deltaTokenLifetimeMs: null,
  defaultPageSize: 10,
  defaultDeltaPageSize: 200,
};

export function createSimulator(options: SimulatorOptions): Simulator {
  const state: SimulatorState = {
    clock: options.clock,
    random: options.random,
    unknowns: { ...DEFAULT_UNKNOWNS, ...options.unknowns },
    listeners: [],
    readLagMs: new Map(),
    tenants: new Map(),
    subscriptions: new Map(),
    entra: emptyEntraState(),
    mail: emptyMailState(),
  };
  for (const tenant of options.tenants ?? [{ people: options.people ?? [] }]) addTenant(state, tenant);
  const app = new Hono();
  return { state, fetch: async (request) => app.fetch(request) };
}
