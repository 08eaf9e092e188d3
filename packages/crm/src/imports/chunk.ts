import { differingFields, type Content } from '@counterpart/engine';
import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import type { Duplicates } from '../database/tables.ts';
import { ownerWithinReach } from '../records/reach.ts';
import { insertRecords, updateRecords } from '../records/store.ts';
import { canonical, written, type RecordTable } from '../records/table.ts';
import { contentOf as contentIn } from '../records/columns.ts';
import { contentOf } from './content.ts';
import { shownRow, type SourceRow } from './rows.ts';
import type { Mapping } from './types.ts';

export interface Counts {
  created: number;
  updated: number;
  skipped: number;
}

export interface Refusal {
  readonly position: number;
  readonly line: number;
  readonly reason: string;
  readonly row: string;
}

/** A record that the chunk creates or finds, by what it is recognised by. */
interface Target {
  readonly id: string;
  content: Content;
  state: 'new' | 'found' | 'changed';
}

/** Takes some rows into the table, in the transaction; `first` is the position of the first of them in the file. */
export async function takeRows(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  rows: readonly SourceRow[],
  first: number,
  how: { readonly table: RecordTable; readonly mapping: Mapping; readonly duplicates: Duplicates },
): Promise<{ counts: Counts; refusals: Refusal[] }> {
  const { table } = how;
  const { keyOf } = table.duplicate;
  const counts: Counts = { created: 0, updated: 0, skipped: 0 };
  const refusals: Refusal[] = [];
  const usable: Content[] = [];
  for (const [index, row] of rows.entries()) {
    const read = 'values' in row ? contentOf(table, row.values, how.mapping) : { reason: row.unreadable };
    if ('content' in read) usable.push(read.content);
    else
      refusals.push({ position: first + index, line: row.line, reason: read.reason, row: shownRow(row.raw) });
  }
  const targets =
    how.duplicates === 'create' ? new Map<string, Target>() : await findByKey(tx, actor, table, usable);
  const created: Target[] = [];
  for (const content of usable) {
    const key = how.duplicates === 'create' ? undefined : keyOf(content);
    const target = key === undefined ? undefined : targets.get(key);
    if (!target) {
      const made: Target = { id: crm.ids.next(), content, state: 'new' };
      created.push(made);
      if (key !== undefined) targets.set(key, made);
      counts.created += 1;
    } else if (how.duplicates === 'update' && merge(table, target, content)) counts.updated += 1;
    else counts.skipped += 1;
  }
  const arrival = { ownerId: actor.membershipId, origin: 'import' as const };
  await insertRecords(
    tx,
    actor,
    table,
    arrival,
    created.map(({ id, content }) => ({ id, content })),
  );
  const changed = [...targets.values()].filter(({ state }) => state === 'changed');
  await updateRecords(
    tx,
    table,
    changed.map(({ id, content }) => ({ id, content })),
  );
  return { counts, refusals };
}

/** The row's values go over the record's; where the row has none the record keeps its own. False when nothing differs. */
function merge(table: RecordTable, target: Target, content: Content): boolean {
  const merged = canonical(table, { ...target.content, ...content });
  if (differingFields(merged, target.content).length === 0) return false;
  target.content = merged;
  if (target.state === 'found') target.state = 'changed';
  return true;
}

/** The records within reach that are recognised by the same as one of these contents; of several with one key the oldest. */
async function findByKey(
  tx: Tx,
  actor: Actor,
  table: RecordTable,
  contents: readonly Content[],
): Promise<Map<string, Target>> {
  const { column, keyOf } = table.duplicate;
  const keys = [...new Set(contents.map(keyOf))].filter((key) => key !== undefined);
  if (keys.length === 0) return new Map();
  const owner = ownerWithinReach(actor, 'edit');
  const { rows } = await sql<{ key: string; id: string; content: Content }>`
    select ${sql.ref(`c.${column}`)} as key, c.id, ${sql.raw(contentIn(written(table)))} as content
    from ${sql.table(table.table)} c
    where c.org_id = current_org() and ${sql.ref(`c.${column}`)} = any(${keys}::text[]) and c.deleted_at is null
      and (${owner}::uuid is null or c.owner_membership_id = ${owner})
    order by c.created_at desc, c.id desc for update`.execute(tx);
  return new Map(rows.map(({ key, id, content }) => [key, { id, content, state: 'found' }]));
}
