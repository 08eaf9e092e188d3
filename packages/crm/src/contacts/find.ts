import { sql } from 'kysely';
import type { Tx } from '../crm.ts';
import type { Condition } from './condition.ts';
import { cursorOf, positionOf } from './cursor.ts';
import type { Order } from './order.ts';
import { shownColumns, type ContactRow } from './present.ts';

/**
 * One page of rows in an order, after a cursor. `total`: how many there are in all; null where they are too many to be counted at once,
 * and on all pages but the first.
 * @throws CrmError `invalidCursor`
 */
export async function readPage(
  tx: Tx,
  condition: Condition,
  order: Order,
  limit: number,
  cursor: string | undefined,
): Promise<{ rows: ContactRow[]; nextCursor: string | null; total: number | null }> {
  const after = cursor === undefined ? {} : { after: positionOf(order.name, cursor) };
  const place = JSON.stringify({ sort: order.column, descending: order.descending, ...after });
  const found = await tx
    .selectFrom('contacts')
    .innerJoin(
      sql<{ id: string; sort_value: string; total: number | null; place: number }>`find_contact_ids(
        ${JSON.stringify(condition)}::jsonb, ${place}::jsonb, ${limit + 1}::integer
      ) with ordinality`.as<'found'>(sql`found (id, sort_value, total, place)`),
      'found.id',
      'contacts.id',
    )
    .select(shownColumns.map((column) => `contacts.${column}` as const))
    .select(['sort_value', 'total'])
    .orderBy('place')
    .execute();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    rows,
    nextCursor: more ? cursorOf(order.name, [last.sort_value, last.id]) : null,
    total: found[0]?.total ?? (cursor === undefined && found.length === 0 ? 0 : null),
  };
}

/** The ids of all that are meant, as a list for `where … in`. */
export const idsOf = (condition: Condition) =>
  sql<string>`(select all_contact_ids(${JSON.stringify(condition)}::jsonb))`;
