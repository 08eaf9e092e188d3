import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { startPostgres, type LocalPostgres } from '../start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test process asks for the run's PostgreSQL; asking starts it. */
    localPostgres: string;
  }
}

/** What a test run offers to a set-up file; given by shape, so that each project's own type fits. */
interface TestRun {
  provide(key: 'localPostgres', value: string): void;
}

/**
 * Vitest calls this once per run, before any test. It only opens a small door; PostgreSQL itself starts when the first test
 * file knocks, so a run of pure tests does not pay for it.
 */
export default async function setup(run: TestRun): Promise<() => Promise<void>> {
  const path = `/${randomBytes(16).toString('hex')}`;
  let started: Promise<LocalPostgres> | undefined;
  const door = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    started ??= startPostgres({ persistent: false });
    void answer(response, started);
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  const address = door.address();
  if (typeof address !== 'object' || !address)
    throw new Error('The test run has no TCP address for PostgreSQL.');
  run.provide('localPostgres', `http://127.0.0.1:${address.port}${path}`);

  return async () => {
    door.close();
    door.closeAllConnections();
    await (await started)?.stop();
  };
}

async function answer(response: ServerResponse, started: Promise<LocalPostgres>): Promise<void> {
  try {
    response.end((await started).url);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}
