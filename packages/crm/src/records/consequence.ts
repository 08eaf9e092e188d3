import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { zoneOf } from './condition.ts';
import type { RecordRow } from './rows.ts';
import { insertRecords, updateRecords } from './store.ts';
import type { RecordTable } from './table.ts';

/** A record before and after a person's change. */
export interface Changed {
  readonly before: RecordRow;
  readonly after: RecordRow;
}

/**
 * Carries out what else comes of people's changes (`RecordTable.consequence`), in the same transaction: the next task of a recurring one that
 * was completed. What is added belongs to the same owner, and is synced where the record that it follows from is. Returns the changed rows as
 * they are then.
 */
export async function carryOn(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  table: RecordTable,
  changes: readonly Changed[],
): Promise<RecordRow[]> {
  const rows = changes.map(({ after }) => after);
  if (table.consequence === undefined) return rows;
  const zone = await zoneOf(tx, actor);
  const results: RecordRow[] = [];
  for (const { before, after } of changes) {
    const found = table.consequence(before.content, after.content, zone);
    if (found === null) {
      results.push(after);
      continue;
    }
    await updateRecords(tx, table, [{ id: after.id, content: found.after }]);
    const imported = after.origin === 'import' || after.origin === 'migration';
    const arrival = {
      ownerId: after.owner_membership_id,
      origin: imported ? after.origin : ('created' as const),
      massUpdatedAt: after.mass_updated_at,
    };
    await insertRecords(tx, actor, table, arrival, [{ id: crm.ids.next(), content: found.added }]);
    // The second update of the row in this transaction: what a person sees next has its version.
    results.push({ ...after, content: found.after, version: after.version + 1 });
  }
  return results;
}
