import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { conditionOf, type Condition } from './condition.ts';
import { cursorOf, positionOf } from './cursor.ts';
import { orderOf, type Order } from './order.ts';
import { ownerWithinReach } from './reach.ts';
import { present, shownColumns, type RecordRow } from './rows.ts';
import type { RecordTable } from './table.ts';
import type { CrmRecord, ListInput, Page, PageInput } from './types.ts';

const mostItems = 200;

/**
 * One page of the records that the actor may see: their own, or all with `viewAll`. It is continued by key, not by number, so that
 * records which come and go neither repeat nor hide others.
 * @throws CrmError `invalidCursor`, `invalidValue`
 */
export async function listRecords(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  input: ListInput,
): Promise<Page<CrmRecord>> {
  const order = orderOf(table, input.sort ?? table.defaultSort);
  return crm.transaction(actor, async (tx) => {
    const condition = await conditionOf(crm, tx, table, actor, 'view', input);
    return presentedPage(tx, table, condition, order, input);
  });
}

/** The deleted records that the actor may see, the last deleted first. @throws CrmError `invalidCursor` */
export async function listDeletedRecords(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  input: PageInput,
): Promise<Page<CrmRecord>> {
  const owner = ownerWithinReach(actor, 'view');
  const order = { name: '-deletedAt', column: 'deleted_at', descending: true };
  const condition: Condition = { deleted: true, words: [], equal: {}, ...(owner === null ? {} : { owner }) };
  return crm.transaction(actor, (tx) => presentedPage(tx, table, condition, order, input));
}

async function presentedPage(
  tx: Tx,
  table: RecordTable,
  condition: Condition,
  order: Order,
  { limit, cursor }: PageInput,
): Promise<Page<CrmRecord>> {
  const rows = Math.max(1, Math.min(limit ?? 50, mostItems));
  const page = await readPage(tx, table, condition, order, rows, cursor);
  return { items: await present(tx, page.rows), nextCursor: page.nextCursor, total: page.total };
}

/**
 * One page of rows in an order, after a cursor. `total`: how many there are in all; null where they are too many to be counted at once,
 * and on all pages but the first.
 * @throws CrmError `invalidCursor`
 */
export async function readPage(
  tx: Tx,
  table: RecordTable,
  condition: Condition,
  order: Order,
  limit: number,
  cursor: string | undefined,
): Promise<{ rows: RecordRow[]; nextCursor: string | null; total: number | null }> {
  const after = cursor === undefined ? {} : { after: positionOf(order.name, cursor) };
  const place = JSON.stringify({ sort: order.column, descending: order.descending, ...after });
  const { rows: found } = await sql<RecordRow & { sort_value: string; total: number | null }>`
    select ${shownColumns(table)}, found.sort_value, found.total
    from find_record_ids(${table.table}::regclass, ${JSON.stringify(condition)}::jsonb, ${place}::jsonb, ${limit + 1}::integer)
      with ordinality as found (id, sort_value, total, place)
      join ${sql.table(table.table)} c on c.org_id = current_org() and c.id = found.id
    order by found.place`.execute(tx);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    rows,
    nextCursor: more ? cursorOf(order.name, [last.sort_value, last.id]) : null,
    total: found[0]?.total ?? (cursor === undefined && found.length === 0 ? 0 : null),
  };
}
