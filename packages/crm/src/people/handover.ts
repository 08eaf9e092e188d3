import { sql } from 'kysely';
import { mustHold, type Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { readPeople } from '../records/rows.ts';
import { changeRecords } from '../records/store.ts';
import { recordTables } from '../replica/record-table.ts';
import { writeAudit } from './audit.ts';
import { managingUsers } from './guard.ts';
import { actorForMembership } from './memberships.ts';
import type { Named } from './types.ts';

/** A person's records on their way to another owner. */
export interface Handover {
  readonly id: string;
  readonly from: Named;
  readonly to: Named;
  /** Records of all kinds. */
  readonly total: number;
  readonly done: number;
  readonly state: 'running' | 'done';
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** Tables of what has an owner. */
const tables = Object.values(recordTables);

/** Records in a transaction: one of 1,000 takes about 0.3 s, so nobody who edits one of them waits long. */
const CHUNK = 1000;

/** How many living records a member owns, by kind. */
export async function countRecords(tx: Tx, membershipId: string): Promise<{ [kind: string]: number }> {
  const counts: { [kind: string]: number } = {};
  for (const { kind, table } of tables) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}
      where org_id = current_org() and owner_membership_id = ${membershipId} and deleted_at is null`.execute(
      tx,
    );
    counts[kind.name] = rows[0]?.n ?? 0;
  }
  return counts;
}

/** Begins to give a member's records to another one; the job `handOver` does it. @throws CrmError `invalidValue`, `wrongState` */
export async function beginHandover(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Handover> {
  const people = await readPeople(tx, [from, to]);
  const heir = await tx.selectFrom('memberships').select('state').where('id', '=', to).executeTakeFirst();
  if (heir?.state !== 'active' || from === to) {
    const message = 'The new owner must be another active member of the organisation.';
    throw new CrmError('invalidValue', message, { problems: [{ path: 'newOwnerId', message }] });
  }
  const running = await tx
    .selectFrom('handovers')
    .select('id')
    .where('from_membership_id', '=', from)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (running !== undefined) throw new CrmError('wrongState', 'These records are being handed over already.');
  const counts = Object.values(await countRecords(tx, from));
  const id = crm.ids.next();
  await tx
    .insertInto('handovers')
    .values({
      org_id: actor.orgId,
      id,
      from_membership_id: from,
      to_membership_id: to,
      by_membership_id: actor.membershipId,
      total: counts.reduce((sum, count) => sum + count, 0),
      state: 'running',
      started_at: new Date(crm.clock.now()),
      ended_at: null,
    })
    .execute();
  await writeAudit(tx, actor, {
    action: 'recordsHandedOver',
    subject: { kind: 'user', id: from, name: people.get(from)?.name ?? '' },
    details: { to: people.get(to)?.name ?? '' },
  });
  await sql`select enqueue_about('handOver', ${id})`.execute(tx);
  return readHandover(tx, id);
}

/** Gives a member's records to another one (the offer at a deactivation, taken later). @throws CrmError `notAllowed`, `notFound`, `invalidValue`, `wrongState` */
export function handOver(
  crm: Crm,
  actor: Actor,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Handover> {
  return managingUsers(crm, actor, async (tx) => {
    if ((await readPeople(tx, [from])).size === 0) throw new CrmError('notFound', 'There is no such user.');
    return beginHandover(crm, tx, actor, { from, to });
  });
}

/** @throws CrmError `notAllowed`, `notFound` */
export function getHandover(crm: Crm, actor: Actor, id: string): Promise<Handover> {
  mustHold(actor, 'manageUsers');
  return crm.transaction(actor, (tx) => readHandover(tx, id));
}

/** The newest one of a member's records; null: there was none. */
export async function lastHandover(tx: Tx, membershipId: string): Promise<Handover | null> {
  const found = await tx
    .selectFrom('handovers')
    .select('id')
    .where('from_membership_id', '=', membershipId)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found === undefined ? null : readHandover(tx, found.id);
}

async function readHandover(tx: Tx, id: string): Promise<Handover> {
  const row = await tx.selectFrom('handovers').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new CrmError('notFound');
  const people = await readPeople(tx, [row.from_membership_id, row.to_membership_id]);
  const named = (one: string): Named => people.get(one) ?? { id: one, name: '' };
  return {
    id,
    from: named(row.from_membership_id),
    to: named(row.to_membership_id),
    total: row.total,
    done: row.done,
    state: row.state,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

/** The job: gives chunk after chunk the new owner, each with its progress; interrupted, it goes on where it was. False: it was interrupted. */
export async function runHandover(
  crm: Crm,
  {
    orgId,
    id,
    signal,
  }: { readonly orgId: string; readonly id: string; readonly signal?: AbortSignal | undefined },
): Promise<boolean> {
  for (;;) {
    if (signal?.aborted === true) return false;
    if (await nextChunk(crm, orgId, id)) return true;
  }
}

/** True: nothing is left. */
async function nextChunk(crm: Crm, orgId: string, id: string): Promise<boolean> {
  const task = await crm.inOrganisation(orgId, (tx) =>
    tx.selectFrom('handovers').selectAll().where('id', '=', id).executeTakeFirst(),
  );
  if (task === undefined || task.state === 'done') return true;
  const by = await actorForMembership(crm, { orgId, membershipId: task.by_membership_id, source: 'page' });
  // Whoever began it may have left since: what they ordered is carried out all the same, by the system.
  const facts = { orgId, membershipId: task.by_membership_id, accountId: '', permissions: new Set<never>() };
  return crm.transaction(by ?? { ...facts, source: 'system' }, async (tx) => {
    for (const table of tables) {
      const { rows } = await sql<{ id: string }>`select id from ${sql.table(table.table)}
        where org_id = current_org() and owner_membership_id = ${task.from_membership_id} and deleted_at is null
        order by id limit ${CHUNK} for update`.execute(tx);
      if (rows.length === 0) continue;
      const ids = rows.map((row) => row.id);
      const change = { fields: [], content: {}, ownerId: task.to_membership_id };
      await changeRecords(tx, table, ids, change, null);
      await tx
        .updateTable('handovers')
        .set(({ eb }) => ({ done: eb('done', '+', ids.length) }))
        .where('id', '=', id)
        .execute();
      return false;
    }
    const ended_at = new Date(crm.clock.now());
    await tx.updateTable('handovers').set({ state: 'done', ended_at }).where('id', '=', id).execute();
    return true;
  });
}
