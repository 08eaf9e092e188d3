import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { certificateIn } from './certificate.ts';
import { systemClock, type Clock } from './clock.ts';
import { describe, type Description } from './describe.ts';
import { registerDefaultApp, registerTestApp } from './entra/apps.ts';
import type { FaultSeed } from './faults.ts';
import { saveTo } from './files.ts';
import { listen } from './listen.ts';
import { loadEvents } from './loaders/calendar.ts';
import { generatePeople } from './loaders/generate.ts';
import type { GraphContactInput } from './loaders/graphContact.ts';
import type { IcsEvent } from './loaders/ics.ts';
import { loadContacts } from './loaders/mailbox.ts';
import type { LoadedPerson } from './loaders/people.ts';
import { listenSmtp } from './mail/smtp.ts';
import { seededRandom } from './random.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';

export type StartOptions = {
  /** 0 (default): any free port. */
  port?: number;
  host?: string;
  /** https instead of http, with a self-signed certificate that is kept in this folder as certificate.pem. */
  httpsFolder?: string;
  /** 0 (default): any free port; null: no SMTP. */
  smtpPort?: number | null;
  /** Who is in the tenant, or how many to make up. Default 8. */
  people?: LoadedPerson[] | number;
  /** Contacts to put into mailboxes, by userPrincipalName or mail. */
  contacts?: { person: string; contacts: GraphContactInput[] }[];
  /** Events to put into default calendars, by userPrincipalName or mail. */
  events?: { person: string; events: IcsEvent[] }[];
  tenantName?: string;
  domain?: string;
  /** Redirect URIs of the ready-made app, beside any on this machine. */
  redirectUris?: string[];
  faults?: FaultSeed[];
  throttle?: SimulatorOptions['throttle'];
  unknowns?: SimulatorOptions['unknowns'];
  /** The state is read from this file when it exists, and kept there. */
  savePath?: string;
  /** Decides all ids and names. Default 1. */
  seed?: number;
  clock?: Clock;
  /** Sends change notifications. Default: the global `fetch`. */
  deliver?: (request: Request) => Promise<Response>;
};

export type RunningSimulator = Description & {
  simulator: Simulator;
  /** What somebody needs to know to use it, as plain data. */
  description: Description;
  /** Saves, if that was asked for, and lets go of the ports. */
  close(): Promise<void>;
};

const SAVE_EVERY_MS = 2000;
const DEFAULT_PEOPLE = 8;

/** A whole tenant on this machine's ports: HTTP, SMTP, people, a ready-made app. Rejects when a port is taken. */
export async function startSimulator(options: StartOptions = {}): Promise<RunningSimulator> {
  const { seed = 1, savePath, domain = 'contoso.example' } = options;
  const saved = savePath !== undefined && existsSync(savePath) ? readFileSync(savePath, 'utf8') : null;
  // After a restart the numbers must be others, or new ids would be those of saved things.
  const random = seededRandom(saved === null ? seed : seed + numberOf(saved));
  const { people = DEFAULT_PEOPLE } = options;
  const seeds = typeof people === 'number' ? generatePeople(people, seededRandom(seed), domain) : people;
  const simulator = createSimulator({
    clock: options.clock ?? systemClock(),
    random,
    tenants: [{ displayName: options.tenantName ?? 'Contoso', domain, people: seeds }],
    deliver: options.deliver ?? ((request) => fetch(request)),
    ...(options.throttle === undefined ? {} : { throttle: options.throttle }),
    ...(options.unknowns === undefined ? {} : { unknowns: options.unknowns }),
    prepare(state) {
      registerDefaultApp(state, { redirectUris: options.redirectUris ?? [] });
      registerTestApp(state);
      for (const { userPrincipalName, isAdministrator } of seeds) {
        const id = [...state.tenants.values()][0]?.names.get(userPrincipalName.toLowerCase());
        if (isAdministrator === true && id !== undefined) state.entra.administrators.add(id);
      }
      for (const { person, contacts } of options.contacts ?? []) loadContacts(state, person, contacts);
      for (const { person, events } of options.events ?? []) loadEvents(state, person, events);
    },
  });
  if (saved !== null) simulator.load(saved);
  for (const fault of options.faults ?? []) simulator.faults.add(fault);

  const keeper = savePath === undefined ? null : keepSaved(simulator, savePath);
  const tls =
    options.httpsFolder === undefined
      ? null
      : await certificateIn(options.httpsFolder, simulator.state.clock.now());
  const http = await listen(keeper?.watched ?? simulator, {
    port: options.port ?? 0,
    ...(options.host === undefined ? {} : { hostname: options.host }),
    ...(tls === null ? {} : { tls }),
  });
  const { smtpPort = 0, host = '127.0.0.1' } = options;
  const smtp =
    smtpPort === null
      ? null
      : await listenSmtp(simulator.state, { port: smtpPort, host }).catch(async (error: unknown) => {
          await http.close();
          throw error;
        });
  const description = describe(simulator.state, http.origin, smtp?.port ?? null);
  return {
    ...description,
    description,
    simulator,
    async close() {
      await Promise.all([http.close(), smtp?.close()]);
      await keeper?.stop();
    },
  };
}

/** Saves every two seconds while something changes. */
function keepSaved(simulator: Simulator, path: string) {
  let isDirty = true;
  let running: Promise<void> = Promise.resolve();
  const save = () => {
    isDirty = false;
    running = running.then(() => saveTo(simulator, path));
    return running;
  };
  simulator.state.listeners.push(() => (isDirty = true));
  const timer = setInterval(() => {
    if (isDirty) void save();
  }, SAVE_EVERY_MS);
  timer.unref();
  const watched: Simulator = {
    ...simulator,
    fetch(request) {
      if (request.method !== 'GET') isDirty = true;
      return simulator.fetch(request);
    },
  };
  return {
    watched,
    stop() {
      clearInterval(timer);
      return save();
    },
  };
}

function numberOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0);
}
