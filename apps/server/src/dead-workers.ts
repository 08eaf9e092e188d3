import { setTimeout as wait } from 'node:timers/promises';
import type { WorkerEvents } from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import type { FastifyBaseLogger } from 'fastify';

/** First number of the advisory locks that say "these workers live". */
const LIFE_SIGN = 1_129_337_170;
const LOOK_EVERY_MS = 1000;
/** A job taken this long ago by workers without a life sign is a dead process's. New ones show their sign within that time. */
const DEAD_AFTER = '3 seconds';

/**
 * Frees the jobs of workers that died (kill -9, a machine that went away). Graphile Worker alone keeps them for four hours. Each pool of workers holds an
 * advisory lock, which PostgreSQL lets go of when its connection ends, however it ended. A mistake would only run a job twice,
 * which every job here bears.
 */
export async function watchOverWorkers(pool: Pool, events: WorkerEvents, log: FastifyBaseLogger) {
  const client = await pool.connect();
  let signs = Promise.resolve();
  const sign = ({ workerPool }: { workerPool: { id: string } }) => {
    signs = signs
      .then(() => showLife(client, workerPool.id))
      .catch((err: unknown) => {
        log.warn({ err }, 'The workers could not show that they live');
      });
  };
  events.on('pool:create', sign);
  const stopping = new AbortController();
  const watching = watch(client, stopping.signal, log);
  return {
    async stop(): Promise<void> {
      events.off('pool:create', sign);
      stopping.abort();
      await watching;
      await signs;
      client.release(true);
    },
  };
}

async function showLife(client: PoolClient, poolId: string): Promise<void> {
  await client.query('select pg_advisory_lock_shared($1, hashtext($2))', [LIFE_SIGN, poolId]);
}

async function watch(client: PoolClient, signal: AbortSignal, log: FastifyBaseLogger): Promise<void> {
  while (!signal.aborted) {
    await freeJobs(client).catch((err: unknown) => {
      log.warn({ err }, 'The jobs of dead workers could not be looked for');
    });
    // Called off by `stop`: the loop ends.
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function freeJobs(client: PoolClient): Promise<void> {
  await client.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
     from graphile_worker.jobs
     where locked_at < now() - $2::interval and not exists (
       select from pg_locks
       where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
         and classid = $1 and objid = (hashtext(locked_by)::bigint & 4294967295)::oid)
     having count(*) > 0`,
    [LIFE_SIGN, DEAD_AFTER],
  );
}
