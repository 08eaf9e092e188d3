import { sameValue, type Content } from '@counterpart/engine';
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { carryOn } from './consequence.ts';
import { ownerWithinReach } from './reach.ts';
import { presentOne, shownColumns, type RecordRow } from './rows.ts';
import { changeRecords, insertRecords, type Change } from './store.ts';
import type { RecordTable } from './table.ts';
import type { CrmRecord, RecordInput } from './types.ts';
import { mustBeUsable, mustBeWhole, mustRefer, type Checked } from './validate.ts';

/** Which record, and the version that it is expected to have. */
export interface Target {
  readonly id: string;
  readonly expectedVersion?: number | undefined;
}

/** A record within the actor's reach; a deleted one is found too (`deletedAt` tells). @throws CrmError `notFound` */
export async function getRecord(crm: Crm, actor: Actor, table: RecordTable, id: string): Promise<CrmRecord> {
  return crm.transaction(actor, async (tx) => {
    const row = await readRow(tx, table, id);
    if (!row || !isWithin(actor, 'view', row)) throw new CrmError('notFound');
    return presentOne(tx, row);
  });
}

/**
 * Creates a record, the actor's own unless another owner is named.
 * @throws CrmError `invalidValue` naming the fields; `notAllowed` for another's record without `editAll`
 */
export async function createRecord(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  input: { readonly values: RecordInput; readonly ownerId?: string | undefined },
): Promise<CrmRecord> {
  const checked = mustBeUsable(table, input.values);
  mustBeWhole(table, checked.content);
  const { content } = table.settle?.(null, checked, false) ?? checked;
  return crm.transaction(actor, async (tx) => {
    await mustRefer(tx, table, actor, content);
    const arrival = {
      ownerId: await ownerOf(tx, actor, input.ownerId),
      origin: actor.source === 'api' ? ('api' as const) : ('created' as const),
    };
    const [row] = await insertRecords(tx, actor, table, arrival, [{ id: crm.ids.next(), content }]);
    if (!row) throw new Error('A record was not stored.');
    return presentOne(tx, row);
  });
}

/**
 * Changes fields of a record, and its owner where one is named; a value that it has already is no change.
 * @throws CrmError `notFound`, `notAllowed`, `invalidValue`; `changedMeanwhile` when it has another version than expected
 */
export async function updateRecord(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  input: Target & {
    readonly values: RecordInput;
    readonly ownerId?: string | undefined;
    /** The person was told what the change costs (`RecordTable.settle`). */
    readonly confirmed?: boolean | undefined;
  },
): Promise<CrmRecord> {
  const checked = mustBeUsable(table, input.values);
  return crm.transaction(actor, async (tx) => {
    const row = await lockForEdit(tx, actor, table, input);
    await mustRefer(tx, table, actor, checked.content);
    const ownerId = input.ownerId === undefined ? undefined : await ownerOf(tx, actor, input.ownerId);
    const change = table.settle?.(row.content, checked, input.confirmed ?? false) ?? checked;
    const changed = await changeRecord(tx, table, row, { ...change, ownerId });
    if (!changed) return presentOne(tx, row);
    const [after] = await carryOn(crm, tx, actor, table, [{ before: row, after: changed }]);
    return presentOne(tx, after ?? changed);
  });
}

/** Writes a change of one row that is locked; undefined: it has these values already. @throws CrmError as `RecordTable.mayChange` */
export async function changeRecord(
  tx: Tx,
  table: RecordTable,
  row: RecordRow,
  change: Change,
): Promise<RecordRow | undefined> {
  await table.mayChange?.(tx, [row], differing([row], change));
  const [changed] = await changeRecords(
    tx,
    table,
    [row.id],
    { ...change, whole: wholeAfter([row], change) },
    null,
  );
  return changed;
}

/** Of the fields of a change those in which a row has another value. */
export const differing = (rows: readonly RecordRow[], { fields, content }: Checked): string[] =>
  fields.filter((field) => rows.some((row) => !sameValue(row.content[field], content[field])));

