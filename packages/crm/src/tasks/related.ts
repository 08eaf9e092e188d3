import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import { contactTable } from '../contacts/table.ts';
import type { Crm, Tx } from '../crm.ts';
import { ownerWithinReach } from '../records/reach.ts';

/** The names of the living contacts that an actor may see, by id; others are missing. */
export async function namesOfContacts(
  crm: Crm,
  actor: Actor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  return crm.transaction(actor, (tx) => readNames(tx, actor, ids));
}

/** As `namesOfContacts`, in a transaction. */
export async function readNames(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const owner = ownerWithinReach(actor, 'view');
  const { rows } = await sql<{ id: string; name: string }>`
    select c.id, ${sql.raw(contactTable.name)} as name from contacts c
    where c.org_id = current_org() and c.id = any(${[...ids]}::uuid[]) and c.deleted_at is null
      and (${owner}::uuid is null or c.owner_membership_id = ${owner})`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
