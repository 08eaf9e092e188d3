import { openCrm } from '@counterpart/crm';
import type { FastifyBaseLogger } from 'fastify';
import type { TaskList } from 'graphile-worker';
import { createClosing, type Closing } from './closing.ts';
import type { Config } from './config.ts';
import { createEventHub } from './events/hub.ts';
import { openJobs, type Jobs } from './jobs.ts';
import { createMailer } from './mail/mailer.ts';
import { createKeyRing } from './secrets.ts';
import type { Services } from './services.ts';
import { openSync } from './sync/open.ts';
import { withoutSync } from './sync-none.ts';
import { systemClock, systemIds } from './system.ts';
import { ownCrontab, ownTasks } from './tasks.ts';

export interface Composition {
  readonly services: Services;
  readonly jobs: Jobs;
  readonly tasks: TaskList;
  readonly crontab: string;
  close(): Promise<void>;
}

/** Opens everything that a process of the product needs, whether it serves, works or both. */
export async function compose(
  config: Config,
  log: FastifyBaseLogger,
  demoLogins: Services['demoLogins'] = [],
): Promise<Composition> {
  const closing = createClosing();
  try {
    return await open(config, log, demoLogins, closing);
  } catch (error) {
    await closing.closeAll();
    throw error;
  }
}

async function open(
  config: Config,
  log: FastifyBaseLogger,
  demoLogins: Services['demoLogins'],
  closing: Closing,
): Promise<Composition> {
  const crm = await openCrm({ url: config.databaseUrl, clock: systemClock, ids: systemIds });
  closing.add(() => crm.close());
  // A connection can break while nobody uses it; without a listener that would end the process.
  crm.pool.on('error', (err) => log.warn({ err }, 'An idle connection to the database broke'));
  const jobs = await openJobs(config.databaseUrl, log);
  closing.add(() => jobs.close());
  const mailer = createMailer(config.smtpUrl, config.mailFrom);
  closing.add(async () => mailer.close());
  const keyRing = createKeyRing(config.secretKeys);
  const common = { crm, keyRing, clock: systemClock, ids: systemIds, fetch, jobs, mailer, log };
  const { microsoft } = config;
  const sync =
    microsoft === null
      ? withoutSync()
      : await openSync({ ...common, config: { ...config, microsoft }, random: Math.random });
  closing.add(() => sync.close());
  const services: Services = { ...common, config, sync, events: createEventHub(), demoLogins };
  return {
    services,
    jobs,
    tasks: { ...ownTasks(services), ...sync.tasks },
    crontab: [ownCrontab, sync.crontab].filter((lines) => lines !== '').join('\n'),
    close: () => closing.closeAll(),
  };
}
