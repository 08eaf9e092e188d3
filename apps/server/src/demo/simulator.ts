import { access } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createSimulator,
  DEFAULT_APP,
  firstTenant,
  grantAdminConsent,
  listen,
  listenSmtp,
  loadFrom,
  registerDefaultApp,
  saveTo,
  systemClock,
  type Simulator,
} from '@counterpart/simulator';
import type { MicrosoftConfig } from '../config.ts';

export interface RunningSimulator {
  readonly simulator: Simulator;
  readonly origin: string;
  readonly smtpUrl: string;
  /** What a client of this tenant is configured with. */
  readonly microsoft: MicrosoftConfig;
  /** Saves the state, where it has a file, and closes the ports. */
  stop(): Promise<void>;
}

export interface SimulatorPlace {
  /** 0: any free port. */
  readonly port: number;
  /** Where the state is kept between two starts; null: nowhere. */
  readonly folder: string | null;
  readonly tenant: {
    readonly id: string;
    readonly displayName: string;
    readonly domain: string;
    readonly people: readonly { userPrincipalName: string; displayName: string; timeZone?: string }[];
  };
}

const SAVE_AFTER_MS = 300;

/** The simulated Microsoft 365 tenant on ports of its own: Graph and sign-in by HTTP, mail by SMTP. */
export async function startSimulator(place: SimulatorPlace): Promise<RunningSimulator> {
  const { tenant } = place;
  const simulator = createSimulator({
    clock: systemClock(),
    random: Math.random,
    tenants: [{ ...tenant, people: [...tenant.people] }],
    deliver: (request) => fetch(request),
    prepare(state) {
      const app = registerDefaultApp(state);
      // The administrator's consent, which connecting the organisation needs (P6).
      grantAdminConsent(state, firstTenant(state).id, app);
    },
  });
  const keeper =
    place.folder === null ? null : await keepState(simulator, join(place.folder, 'simulator.json'));
  const http = await listen(simulator, { port: place.port });
  const smtp = await listenSmtp(simulator.state, { port: 0 });
  return {
    simulator,
    origin: http.origin,
    smtpUrl: `smtp://localhost:${smtp.port}`,
    microsoft: {
      clientId: DEFAULT_APP.clientId,
      clientSecret: DEFAULT_APP.secret,
      authority: http.origin,
      tenant: 'organizations',
      graphBase: `${http.origin}/v1.0`,
    },
    async stop() {
      await smtp.close();
      await http.close();
      await keeper?.stop();
    },
  };
}

/** Takes up the saved state, then saves soon after every change, so that the mailboxes outlive even a kill. */
async function keepState(simulator: Simulator, file: string): Promise<{ stop(): Promise<void> }> {
  const saved = await access(file).then(
    () => true,
    () => false,
  );
  if (saved) await loadFrom(simulator, file);
  let saving = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const save = () => (saving = saving.then(() => saveTo(simulator, file)));
  simulator.state.listeners.push(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void save();
    }, SAVE_AFTER_MS);
  });
  return {
    async stop() {
      clearTimeout(timer);
      await save();
    },
  };
}
