import { createHash, randomUUID } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { inject } from 'vitest';
import { lastConnections } from './connections.ts';

export interface TestDatabaseOptions {
  /**
   * Fills the template: all tests with the same `templateKey` get a copy of what it left. Called once per run and key;
   * never two at a time, so that it may create roles, which belong to the whole server. It must close its connections.
   */
  migrate?: (url: string) => Promise<void>;
  /** Names the template, such as `crm`. */
  templateKey: string;
}

export interface TestDatabase {
  /** Connects as superuser to a database that nobody else uses. */
  url: string;
  /** Removes the database. @throws Error naming the connections that the test left open. */
  drop(): Promise<void>;
}

const TEMPLATE_LOCK = 20_250_101;

/**
 * A database of its own for one test file, copied in about 0.15 s: call it in `beforeAll`, and `drop()` in `afterAll` after closing
 * every pool. The first call of a run also starts PostgreSQL (about a second).
 */
export async function createTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const server = await serverUrl();
  const template = `template_${createHash('sha256').update(options.templateKey).digest('hex').slice(0, 16)}`;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    try {
      await ensureTemplate(client, server, template, options.migrate);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
    }
    await client.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`);
  });
  return { url: urlOf(server, name), drop: () => onServer(server, (client) => drop(client, name)) };
}

async function ensureTemplate(
  client: Client,
  server: string,
  template: string,
  migrate: TestDatabaseOptions['migrate'],
): Promise<void> {
  const found = await client.query('select datistemplate from pg_database where datname = $1', [template]);
  if (found.rows[0]?.datistemplate === true) return;
  const id = escapeIdentifier(template);
  await client.query(`drop database if exists ${id} with (force)`); // One whose migration failed.
  await client.query(`create database ${id} template template0`);
  await migrate?.(urlOf(server, template));
  const open = await lastConnections(client, template);
  if (open.length > 0)
    throw new Error(`migrate() left connections open to its database:\n${open.join('\n')}`);
  await client.query(`alter database ${id} with is_template true`);
}

async function drop(client: Client, name: string): Promise<void> {
  const open = await lastConnections(client, name);
  await client.query(`drop database ${escapeIdentifier(name)} with (force)`);
  if (open.length === 0) return;
  throw new Error(
    `The test left ${open.length} connections open; close every pool and client before drop():\n${open.join('\n')}`,
  );
}

async function onServer<Result>(server: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function serverUrl(): Promise<string> {
  const response = await fetch(inject('localPostgres'));
  const text = await response.text();
  if (!response.ok) throw new Error(`PostgreSQL did not start for the tests. ${text}`);
  return text;
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
