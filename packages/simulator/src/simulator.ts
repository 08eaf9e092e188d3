import { Hono } from 'hono';
import { createActor, type Actor } from './act.ts';
import type { Clock } from './clock.ts';
import { mountControl } from './control/mount.ts';
import { mountEntra } from './entra/mount.ts';
import { createFaults, type Faults } from './faults.ts';
import { mountCalendar } from './graph/calendar/routes.ts';
import { mountContacts } from './graph/contacts/routes.ts';
import type { GraphCore } from './graph/core.ts';
import { mountDirectory } from './graph/directory/routes.ts';
import { answerGraph } from './graph/http.ts';
import { mountMailbox } from './graph/mailbox/routes.ts';
import { createRouter } from './graph/router.ts';
import { createNotifier, type Notifier } from './graph/subscriptions/notifier.ts';
import { mountSubscriptions } from './graph/subscriptions/routes.ts';
import { mountTodo } from './graph/todo/routes.ts';
import { mountMail } from './mail/graph.ts';
import { mountOutlook } from './outlook/mount.ts';
import { createRequestLog, type RequestLog } from './requestLog.ts';
import { findPersonAnywhere, type PersonSeed, type TenantSeed } from './state/people.ts';
import { loadState, saveState } from './state/snapshot.ts';
import { createState, fillState } from './state/state.ts';
import type { SimulatorState, Unknowns } from './state/types.ts';
import { createThrottle, PUBLISHED_LIMITS, type Throttle, type ThrottleLimits } from './throttle.ts';

export type SimulatorOptions = {
  clock: Clock;
  /** A number in [0, 1): the only source of chance. */
  random: () => number;
  /** People of the single tenant; for several tenants use `tenants`. */
  people?: PersonSeed[];
  tenants?: TenantSeed[];
  /** Sends change notifications. Default: every delivery fails. */
  deliver?: (request: Request) => Promise<Response>;
  /** Limits per app and mailbox: Microsoft's (default), some of them changed, or none. */
  throttle?: Partial<ThrottleLimits> | 'off';
  /** Milliseconds of the clock that each Graph request takes. Default 0. */
  latencyMs?: number | (() => number);
  /** Milliseconds between a change and its notification. Default 0. */
  notificationDelayMs?: number;
  unknowns?: Partial<Unknowns>;
  /** Prepares the state (app registrations, mailboxes) when it is made and after each reset. */
  prepare?: (state: SimulatorState) => void;
  /** How many requests the log keeps. Default 10,000. */
  requestLogSize?: number;
};

export type Simulator = {
  state: SimulatorState;
  /**
   * Answers any request: Graph below /v1.0, sign-in below /{tenant}, /_control, /outlook. Rejects with a TypeError "fetch failed" when a
   * fault breaks the connection, as `fetch` does.
   */
  fetch: (request: Request) => Promise<Response>;
  /** A person at work in Outlook, by id, userPrincipalName or mail. Throws when there is nobody of that name. */
  act: (person: string) => Actor;
  throttle: Throttle;
  faults: Faults;
  log: RequestLog;
  notifier: Notifier;
  settings: Settings;
  /** State, faults, counters as at the start. */
  reset: () => void;
  /** The state as text, and back. */
  save: () => string;
  load: (text: string) => void;
};

/** What can be changed while it runs. */
export type Settings = { latencyMs: () => number; notificationDelayMs: number };

const GRAPH = '/v1.0/';

export function createSimulator(options: SimulatorOptions): Simulator {
  const state = createState(options);
  const { latencyMs = 0, notificationDelayMs = 0 } = options;
  const settings: Settings = {
    latencyMs: typeof latencyMs === 'number' ? () => latencyMs : latencyMs,
    notificationDelayMs,
  };
  const limits = options.throttle === 'off' ? null : { ...PUBLISHED_LIMITS, ...options.throttle };
  const core: GraphCore = {
    state,
    throttle: createThrottle(options.clock, limits),
    faults: createFaults(options.random),
    log: createRequestLog(options.requestLogSize ?? 10_000),
    latencyMs: () => settings.latencyMs(),
    root: createRouter(),
    mailbox: createRouter(),
  };
  const deliver = options.deliver ?? (() => Promise.reject(new Error('no deliver function was given')));
  const notifier = createNotifier(state, {
    deliver,
    faults: core.faults,
    delayMs: () => settings.notificationDelayMs,
  });
  state.listeners.push((change) => notifier.onChange(change));
  mountDirectory(core.root);
  mountSubscriptions(core.root, deliver, notifier);
  mountMailbox(core.mailbox);
  mountContacts(core.mailbox);
  mountTodo(core.mailbox);
  mountCalendar(core.mailbox);
  mountMail(core.mailbox);

  const app = new Hono();
  const simulator: Simulator = {
    state,
    fetch(request) {
      const { url } = request;
      const start = url.indexOf('/', url.indexOf('//') + 2);
      const target = start < 0 ? '/' : url.slice(start);
      if (!target.startsWith(GRAPH)) return Promise.resolve(app.fetch(request));
      return answerGraph(core, request, url.slice(0, start), target.slice(GRAPH.length - 1));
    },
    act(name) {
      const found = findPersonAnywhere(state, name);
      if (found === null) throw new Error(`nobody is called ${name}`);
      return createActor(state, found.tenant, found.person, core.mailbox);
    },
    throttle: core.throttle,
    faults: core.faults,
    log: core.log,
    notifier,
    settings,
    reset() {
      fillState(state, options);
      core.throttle.reset();
      core.throttle.limits = limits;
      core.faults.clear();
      core.log.reset();
    },
    save: () => saveState(state),
    load(text) {
      loadState(state, text);
      notifier.resume();
    },
  };
  mountControl(app, simulator);
  mountOutlook(app, simulator);
  mountEntra(app, simulator);
  return simulator;
}
