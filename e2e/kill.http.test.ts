import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import * as crm from '@counterpart/crm';
import { createTestDatabase, type TestDatabase } from '@counterpart/local-postgres/testing';
import { Client, type QueryResultRow } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulator, type RunningSimulator } from '../apps/server/src/demo/simulator.ts';
import { createLog } from '../apps/server/src/log.ts';
import { start, type Running } from '../apps/server/src/process.ts';
import { until } from '../apps/server/src/testing/until.ts';

const tenantId = '22222222-2222-4222-8222-222222222222';
const login = 'ann@kill.example';
const contacts = 2000;
const kills = 20;

let database: TestDatabase;
let tenant: RunningSimulator;
let office: Running;
let worker: ChildProcess | null = null;
const key = randomBytes(32);

beforeAll(async () => {
  database = await createTestDatabase({
    templateKey: 'crm',
    migrate: async (url) => void (await crm.migrate(url)),
  });
  const people = [{ userPrincipalName: login, displayName: 'Ann' }];
  tenant = await startSimulator({
    port: 0,
    folder: null,
    tenant: { id: tenantId, displayName: 'Kill', domain: 'kill.example', people },
  });
  office = await start({
    config: {
      databaseUrl: database.url,
      publicUrl: 'http://localhost:9',
      host: 'localhost',
      port: 0,
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
    serve: false,
    work: false,
    pages: null,
  });
});

afterAll(async () => {
  await killWorker();
  await office.stop();
  await tenant.stop();
  await database.drop();
});

/** The built product's worker as a process of its own. */
function startWorker(): void {
  const { clientId, clientSecret, authority, graphBase } = tenant.microsoft;
  const main = new URL('../apps/server/src/cli/main.ts', import.meta.url).pathname;
  worker = spawn(process.execPath, [main, 'work'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      PUBLIC_URL: 'http://localhost:9',
      MICROSOFT_CLIENT_ID: clientId,
      MICROSOFT_CLIENT_SECRET: clientSecret,
      MICROSOFT_AUTHORITY: authority,
      MICROSOFT_GRAPH: graphBase,
      SECRET_KEYS: key.toString('base64'),
      LOG_LEVEL: 'error',
    },
  });
}

async function killWorker(): Promise<void> {
  const child = worker;
  worker = null;
  if (!child || child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const inOutlook = () =>
  tenant.simulator
    .act(login)
    .contacts()
    .filter((item) => item['parentFolderId'] !== undefined);

test(
  `V5 V9 the worker killed with kill -9 at ${kills} random instants of a first sync of ${contacts} contacts: none lost, none doubled`,
  { timeout: 300_000 },
  async () => {
    const { crm: database_, sync } = office.services;
    const { orgId, people } = await crm.seedDemo(database_, {
      organisation: 'Kill',
      administrator: { name: 'Administrator', email: 'administrator@example.com', password: 'not used here' },
      salespeople: [{ name: 'Ann', email: login, password: 'not used here' }],
      contactsEach: 0,
      seed: 1,
    });
    const [administrator, ann] = await Promise.all(
      people.map(({ membershipId }) =>
        crm.actorForMembership(database_, { orgId, membershipId, source: 'page' }),
      ),
    );
    if (!administrator || !ann) throw new Error('The people are not active');
    await crm.insertInvented(database_, ann, crm.chance(1), 1, contacts);
    await sync.connectOrganisation(administrator, tenantId);
    await sync.enable(ann, 'contact', undefined);
    // What is in flight at a kill waits this long before it may be created again; a minute each would make a long test.
    await onDatabase(`update channels set settings = jsonb_set(settings, '{intentSettleMs}', '500')`);
    const instants: number[] = [];
    for (let n = 0; n < kills; n += 1) {
      const before = inOutlook().length;
      const few = Math.floor(Math.random() * (contacts / kills));
      startWorker();
      await until(
        () => Promise.resolve(inOutlook().length),
        (now) => now >= Math.min(before + few, contacts) && now > 0,
      );
      await wait(Math.random() * 50);
      await killWorker();
      instants.push(inOutlook().length);
    }
    expect(instants.at(0)).toBeLessThan(contacts);
    startWorker();
    const section = await until(
      async () => (await sync.microsoft365(ann)).sections.find(({ kind }) => kind === 'contact'),
      (now) => now?.state === 'active' && now.counters.linked === contacts && now.counters.waiting === 0,
      120_000,
    );
    expect(section?.counters).toMatchObject({ linked: contacts, problems: 0, conflicts: 0 });
    const there = inOutlook();
    expect(there).toHaveLength(contacts);
    const surnames = (
      items: readonly { readonly [name: string]: unknown }[],
      email: (item: never) => unknown,
    ) => items.map((item) => JSON.stringify(email(item as never))).sort();
    const here = await onDatabase<{ email: string }>(`select email from contacts where deleted_at is null`);
    expect(here).toHaveLength(contacts);
    const first = (item: { emailAddresses?: { address: string }[] }) =>
      item.emailAddresses?.[0]?.address ?? null;
    expect(surnames(there, first)).toEqual(surnames(here, ({ email }: { email: string }) => email));
  },
);

async function onDatabase<T extends object>(text: string): Promise<T[]> {
  const client = new Client(database.url);
  await client.connect();
  try {
    return (await client.query<T & QueryResultRow>(text)).rows;
  } finally {
    await client.end();
  }
}
