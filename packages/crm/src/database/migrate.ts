import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Client } from 'pg';

const folder = new URL('../migrations/', import.meta.url);

/** Any number that no other program uses for an advisory lock on this database. */
const lockKey = 7_305_813_201;

export interface Migration {
  /** The file's name; its leading number is the order. */
  readonly name: string;
  readonly sql: string;
}

/** A migration that was applied has another text now, or is missing. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{3}_\w+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(new URL(name, folder), 'utf8') })),
  );
}

const checksum = (sql: string): string =>
  createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');

/**
 * Brings the schema up to date: applies the numbered SQL files that are missing, each in a transaction of its own, one process at a
 * time. Returns the names of those applied. Connects as the owner of the schema, not as the application's role.
 * @throws MigrationError when an applied file was changed or is gone.
 */
export async function migrate(url: string, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new Client({ connectionString: url, application_name: 'counterpart-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(
      `create table if not exists schema_migrations (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    return await applyMissing(client, wanted);
  } finally {
    // Ending the connection gives the lock back.
    await client.end();
  }
}

async function applyMissing(client: Client, wanted: readonly Migration[]): Promise<string[]> {
  const found = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations',
  );
  const applied = new Map(found.rows.map((row) => [row.name, row.checksum]));
  for (const name of applied.keys()) {
    if (!wanted.some((migration) => migration.name === name)) {
      throw new MigrationError(
        `The database knows the migration ${name}, which this program does not have: the database is from a newer version.`,
      );
    }
  }
  const done: string[] = [];
  for (const { name, sql } of wanted) {
    const sum = checksum(sql);
    const before = applied.get(name);
    if (before === sum) continue;
    if (before !== undefined) {
      throw new MigrationError(
        `The migration ${name} was changed after it had been applied. Restore it and add a new one.`,
      );
    }
    await client.query('begin');
    try {
      await client.query(sql);
      await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, sum]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw new MigrationError(
        `The migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
    done.push(name);
  }
  return done;
}