/** The whole content that each row has after a change, by id. */
export const wholeAfter = (rows: readonly RecordRow[], { fields, content }: Checked): Map<string, Content> =>
  new Map(
    rows.map((row) => {
      const kept = Object.entries(row.content).filter(([field]) => !fields.includes(field));
      return [row.id, { ...Object.fromEntries(kept), ...content }];
    }),
  );

/** Hands a record over to another member. @throws CrmError as `updateRecord` */
export function changeRecordOwner(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  input: Target & { readonly ownerId: string },
): Promise<CrmRecord> {
  return updateRecord(crm, actor, table, { ...input, values: {} });
}

/** Deletes a record; a tombstone stays, from which it can be restored. @throws CrmError as `updateRecord` */
export async function deleteRecord(crm: Crm, actor: Actor, table: RecordTable, input: Target): Promise<void> {
  await crm.transaction(actor, async (tx) => {
    const row = await lockForEdit(tx, actor, table, input);
    await setDeleted(tx, table, sql`c.id = ${row.id}`, {
      at: new Date(crm.clock.now()),
      by: actor.membershipId,
    });
  });
}

/** Takes back a deletion; a record that is not deleted stays as it is. @throws CrmError as `updateRecord` */
export async function restoreRecord(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  target: Target,
): Promise<CrmRecord> {
  return crm.transaction(actor, async (tx) => {
    const row = await lockForEdit(tx, actor, table, target, 'deleted too');
    const [restored] = await setDeleted(tx, table, sql`c.id = ${row.id}`, null);
    return presentOne(tx, restored ?? row);
  });
}

/** Makes rows `c` deleted, or living again (null). Returns those of which that is news. */
export async function setDeleted(
  tx: Tx,
  table: RecordTable,
  which: RawBuilder<unknown>,
  deletion: { readonly at: Date; readonly by: string } | null,
): Promise<RecordRow[]> {
  const { rows } = await sql<RecordRow>`
    update ${sql.table(table.table)} c
    set deleted_at = ${deletion?.at ?? null}, deleted_by_membership_id = ${deletion?.by ?? null}
    where c.org_id = current_org() and ${which} and (c.deleted_at is null) = ${deletion !== null}
    returning ${shownColumns(table)}`.execute(tx);
  return rows;
}

async function readRow(
  tx: Tx,
  table: RecordTable,
  id: string,
  locking: RawBuilder<unknown> = sql``,
): Promise<RecordRow | undefined> {
  const { rows } = await sql<RecordRow>`
    select ${shownColumns(table)} from ${sql.table(table.table)} c
    where c.org_id = current_org() and c.id = ${id} ${locking}`.execute(tx);
  return rows[0];
}

function isWithin(actor: Actor, access: 'view' | 'edit', row: RecordRow): boolean {
  const owner = ownerWithinReach(actor, access);
  return owner === null || row.owner_membership_id === owner;
}

/** The row, locked. @throws CrmError `notFound`, `notAllowed`, `changedMeanwhile` */
export async function lockForEdit(
  tx: Tx,
  actor: Actor,
  table: RecordTable,
  { id, expectedVersion }: Target,
  which: 'living' | 'deleted too' = 'living',
): Promise<RecordRow> {
  const row = await readRow(tx, table, id, sql`for update`);
  if (!row || !isWithin(actor, 'view', row)) throw new CrmError('notFound');
  if (row.deleted_at !== null && which === 'living')
    throw new CrmError('notFound', `This ${table.words.one} was deleted.`);
  if (!isWithin(actor, 'edit', row)) throw new CrmError('notAllowed');
  if (expectedVersion !== undefined && expectedVersion !== row.version)
    throw new CrmError('changedMeanwhile');
  return row;
}

/** The owner to be: the actor, or an active member that is named. */
export async function ownerOf(tx: Tx, actor: Actor, ownerId: string | undefined): Promise<string> {
  if (ownerId === undefined || ownerId === actor.membershipId) return actor.membershipId;
  const member = await tx
    .selectFrom('memberships')
    .select('id')
    .where('id', '=', ownerId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (!member) {
    throw new CrmError('invalidValue', undefined, {
      problems: [{ path: 'ownerId', message: 'This is no active member of the organisation.' }],
    });
  }
  return member.id;
}
