import { randomBytes } from 'node:crypto';
import * as crm from '@counterpart/crm';
import type { KindName } from '@counterpart/engine';
import { createTestDatabase, type TestDatabase } from '@counterpart/local-postgres/testing';
import type { Actor as Outlook } from '@counterpart/simulator';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulator, type RunningSimulator } from '../apps/server/src/demo/simulator.ts';
import { createLog } from '../apps/server/src/log.ts';
import { start, type Running } from '../apps/server/src/process.ts';
import type { Section } from '../apps/server/src/sync-port.ts';
import { until } from '../apps/server/src/testing/until.ts';

const tenantId = '33333333-3333-4333-8333-333333333333';
const login = 'ann@drill.example';
const each = 1_000;
const later = 10;
const kinds = ['meeting', 'contact', 'task'] as const satisfies readonly KindName[];
const key = randomBytes(32);

let database: TestDatabase;
let tenant: RunningSimulator;
let outlook: Outlook;
let office: Running;
let ann: { orgId: string; membershipId: string };

beforeAll(async () => {
  database = await createTestDatabase({
    templateKey: 'crm',
    migrate: async (url) => void (await crm.migrate(url)),
  });
  const people = [{ userPrincipalName: login, displayName: 'Ann' }];
  tenant = await startSimulator({
    port: 0,
    folder: null,
    tenant: { id: tenantId, displayName: 'Drill', domain: 'drill.example', people },
  });
  tenant.simulator.throttle.limits = null;
  outlook = tenant.simulator.act(login);
});
afterAll(async () => {
  await office.stop();
  await tenant.stop();
  await database.drop();
});

async function open(): Promise<void> {
  office = await start({
    config: {
      databaseUrl: database.url,
      publicUrl: 'http://localhost:9',
      host: 'localhost',
      port: 0,
      microsoft: { ...tenant.microsoft, paced: false },
      smtpUrl: tenant.smtpUrl,
      mailFrom: 'Counterpart <counterpart@example.com>',
      invitationsPerHour: 500,
      secretKeys: [key],
      logLevel: 'error',
      jobsAtATime: 3,
      requestsPerMinute: 1_000_000,
      trustProxy: false,
    },
    log: createLog('error', 2),
    serve: false,
    work: true,
    pages: null,
  });
}

