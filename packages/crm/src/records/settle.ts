import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import type { RecordTable } from './table.ts';

/** After many new records at once: does at once what autovacuum would do later, so that lists and searches are quick from the first. */
export async function settleRecords(crm: Crm, actor: Actor, { table }: RecordTable): Promise<void> {
  await crm.transaction(actor, (tx) => sql`select settle_records(${table}::regclass)`.execute(tx));
}
