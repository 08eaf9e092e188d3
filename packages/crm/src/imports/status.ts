import type { KindName } from '@counterpart/engine';
import { sql, type Selectable } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import type { ImportTable } from '../database/tables.ts';
import { CrmError } from '../errors.ts';
import type { RecordTable } from '../records/table.ts';
import { recordTables } from '../replica/record-table.ts';
import { mostRefusalsTold } from './read.ts';
import { longestShown, shownRow } from './rows.ts';
import type { ImportStatus } from './types.ts';

/** How far an import of the actor is, with the rows that it refused. @throws CrmError `notFound` */
export async function getImport(crm: Crm, actor: Actor, id: string): Promise<ImportStatus> {
  return crm.transaction(actor, async (tx) => statusOf(tx, await ownImport(tx, actor, id)));
}

/** Stops an import between two chunks; what it wrote stays. One that has ended stays as it is. @throws CrmError `notFound` */
export async function cancelImport(crm: Crm, actor: Actor, id: string): Promise<ImportStatus> {
  return crm.transaction(actor, async (tx) => {
    const found = await ownImport(tx, actor, id);
    if (found.state !== 'ready' && found.state !== 'running') return statusOf(tx, found);
    // Waits for the chunk that is being written, if one is.
    const cancelled = await tx
      .updateTable('imports')
      .set({ state: 'cancelled', content: null, ended_at: new Date(crm.clock.now()) })
      .where('id', '=', id)
      .where('state', 'in', ['ready', 'running'])
      .returning(statusColumns)
      .executeTakeFirst();
    return statusOf(tx, cancelled ?? (await ownImport(tx, actor, id)));
  });
}

export const statusColumns = [
  'id',
  'kind',
  'file_name',
  'state',
  'columns',
  'total',
  'done',
  'created',
  'updated',
  'skipped',
] as const;

/** The table that an import is for. */
export function tableOfImport(kind: KindName): RecordTable {
  const table = recordTables[kind];
  if (table === undefined) throw new Error(`There are no records of the kind ${kind}.`);
  return table;
}

export type StatusRow = Pick<Selectable<ImportTable>, (typeof statusColumns)[number]>;

/** A person's imports are their own affair. */
export async function ownImport(tx: Tx, actor: Actor, id: string): Promise<StatusRow> {
  const found = await tx
    .selectFrom('imports')
    .select(statusColumns)
    .where('id', '=', id)
    .where('membership_id', '=', actor.membershipId)
    .executeTakeFirst();
  if (!found) throw new CrmError('notFound', 'There is no such import of yours.');
  return found;
}

export async function statusOf(tx: Tx, row: StatusRow): Promise<ImportStatus> {
  const refused = await tx
    .selectFrom('import_refusals')
    .select(['line', 'reason', sql<string | null>`left(row, ${longestShown + 1})`.as('row')])
    .where('import_id', '=', row.id)
    .orderBy('position')
    .limit(mostRefusalsTold)
    .execute();
  const shown = refused.map((one) => ({ ...one, row: one.row === null ? null : shownRow(one.row) }));
  const { id, file_name, state, total, done, created, updated, skipped } = row;
  return { id, fileName: file_name, state, total, done, created, updated, skipped, refused: shown };
}
