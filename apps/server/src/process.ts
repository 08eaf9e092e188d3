import type { FastifyBaseLogger } from 'fastify';
import { createClosing, type Closing } from './closing.ts';
import { compose } from './compose.ts';
import type { Config } from './config.ts';
import { passOn } from './events/changes.ts';
import { listenToChanges } from './events/listen.ts';
import { buildApp } from './http/app.ts';
import type { Services } from './services.ts';

export interface RunOptions {
  readonly config: Config;
  readonly log: FastifyBaseLogger;
  /** Answers HTTP. */
  readonly serve: boolean;
  /** Works off jobs. */
  readonly work: boolean;
  /** The folder with the built pages; null: only the API is served. */
  readonly pages: string | null;
  readonly demoLogins?: Services['demoLogins'];
}

export interface Running {
  readonly services: Services;
  /** The port that HTTP is answered on; null when this process does not serve. */
  readonly port: number | null;
  /** Settles when the workers ended by themselves, which they never should. */
  readonly workersEnded: Promise<void>;
  /** Answers what is under way, finishes the jobs under way, closes everything. */
  stop(): Promise<void>;
}

/** Starts a process of the product: `serve`, `work`, or both in one. */
export async function start(options: RunOptions): Promise<Running> {
  const { config, log } = options;
  const composition = await compose(config, log, options.demoLogins);
  const { services, jobs, tasks, crontab } = composition;
  const closing = createClosing();
  closing.add(() => composition.close());
  try {
    const listening = listenToChanges({
      url: config.databaseUrl,
      clock: services.clock,
      heard: passOn(services),
      connected: () => services.events.publishToAll({ type: 'hello', id: null, kind: null }),
      failed: (err) => log.warn({ err }, 'Listening to changes broke off; it will be taken up again'),
    });
    closing.add(() => listening.stop());
    let workersEnded = new Promise<void>(() => undefined);
    if (options.work) {
      const workers = await jobs.work(tasks, crontab, config.jobsAtATime);
      workersEnded = workers.ended;
      closing.add(() => workers.stop());
    }
    const port = options.serve ? await serve(options, services, closing) : null;
    return { services, port, workersEnded, stop: () => closing.closeAll() };
  } catch (error) {
    await closing.closeAll();
    throw error;
  }
}

async function serve(options: RunOptions, services: Services, closing: Closing): Promise<number> {
  const { config, log, pages } = options;
  const app = await buildApp({
    given: () => services,
    log,
    trustProxy: config.trustProxy,
    secure: config.publicUrl.startsWith('https://'),
    pages,
    newRequestId: () => services.ids.next(),
  });
  closing.add(async () => app.close());
  await app.listen({ port: config.port, host: config.host });
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : config.port;
}