const name = () => new URL(database.url).pathname.slice(1);
async function sql<Row>(text: string, where: string = name()): Promise<Row[]> {
  const url = new URL(database.url);
  url.pathname = `/${where}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** As a backup does: everything as it stood, under another name. */
const copy = (from: string, to: string) => sql(`create database "${to}" template "${from}"`, 'postgres');

const actor = async (): Promise<crm.Actor> => {
  const found = await crm.actorForMembership(office.services.crm, { ...ann, source: 'page' });
  if (found === null) throw new Error('Ann is no active member');
  return found;
};

async function sectionWhen(kind: KindName, fits: (section: Section) => boolean): Promise<void> {
  const person = await actor();
  await until(
    async () => {
      const { sections } = await office.services.sync.microsoft365(person);
      const found = sections.find((section) => section.kind === kind);
      if (found === undefined) throw new Error(`There is no section ${kind}`);
      return found;
    },
    fits,
    120_000,
  );
}

async function enable(records: number): Promise<void> {
  const person = await actor();
  for (const kind of kinds)
    expect((await office.services.sync.enable(person, kind, undefined)).outcome).toBe('enabled');
  for (const kind of kinds)
    await sectionWhen(
      kind,
      ({ state, counters }) => state === 'active' && counters.linked === records && counters.waiting === 0,
    );
}

async function disable(): Promise<void> {
  const person = await actor();
  for (const kind of kinds) await office.services.sync.disable(person, kind);
  for (const kind of kinds) await sectionWhen(kind, ({ state }) => state === 'off');
}

/** How many records there are on each side; in Microsoft 365 in the CRM's containers, of which there is one each at most. */
async function counts(step: string): Promise<{ crm: number[]; microsoft365: (number | null)[] }> {
  const tables = { meeting: 'meetings', contact: 'contacts', task: 'tasks' };
  const here = await Promise.all(
    kinds.map((kind) =>
      sql<{ count: string }>(`select count(*) from ${tables[kind]} where deleted_at is null`),
    ),
  );
  const one = <T>(found: readonly T[], inside: (container: T) => number): number | null => {
    expect(found.length).toBeLessThanOrEqual(1);
    return found[0] === undefined ? null : inside(found[0]);
  };
  const idOf = (item: { readonly [name: string]: unknown }) =>
    typeof item['id'] === 'string' ? item['id'] : '';
  const there = {
    meeting: one(
      outlook.calendars().filter((calendar) => calendar['name'] === 'Counterpart'),
      (calendar) => outlook.events(idOf(calendar)).length,
    ),
    contact: one(
      outlook.contactFolders().filter(({ properties }) => properties['displayName'] === 'Counterpart'),
      ({ id }) => outlook.contacts(id).length,
    ),
    task: one(
      outlook.todoLists().filter((list) => list['displayName'] === 'Counterpart'),
      (list) => outlook.tasks(idOf(list)).length,
    ),
  };
  const found = {
    crm: here.map(([row]) => Number(row?.count)),
    microsoft365: kinds.map((kind) => there[kind]),
  };
  process.stderr.write(
    `${step}: CRM ${found.crm.join(' + ')}, Microsoft 365 ${found.microsoft365.map((count) => count ?? 'none').join(' + ')}\n`,
  );
  return found;
}

const all = (count: number | null) => kinds.map(() => count);

test('B8, E7, C8, T4: enabled, disabled, enabled, restored from a dump, enabled: no record lost, none doubled', async () => {
  await open();
  const seeded = await crm.seedDemo(office.services.crm, {
    organisation: 'Drill',
    administrator: { name: 'Administrator', email: 'admin@drill.example', password: 'correct horse battery' },
    salespeople: [{ name: 'Ann', email: login, password: 'correct horse battery' }],
    contactsEach: 0,
    seed: 1,
  });
  const [administrator, person] = seeded.people;
  ann = { orgId: seeded.orgId, membershipId: administrator?.membershipId ?? '' };
  await office.services.sync.connectOrganisation(await actor(), tenantId);
  ann = { orgId: seeded.orgId, membershipId: person?.membershipId ?? '' };
  const add = async (first: number, count: number) => {
    const [inside, who, random] = [office.services.crm, await actor(), crm.chance(first)];
    await crm.insertInventedMeetings(inside, who, random, first, count);
    await crm.insertInvented(inside, who, random, first, count);
    await crm.insertInventedTasks(inside, who, random, first, count);
  };
  await add(1, each);
  await enable(each);
  expect(await counts('Enabled')).toEqual({ crm: all(each), microsoft365: all(each) });

  await office.stop();
  const backup = `${name()}_backup`;
  await copy(name(), backup);
  await open();

  await disable();
  expect(await counts('Disabled')).toEqual({ crm: all(each), microsoft365: all(null) });
  await enable(each);
  expect(await counts('Enabled again')).toEqual({ crm: all(each), microsoft365: all(each) });
  await add(each + 1, later);
  for (const kind of kinds) {
    await office.services.sync.sync(await actor(), kind);
    await sectionWhen(kind, ({ counters }) => counters.linked === each + later && counters.waiting === 0);
  }
  expect(await counts('Some more')).toEqual({ crm: all(each + later), microsoft365: all(each + later) });

  await office.stop();
  await sql(`drop database "${name()}" with (force)`, 'postgres');
  await copy(backup, name());
  await sql(`drop database "${backup}"`, 'postgres');
  await open();
  // The dump knows containers that are gone: their deletion is a command to disable (E7, C8, T4).
  for (const kind of kinds) {
    await office.services.sync.sync(await actor(), kind);
    await sectionWhen(kind, ({ state }) => state === 'off');
  }
  expect(await counts('Restored')).toEqual({ crm: all(each), microsoft365: all(each + later) });
  await enable(each + later);
  // What the dump did not have yet comes back from Microsoft 365.
  expect(await counts('Enabled after the restoration')).toEqual({
    crm: all(each + later),
    microsoft365: all(each + later),
  });
  expect(tenant.simulator.state.mail.outbox).toEqual([]);
}, 400_000);
