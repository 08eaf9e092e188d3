import { randomBytes } from 'node:crypto';
import * as crm from '@counterpart/crm';
import { createTestDatabase } from '@counterpart/local-postgres/testing';
import type { Config } from './config.ts';
import { createLog } from './log.ts';
import { freePort } from './ports.ts';
import { start, type Running } from './process.ts';
import { createClient, type ApiClient } from './testing/client.ts';
import { createOrganisation, type TestOrganisation } from './testing/organisation.ts';

export type { Answer, ApiClient } from './testing/client.ts';
export { PASSWORD, type TestOrganisation, type TestPerson } from './testing/organisation.ts';

export interface TestServer {
  readonly url: string;
  readonly databaseUrl: string;
  readonly running: Running;
  /** A client without a session. */
  anonymous(): ApiClient;
  organisation(input: { name: string; domain: string; emailVerified?: boolean }): Promise<TestOrganisation>;
  stop(): Promise<void>;
}

/** The real server with its workers on a real database, on a port of its own. Call `stop` in `afterAll`. */
export async function startTestServer(change: Partial<Config> = {}): Promise<TestServer> {
  const database = await createTestDatabase({
    templateKey: 'crm',
    migrate: async (url) => void (await crm.migrate(url)),
  });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const config: Config = {
    databaseUrl: database.url,
    publicUrl: url,
    host: 'localhost',
    port,
    microsoft: null,
    smtpUrl: null,
    mailFrom: 'Counterpart <counterpart@example.com>',
    secretKeys: [randomBytes(32)],
    logLevel: 'error',
    jobsAtATime: 2,
    trustProxy: false,
    ...change,
  };
  const running = await start({
    config,
    log: createLog(config.logLevel, 2),
    serve: true,
    work: true,
    pages: null,
  });
  const anonymous = () => createClient(url);
  return {
    url,
    databaseUrl: database.url,
    running,
    anonymous,
    organisation: (input) => createOrganisation(running.services.crm, anonymous, input),
    async stop() {
      await running.stop();
      await database.drop();
    },
  };
}
