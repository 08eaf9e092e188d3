import type { Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { conditionOf, type Condition } from './condition.ts';
import { readPage } from './find.ts';
import { orderOf } from './order.ts';
import { present } from './present.ts';
import { ownerWithinReach } from './reach.ts';
import type { Contact, ContactListInput, Page } from './types.ts';

const mostItems = 200;

/**
 * One page of the contacts that the actor may see: their own, or all with `viewAll`. It is continued by key, not by number, so that
 * contacts which come and go neither repeat nor hide others.
 * @throws CrmError `invalidCursor`, `invalidValue`
 */
export async function listContacts(crm: Crm, actor: Actor, input: ContactListInput): Promise<Page<Contact>> {
  const order = orderOf(input.sort ?? 'lastName');
  const condition = conditionOf(actor, 'view', input);
  return crm.transaction(actor, async (tx) => {
    const page = await readPage(tx, condition, order, limitOf(input.limit), input.cursor);
    return { items: await present(tx, page.rows), nextCursor: page.nextCursor, total: page.total };
  });
}

/** The deleted contacts that the actor may see, the last deleted first. @throws CrmError `invalidCursor` */
export async function listDeletedContacts(
  crm: Crm,
  actor: Actor,
  input: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<Page<Contact>> {
  const owner = ownerWithinReach(actor, 'view');
  const order = { name: '-deletedAt', column: 'deleted_at', descending: true };
  const condition: Condition = { deleted: true, words: [], equal: {}, ...(owner === null ? {} : { owner }) };
  return crm.transaction(actor, async (tx) => {
    const page = await readPage(tx, condition, order, limitOf(input.limit), input.cursor);
    return { items: await present(tx, page.rows), nextCursor: page.nextCursor, total: page.total };
  });
}

const limitOf = (limit: number | undefined): number => Math.max(1, Math.min(limit ?? 50, mostItems));
