import { rm } from 'node:fs/promises';
import { Client, escapeIdentifier } from 'pg';
import { initialised, SUPERUSER } from './cluster.ts';
import { LocalPostgresError } from './error.ts';
import { inUse, reclaim, sweepTemporaryFolders } from './leftovers.ts';
import { persistentPlace, temporaryFolder, temporaryPlace, type Place } from './place.ts';
import { freePort, launch, type RunningServer } from './server.ts';

/** How to start; `settings` are PostgreSQL's own (`{ work_mem: '64MB' }`) and win over the defaults. */
export type StartOptions = {
  /** The TCP port on 127.0.0.1; a free one when left out. */
  port?: number;
  settings?: Readonly<Record<string, string>>;
} & (
  | {
      /** The data stays, and the next start with the same `dataDir` finds it. */
      persistent: true;
      /** A folder for the data; made when missing. As root it only says where the data lies, which is under `/var/lib/counterpart`. */
      dataDir: string;
    }
  | {
      /** The data is gone after `stop()`, and nothing is ever forced to the disk. */
      persistent: false;
    }
);

/** A PostgreSQL server on 127.0.0.1 that ends with this process, however that ends. */
export interface LocalPostgres {
  /** Connects as superuser to the database `counterpart`, password included. */
  url: string;
  port: number;
  /** PostgreSQL's own data directory. */
  data: string;
  /** Ends all connections and the server; resolves when it is gone. */
  stop(): Promise<void>;
}

const DATABASE = 'counterpart';
const PORT_TRIES = 10;
const NOT_DURABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/**
 * Starts PostgreSQL from npm. Nothing needs to be installed; it works as root and as an ordinary user.
 * @throws LocalPostgresError when it cannot, with what to do about it.
 */
export async function startPostgres(options: StartOptions): Promise<LocalPostgres> {
  const place = options.persistent ? await persistentPlace(options.dataDir) : await temporaryPlace();
  try {
    if (options.persistent) await reclaim(place.data);
    else await sweepTemporaryFolders(temporaryFolder());
    return await startAt(place, options);
  } catch (error) {
    if (place.temporary !== undefined) await rm(place.temporary, { recursive: true, force: true });
    throw error;
  }
}

async function startAt(place: Place, options: StartOptions): Promise<LocalPostgres> {
  const { password } = await initialised(place);
  const settings = { ...(options.persistent ? {} : NOT_DURABLE), ...options.settings };
  const server = await launchOnFreePort(place, settings, options.port);
  const urlOf = (database: string): string =>
    `postgres://${SUPERUSER}:${password}@127.0.0.1:${server.port}/${database}`;
  try {
    await ensureDatabase(urlOf('postgres'));
  } catch (error) {
    await server.stop();
    throw error;
  }
  const stop = async (): Promise<void> => {
    await server.stop();
    if (place.temporary !== undefined) await rm(place.temporary, { recursive: true, force: true });
  };
  return { url: urlOf(DATABASE), port: server.port, data: place.data, stop };
}

async function launchOnFreePort(
  place: Place,
  settings: Readonly<Record<string, string>>,
  wanted: number | undefined,
): Promise<RunningServer> {
  for (let tries = 0; tries < PORT_TRIES; tries += 1) {
    const launched = await launch(place, wanted ?? (await freePort()), settings);
    switch (launched.outcome) {
      case 'running':
        return launched.server;
      case 'data in use':
        throw inUse(place.data, undefined, Number.NaN);
      case 'failed':
        throw new LocalPostgresError(`PostgreSQL did not start on ${place.data}. It said:\n${launched.log}`);
      case 'port taken':
        if (wanted === undefined) continue;
        throw new LocalPostgresError(
          `Port ${wanted} on 127.0.0.1 is taken. Stop the program that uses it, or choose another port.`,
        );
    }
  }
  throw new LocalPostgresError(
    `${PORT_TRIES} free ports in turn were taken before PostgreSQL could use them. Try again.`,
  );
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${escapeIdentifier(DATABASE)}`);
  } finally {
    await client.end();
  }
}
