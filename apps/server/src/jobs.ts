import { EventEmitter } from 'node:events';
import {
  Logger,
  makeWorkerUtils,
  run,
  type TaskList,
  type TaskSpec,
  type WorkerEvents,
} from 'graphile-worker';
import { Pool } from 'pg';
import type { FastifyBaseLogger } from 'fastify';
import { watchOverWorkers } from './dead-workers.ts';

export const IMPORT_TASK = 'import';
export const MAIL_TASK = 'sendMail';
export const HANDOVER_TASK = 'handOver';
export const SESSIONS_TASK = 'endExpiredSessions';

export interface Jobs {
  /** Enqueues a job; with a `jobKey` a waiting one of that key is replaced. */
  add(task: string, payload: unknown, spec?: TaskSpec): Promise<void>;
  /** Works off jobs in this process until `stop`. */
  work(tasks: TaskList, crontab: string, atATime: number): Promise<Workers>;
  close(): Promise<void>;
}

export interface Workers {
  /** Lets the jobs that are under way finish, takes no new ones. */
  stop(): Promise<void>;
  /** Settles when the workers ended, by `stop` or because they failed. */
  readonly ended: Promise<void>;
}

const POLL_MS = 2000;

/** The queue in the same database. Correctness never depends on it: a lost job is made good by the next poll. */
export async function openJobs(url: string, log: FastifyBaseLogger): Promise<Jobs> {
  const pool = new Pool({ connectionString: url, max: 10, application_name: 'counterpart jobs' });
  const broke = (err: Error) =>
    log.warn({ err }, 'A connection of the job queue broke; it will be made again');
  pool.on('error', broke);
  pool.on('connect', (client) => client.on('error', broke));
  const logger = new Logger(({ taskIdentifier, jobId }) => (grade, message, meta) => {
    const level: string = grade;
    const line = {
      task: taskIdentifier,
      jobId,
      ...(meta?.['error'] === undefined ? {} : { err: meta['error'] }),
    };
    if (level === 'error') log.error(line, message);
    else if (level === 'warning') log.warn(line, message);
    else log.debug(line, message);
  });
  const utils = await makeWorkerUtils({ pgPool: pool, logger });
  await utils.migrate();
  return {
    async add(task, payload, spec) {
      await utils.addJob(task, payload, spec);
    },
    async work(tasks, crontab, atATime) {
      const events: WorkerEvents = new EventEmitter();
      const watch = await watchOverWorkers(pool, events, log);
      const runner = await run({
        pgPool: pool,
        events,
        taskList: tasks,
        crontab,
        concurrency: atATime,
        pollInterval: POLL_MS,
        noHandleSignals: true,
        logger,
      });
      return {
        async stop() {
          await runner.stop();
          await watch.stop();
        },
        ended: runner.promise,
      };
    },
    async close() {
      await utils.release();
      await pool.end();
    },
  };
}
