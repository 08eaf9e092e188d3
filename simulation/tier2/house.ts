import { randomBytes } from 'node:crypto';
import { Pool, type QueryResultRow } from 'pg';
import { startSimulator, type RunningSimulator } from '../../apps/server/src/demo/simulator.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { freePort } from '../../apps/server/src/ports.ts';
import { start } from '../../apps/server/src/process.ts';
import { createClient, type ApiClient } from '../../apps/server/src/testing/client.ts';
import type { Actor, Crm } from '@counterpart/crm';
import { Workers } from './workers.ts';

export const tenantId = '33333333-3333-4333-8333-333333333333';
export const domain = 'tier2.example';
/** What is in flight at a kill waits this long before it may be created again; a minute each would make long histories. */
const intentSettleMs = 300;

/** The whole product: a database, a tenant, a server in this process, and workers in processes of their own that can be killed. */
export interface House {
  readonly crm: Crm;
  readonly tenant: RunningSimulator;
  readonly workers: Workers;
  newClient(): ApiClient;
  /** The organisation's administrator connects it to the tenant (P6). */
  connect(administrator: Actor, tenant: string): Promise<void>;
  query<T extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

/** @param databaseUrl of an empty database, as its owner. */
export async function openHouse(databaseUrl: string): Promise<House> {
  const key = randomBytes(32);
  const tenant = await startSimulator({
    port: 0,
    folder: null,
    tenant: {
      id: tenantId,
      displayName: 'Tier 2',
      domain,
      people: [{ userPrincipalName: `admin@${domain}`, displayName: 'Administrator' }],
    },
  });
  // To Do: nobody promises to heed If-Match, and then a moment remains in which an edit can be lost; that is no mistake of ours.
  tenant.simulator.state.unknowns.todoIfMatchHonoured = true;
  const port = await freePort();
  // Nobody answers there: changes are seen by looking, so that a run begins when it is asked for.
  const publicUrl = 'http://localhost:9';
  const server = await start({
    config: {
      databaseUrl,
      publicUrl,
      host: 'localhost',
      port,
      microsoft: tenant.microsoft,
      smtpUrl: null,
      mailFrom: 'Counterpart <counterpart@example.com>',
      invitationsPerHour: 500,
      secretKeys: [key],
      logLevel: 'error',
      jobsAtATime: 1,
      requestsPerMinute: 1_000_000,
      trustProxy: false,
    },
    log: createLog('error', 2),
    serve: true,
    work: false,
    pages: null,
  });
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  await pool.query(`
    create function settle_soon() returns trigger language plpgsql as $$
    begin
      new.settings := jsonb_set(new.settings, '{intentSettleMs}', '${intentSettleMs}');
      return new;
    end $$;
    create trigger settle_soon before insert or update on channels for each row execute function settle_soon()`);
  const { clientId, clientSecret, authority, graphBase } = tenant.microsoft;
  const workers = new Workers({
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: publicUrl,
    MICROSOFT_CLIENT_ID: clientId,
    MICROSOFT_CLIENT_SECRET: clientSecret,
    MICROSOFT_AUTHORITY: authority,
    MICROSOFT_GRAPH: graphBase,
    SECRET_KEYS: key.toString('base64'),
    LOG_LEVEL: 'fatal',
  });
  return {
    crm: server.services.crm,
    tenant,
    workers,
    connect: (administrator, id) => server.services.sync.connectOrganisation(administrator, id),
    newClient: () => createClient(`http://localhost:${port}`),
    async query<T extends QueryResultRow>(text: string, values: readonly unknown[] = []) {
      return (await pool.query<T>(text, [...values])).rows;
    },
    async stop() {
      await workers.stop();
      await pool.end();
      await server.stop();
      await tenant.stop();
    },
  };
}
