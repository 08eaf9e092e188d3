import type { Channel, ChannelSettings, Identifiers } from '@counterpart/engine';
import { createTestDatabase } from '@counterpart/local-postgres/testing';
import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';
import type { Actor } from '../../actor.ts';
import { contactRecords } from '../../contacts/contacts.ts';
import { meetingRecords } from '../../meetings/meetings.ts';
import { taskRecords } from '../../tasks/tasks.ts';
import { syncedColumns } from '../../records/table.ts';
import type { RecordInput } from '../../records/types.ts';
import { openCrm, type Crm } from '../../crm.ts';
import { migrate } from '../../database/migrate.ts';
import { openPool } from '../../database/pool.ts';
import { createAccount } from '../../people/accounts.ts';
import { actorForMembership, addMembership } from '../../people/memberships.ts';
import { createOrganisation } from '../../people/organisations.ts';
import { leaseChannel, type Lease } from '../lease.ts';

const services = { contact: contactRecords, meeting: meetingRecords, task: taskRecords };
type FixtureKind = keyof typeof services;

const fieldsOf = (kind: FixtureKind): ChannelSettings['fields'] =>
  Object.fromEntries(syncedColumns(services[kind].table).map(({ field }) => [field, 'both' as const]));

export const settings: ChannelSettings = {
  fields: fieldsOf('contact'),
  direction: 'both',
  deleteLocalWhenDeletedRemotely: false,
  conflictRule: 'latest',
  firstSyncCap: 10_000,
  brake: { count: 100, share: 0.2 },
  intentSettleMs: 300_000,
};

const clock = { now: () => Date.now() };
const ids: Identifiers = { next: () => randomUUID() };

/** A CRM on a database of its own, with one organisation. */
export interface Fixture {
  readonly crm: Crm;
  readonly url: string;
  readonly orgId: string;
  /** The connections of runs, as those of the application's role. */
  readonly runs: Pool;
  /** Sees and does everything: the superuser's connection. */
  readonly root: Client;
  /** A member with a channel of a kind: contacts, when none is named. */
  person(kind?: FixtureKind): Promise<Person>;
  close(): Promise<void>;
}

/** A member with a channel. */
export interface Person {
  readonly actor: Actor;
  readonly channelId: string;
  add(content: RecordInput): Promise<string>;
  /** @throws when the mailbox is busy. */
  lease(leaseMs?: number): Promise<Lease>;
  /** `channelId`: another channel of the person. */
  tryLease(leaseMs?: number, channelId?: string): ReturnType<typeof leaseChannel>;
}

export async function openFixture(): Promise<Fixture> {
  const database = await createTestDatabase({
    templateKey: 'crm',
    migrate: async (url) => void (await migrate(url)),
  });
  const { url } = database;
  const crm = await openCrm({ url, max: 4, clock, ids, migrate: false });
  const runs = openPool(url, 6);
  const root = new Client({ connectionString: url });
  await root.connect();
  const { orgId, standardProfileId } = await createOrganisation(crm, { name: 'Acme' });
  return {
    crm,
    url,
    orgId,
    runs,
    root,
    async person(kind = 'contact') {
      const account = await createAccount(crm, { name: 'Somebody', email: `${ids.next()}@acme.example` });
      if (account.outcome !== 'created') throw new Error(account.outcome);
      const { accountId } = account;
      const { membershipId } = await addMembership(crm, { orgId, accountId, profileId: standardProfileId });
      const found = await actorForMembership(crm, { orgId, membershipId, source: 'page' });
      if (found === null) throw new Error('The person who was just added is no member');
      return personOf(crm, runs, root, found, kind);
    },
    async close() {
      await crm.close();
      await runs.end();
      await root.end();
      await database.drop();
    },
  };
}

async function personOf(
  crm: Crm,
  runs: Pool,
  root: Client,
  actor: Actor,
  kind: FixtureKind,
): Promise<Person> {
  const channelId = ids.next();
  const state: Channel['state'] = 'active';
  await root.query(
    `insert into channels (org_id, id, membership_id, kind, state, settings, container, container_name, marker_prefix)
     values ($1, $2, $3, $7, $4, $5, 'folder', 'Counterpart', $6)`,
    [
      actor.orgId,
      channelId,
      actor.membershipId,
      state,
      JSON.stringify({ ...settings, fields: fieldsOf(kind) }),
      `${channelId}/`,
      kind,
    ],
  );
  const tryLease = (leaseMs = 60_000, of = channelId) =>
    leaseChannel(runs, { orgId: actor.orgId, channelId: of, leaseMs, clock, ids });
  return {
    actor,
    channelId,
    tryLease,
    add: async (content) => (await services[kind].create(crm, actor, { values: content })).id,
    async lease(leaseMs) {
      const answer = await tryLease(leaseMs);
      if (answer.outcome !== 'leased') throw new Error(`No lease: ${answer.outcome}`);
      return answer.lease;
    },
  };
}
