import { join } from 'node:path';
import { startPostgres } from '@counterpart/local-postgres';
import { createClosing } from '../closing.ts';
import type { Config } from '../config.ts';
import { createReadableLog } from '../log.ts';
import { start } from '../process.ts';
import { syncOnce } from './first-sync.ts';
import { ensurePages } from './pages.ts';
import { administrator, domain, everybody, organisation, tenantId } from './people.ts';
import { secretKey, temporaryFolder } from './place.ts';
import { reportOf, type Report } from './report.ts';
import { ensureDemo } from './seed.ts';
import { startSimulator } from './simulator.ts';

export interface DemoOptions {
  /** Where the data stays between two starts; null: nowhere, everything is gone afterwards. */
  readonly folder: string | null;
  /** 0: any free port. */
  readonly port: number;
  readonly simulatorPort: number;
  /** Tells people, on standard error, what goes on. */
  readonly tell: (line: string) => void;
}

export interface RunningDemo {
  readonly report: Report;
  /** Stops everything and leaves no process behind. */
  stop(): Promise<void>;
}

/** Everything on this machine: PostgreSQL, the simulated tenant, the server with its workers and pages, people and records. */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const beganAtMs = performance.now();
  const closing = createClosing();
  try {
    const pages = await ensurePages(options.tell);
    const temporary = options.folder === null ? await temporaryFolder() : null;
    if (temporary !== null) closing.add(() => temporary.remove());
    const folder = temporary?.path ?? options.folder ?? '';
    const key = await secretKey(folder);
    options.tell('Starting PostgreSQL and the simulated Microsoft 365 …');
    const postgres = await startPostgres(
      temporary === null ? { persistent: true, dataDir: join(folder, 'postgres') } : { persistent: false },
    );
    closing.add(() => postgres.stop());
    const simulator = await startSimulator({
      port: options.simulatorPort,
      folder: options.folder,
      tenant: {
        id: tenantId,
        displayName: organisation,
        domain,
        people: everybody.map(({ name, microsoft365, timeZone }) => ({
          userPrincipalName: microsoft365,
          displayName: name,
          timeZone,
        })),
      },
    });
    closing.add(() => simulator.stop());
    const crm = `http://localhost:${options.port}`;
    const config: Config = {
      databaseUrl: postgres.url,
      publicUrl: crm,
      host: 'localhost',
      port: options.port,
      microsoft: simulator.microsoft,
      smtpUrl: simulator.smtpUrl,
      mailFrom: `Counterpart <${administrator.email}>`,
      invitationsPerHour: 500,
      secretKeys: [key],
      logLevel: 'warn',
      jobsAtATime: 4,
      requestsPerMinute: 3000,
      trustProxy: false,
    };
    const running = await start({
      config,
      log: createReadableLog(config.logLevel),
      serve: true,
      work: true,
      pages,
      demoLogins: everybody.map(({ name, email }) => ({ name, email })),
    });
    closing.add(() => running.stop());
    const people = await ensureDemo(running.services.crm);
    options.tell(
      people.made
        ? 'Made the demo people and records. First sync …'
        : 'Found the data of the last start. Sync …',
    );
    const channels = await syncOnce(running.services, people);
    const seconds = (performance.now() - beganAtMs) / 1000;
    return {
      report: reportOf({ crm, simulator: simulator.origin, smtp: simulator.smtpUrl }, channels, seconds),
      stop: () => closing.closeAll(),
    };
  } catch (error) {
    await closing.closeAll();
    throw error;
  }
}
