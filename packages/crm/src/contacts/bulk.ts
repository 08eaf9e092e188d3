import type { Content } from '@counterpart/engine';
import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Tx } from '../crm.ts';
import type { Origin } from '../database/tables.ts';
import { contactColumnNames, toColumns } from './columns.ts';

/** A contact's id and canonical content. */
export interface BulkItem {
  readonly id: string;
  readonly content: Content;
}

const columns = sql.join(contactColumnNames.map((name) => sql.ref(name)));

const recordset = (items: readonly BulkItem[]) =>
  sql`jsonb_populate_recordset(null::contacts, ${JSON.stringify(
    items.map(({ id, content }) => ({ id, ...toColumns(content) })),
  )}::jsonb)`;

/** Inserts contacts of the actor in one statement. */
export async function insertContacts(
  tx: Tx,
  actor: Actor,
  origin: Origin,
  items: readonly BulkItem[],
): Promise<void> {
  if (items.length === 0) return;
  await sql`insert into contacts (org_id, id, owner_membership_id, origin, ${columns})
    select ${actor.orgId}::uuid, id, ${actor.membershipId}::uuid, ${origin}, ${columns}
    from ${recordset(items)} as taken`.execute(tx);
}

/** Gives contacts their whole content anew in one statement; what stays the same is neither logged nor counted as a version. */
export async function updateContacts(tx: Tx, items: readonly BulkItem[]): Promise<void> {
  if (items.length === 0) return;
  const set = sql.join(contactColumnNames.map((name) => sql`${sql.ref(name)} = taken.${sql.ref(name)}`));
  await sql`update contacts set ${set} from ${recordset(items)} as taken where contacts.id = taken.id`.execute(
    tx,
  );
}
