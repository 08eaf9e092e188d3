import { sql, type SqlBool } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { conditionOf, type Condition } from './condition.ts';
import { cursorOf, positionOf } from './cursor.ts';
import { orderOf, type Order } from './order.ts';
import { present, shownColumns, type ContactRow } from './present.ts';
import { ownerWithinReach } from './reach.ts';
import type { Contact, ContactListInput, Page } from './types.ts';

/** Counting further would cost more than the page itself. */
const mostCounted = 100_000;
const mostItems = 200;

/**
 * One page of the contacts that the actor may see: their own, or all with `viewAll`. It is continued by key, not by number, so that
 * contacts which come and go neither repeat nor hide others.
 * @throws CrmError `invalidCursor`, `invalidValue`
 */
export async function listContacts(crm: Crm, actor: Actor, input: ContactListInput): Promise<Page<Contact>> {
  const order = orderOf(input.sort ?? 'lastName');
  const limit = limitOf(input.limit);
  return crm.transaction(actor, async (tx) => {
    const condition = await conditionOf(tx, actor, 'view', input);
    const { rows, nextCursor } = await readPage(tx, condition.where, order, limit, input.cursor);
    const total = input.cursor === undefined && condition.countable ? await count(tx, condition) : null;
    return { items: await present(tx, rows), nextCursor, total };
  });
}

/** The deleted contacts that the actor may see, the last deleted first. */
export async function listDeletedContacts(
  crm: Crm,
  actor: Actor,
  input: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<Page<Contact>> {
  const owner = ownerWithinReach(actor, 'view');
  const order: Order = {
    name: '-deletedAt',
    descending: true,
    expression: sql.ref('contacts.deleted_at'),
    type: sql.raw('timestamptz'),
  };
  return crm.transaction(actor, async (tx) => {
    const where: Condition['where'] = (eb) =>
      eb.and([
        eb('contacts.deleted_at', 'is not', null),
        ...(owner === null ? [] : [eb('owner_membership_id', '=', owner)]),
      ]);
    const { rows, nextCursor } = await readPage(tx, where, order, limitOf(input.limit), input.cursor);
    return { items: await present(tx, rows), nextCursor, total: null };
  });
}

const limitOf = (limit: number | undefined): number => Math.max(1, Math.min(limit ?? 50, mostItems));

/** One page of rows in an order, after a cursor. */
export async function readPage(
  tx: Tx,
  where: Condition['where'],
  order: Order,
  limit: number,
  cursor: string | undefined,
): Promise<{ rows: ContactRow[]; nextCursor: string | null }> {
  const direction = order.descending ? 'desc' : 'asc';
  let query = tx
    .selectFrom('contacts')
    .select(shownColumns)
    // As text, with all its digits: what the next page is continued from must be exact.
    .select(sql<string>`${order.expression}::text`.as('sort_value'))
    .where(where)
    .orderBy(order.expression, direction)
    .orderBy('contacts.id', direction)
    .limit(limit + 1);
  if (cursor !== undefined) {
    const { value, id } = positionOf(order.name, cursor);
    const after = sql.raw(order.descending ? '<' : '>');
    query = query.where(
      sql<SqlBool>`(${order.expression}, contacts.id) ${after} (${value}::${order.type}, ${id}::uuid)`,
    );
  }
  const found = await query.execute();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > limit && last !== undefined;
  return { rows, nextCursor: more ? cursorOf(order.name, { value: last.sort_value, id: last.id }) : null };
}

async function count(tx: Tx, condition: Condition): Promise<number | null> {
  const { counted } = await tx
    .selectFrom(
      tx
        .selectFrom('contacts')
        .select(sql`1`.as('one'))
        .where(condition.where)
        .limit(mostCounted + 1)
        .as('found'),
    )
    .select((eb) => eb.fn.countAll<number>().as('counted'))
    .executeTakeFirstOrThrow();
  return counted > mostCounted ? null : counted;
}
