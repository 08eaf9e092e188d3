import { createTestDatabase } from '@counterpart/local-postgres/testing';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Actor } from '../actor.ts';
import { openCrm, type Crm } from '../crm.ts';
import { migrate } from '../database/migrate.ts';
import { createAccount } from '../people/accounts.ts';
import { actorForMembership, addMembership } from '../people/memberships.ts';
import { createOrganisation } from '../people/organisations.ts';

/** A CRM on a database of its own, whose clock stands still until it is moved. */
export interface TestCrm {
  readonly crm: Crm;
  readonly url: string;
  /** A superuser's connection, which sees and may do everything. */
  readonly root: Client;
  readonly clock: { nowMs: number };
  organisation(): Promise<TestOrganisation>;
  close(): Promise<void>;
}

export interface TestOrganisation {
  readonly orgId: string;
  readonly administrator: Actor;
  /** A new member with the profile Standard. */
  salesperson(): Promise<Actor>;
}

export async function openTestCrm(): Promise<TestCrm> {
  const database = await createTestDatabase({
    templateKey: 'crm',
    migrate: async (url) => void (await migrate(url)),
  });
  const { url } = database;
  const clock = { nowMs: Date.UTC(2026, 0, 5, 8) };
  const crm = await openCrm({
    url,
    migrate: false,
    max: 4,
    clock: { now: () => clock.nowMs },
    ids: { next: () => randomUUID() },
  });
  const root = new Client({ connectionString: url });
  await root.connect();

  const member = async (orgId: string, profileId: string): Promise<Actor> => {
    const email = `${randomUUID()}@example.com`;
    const account = await createAccount(crm, { name: 'Somebody', email });
    if (account.outcome !== 'created') throw new Error('A random address was taken.');
    const { membershipId } = await addMembership(crm, { orgId, accountId: account.accountId, profileId });
    const actor = await actorForMembership(crm, { orgId, membershipId, source: 'page' });
    if (!actor) throw new Error('A new member is not active.');
    return actor;
  };

  return {
    crm,
    url,
    root,
    clock,
    async organisation() {
      const { orgId, administratorProfileId, standardProfileId } = await createOrganisation(crm, {
        name: 'Some organisation',
      });
      const administrator = await member(orgId, administratorProfileId);
      return { orgId, administrator, salesperson: () => member(orgId, standardProfileId) };
    },
    async close() {
      await root.end();
      await crm.close();
      await database.drop();
    },
  };
}

/** All pieces of a text. */
export async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}
