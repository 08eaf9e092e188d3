import { sql } from 'kysely';
import { mustHold, type Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { idsOf, selectedBy } from './condition.ts';
import { carryOn } from './consequence.ts';
import { shownColumns, type RecordRow } from './rows.ts';
import { changeRecords } from './store.ts';
import type { RecordTable } from './table.ts';
import type { RecordInput, Selection } from './types.ts';
import { mustBeUsable, mustRefer } from './validate.ts';
import { differing, ownerOf, setDeleted } from './write.ts';

/**
 * Gives all selected records within the actor's reach the same values, and another owner where one is named. `matched`: how many
 * were selected; `changed`: how many had other values before. Only those count as mass-updated from then on (C7, T2).
 * @throws CrmError `notAllowed` without `massUpdate`; `invalidValue`
 */
export async function massUpdateRecords(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  input: {
    readonly selection: Selection;
    readonly changes: RecordInput;
    readonly ownerId?: string | undefined;
  },
): Promise<{ matched: number; changed: number }> {
  mustHold(actor, 'massUpdate');
  const checked = mustBeUsable(table, input.changes);
  if (checked.fields.length === 0 && input.ownerId === undefined)
    throw new CrmError('invalidValue', 'Name at least one field to be changed.');
  const singly = checked.fields.filter((field) => table.singly?.includes(field) === true);
  if (singly.length > 0) {
    const message = `This can be changed in one ${table.words.one} at a time only.`;
    throw new CrmError('invalidValue', undefined, { problems: singly.map((path) => ({ path, message })) });
  }
  return crm.transaction({ ...actor, source: 'massUpdate' }, async (tx) => {
    await mustRefer(tx, table, actor, checked.content);
    const ownerId = input.ownerId === undefined ? undefined : await ownerOf(tx, actor, input.ownerId);
    const selected = idsOf(table, await selectedBy(crm, tx, table, actor, input.selection));
    // Locked in one order, so that two mass updates at once wait for each other instead of failing.
    const { rows: locked } = await sql<RecordRow>`
      select ${shownColumns(table)} from ${sql.table(table.table)} c
      where c.org_id = current_org() and c.id in ${selected} order by c.id for update`.execute(tx);
    const ids = locked.map(({ id }) => id);
    const now = new Date(crm.clock.now());
    await table.mayChange?.(tx, locked, differing(locked, checked));
    const changed = await changeRecords(tx, table, ids, { ...checked, ownerId }, now);
    const before = new Map(locked.map((row) => [row.id, row]));
    const changes = changed.flatMap((after) => {
      const was = before.get(after.id);
      return was === undefined ? [] : [{ before: was, after }];
    });
    await carryOn(crm, tx, actor, table, changes);
    return { matched: locked.length, changed: changed.length };
  });
}

/** Deletes all selected records within the actor's reach; each can be restored. @throws CrmError `notAllowed` without `massDelete` */
export async function massDeleteRecords(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  input: { readonly selection: Selection },
): Promise<{ deleted: number }> {
  mustHold(actor, 'massDelete');
  return crm.transaction(actor, async (tx) => {
    const selected = idsOf(table, await selectedBy(crm, tx, table, actor, input.selection));
    const deletion = { at: new Date(crm.clock.now()), by: actor.membershipId };
    const deleted = await setDeleted(tx, table, sql`c.id in ${selected}`, deletion);
    return { deleted: deleted.length };
  });
}
