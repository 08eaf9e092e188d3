import { randomBytes } from 'node:crypto';
import * as crm from '@counterpart/crm';
import { createTestDatabase } from '@counterpart/local-postgres/testing';
import type { Actor } from '@counterpart/simulator';
import { Client } from 'pg';
import type { Config } from './config.ts';
import { ensurePages } from './demo/pages.ts';
import { startSimulator, type RunningSimulator } from './demo/simulator.ts';
import { createLog } from './log.ts';
import { freePort } from './ports.ts';
import { start, type Running } from './process.ts';
import { createClient, type ApiClient } from './testing/client.ts';
import { locationOf, signInAtMicrosoft } from './testing/microsoft.ts';
import { createOrganisation, type TestOrganisation } from './testing/organisation.ts';

export type { Answer, ApiClient } from './testing/client.ts';
export { channelOf, contactsOf } from './testing/channel.ts';
export { locationOf, signInAtMicrosoft } from './testing/microsoft.ts';
export { until } from './testing/until.ts';
export { PASSWORD, type TestOrganisation, type TestPerson } from './testing/organisation.ts';

export const TENANT = '11111111-1111-4111-8111-111111111111';
/** The domain of the simulated tenant: its people have logins at it. */
export const DOMAIN = 'lindqvist.example';

export interface TestServerOptions {
  /** Changes of the configuration. */
  readonly config?: Partial<Config>;
  /** With a simulated Microsoft 365 tenant on a port of its own. */
  readonly microsoft365?: boolean;
  /** With the built pages. */
  readonly pages?: boolean;
  /** Logins before the @ of the tenant's people; the first one is its administrator. */
  readonly people?: readonly string[];
}

export interface TestServer {
  readonly url: string;
  readonly databaseUrl: string;
  readonly running: Running;
  /** @throws without `microsoft365: true`. */
  readonly microsoft365: RunningSimulator;
  /** A person of the tenant at work in Outlook, by the login before the @. */
  outlook(login: string): Actor;
  /** The organisation's administrator connects it to the tenant (P6), of which an organisation of another test lets go first. */
  connect(org: TestOrganisation): Promise<void>;
  /** A client without a session. */
  anonymous(): ApiClient;
  organisation(input?: {
    name?: string;
    domain?: string;
    emailVerified?: boolean;
  }): Promise<TestOrganisation>;
  stop(): Promise<void>;
}

/** The real server with its workers on a real database, on a port of its own. Call `stop` in `afterAll`. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await createTestDatabase({
    templateKey: 'crm',
    migrate: async (url) => void (await crm.migrate(url)),
  });
  const simulator = options.microsoft365
    ? await startTenant(options.people ?? ['admin', 'ann', 'bob'])
    : null;
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const config: Config = {
    databaseUrl: database.url,
    publicUrl: url,
    host: 'localhost',
    port,
    microsoft: simulator?.microsoft ?? null,
    smtpUrl: simulator?.smtpUrl ?? null,
    mailFrom: 'Counterpart <counterpart@example.com>',
    invitationsPerHour: 500,
    secretKeys: [randomBytes(32)],
    logLevel: 'error',
    jobsAtATime: 2,
    requestsPerMinute: 1_000_000,
    trustProxy: false,
    ...options.config,
  };
  const running = await start({
    config,
    log: createLog(config.logLevel, 2),
    serve: true,
    work: true,
    pages: options.pages ? await ensurePages(() => undefined) : null,
  });
  const anonymous = () => createClient(url);
  const tenant = (): RunningSimulator => {
    if (simulator === null) throw new Error('Start the test server with microsoft365: true.');
    return simulator;
  };
  return {
    url,
    databaseUrl: database.url,
    running,
    get microsoft365() {
      return tenant();
    },
    outlook: (login) => tenant().simulator.act(`${login}@${DOMAIN}`),
    async connect({ administrator, orgId }) {
      await letGo(database.url, orgId);
      const path = '/auth/microsoft?purpose=adminConsent&returnTo=/setup';
      const answer = await signInAtMicrosoft(administrator.api, tenant().simulator, {
        path,
        as: `admin@${DOMAIN}`,
      });
      if (locationOf(answer) !== '/setup') throw new Error(`Not connected: ${locationOf(answer)}`);
    },
    anonymous,
    organisation: ({ name = 'Lindqvist', domain = DOMAIN, ...rest } = {}) =>
      createOrganisation(running.services.crm, anonymous, { name, domain, ...rest }),
    async stop() {
      await running.stop();
      await simulator?.stop();
      await database.drop();
    },
  };
}

/** A tenant is one organisation's; all tests of a file have but one tenant. Channels of the other organisation go on. */
async function letGo(databaseUrl: string, orgId: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('delete from tenants where org_id <> $1', [orgId]);
  await client.end();
}

function startTenant(people: readonly string[]): Promise<RunningSimulator> {
  return startSimulator({
    port: 0,
    folder: null,
    tenant: {
      id: TENANT,
      displayName: 'Lindqvist',
      domain: DOMAIN,
      people: people.map((login) => ({ userPrincipalName: `${login}@${DOMAIN}`, displayName: login })),
    },
  });
}
