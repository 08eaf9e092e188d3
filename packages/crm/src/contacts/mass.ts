import { sql, type SqlBool } from 'kysely';
import { mustHold, type Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { CrmError } from '../errors.ts';
import type { ContactColumns } from './columns.ts';
import { selectedBy } from './condition.ts';
import { idsOf } from './find.ts';
import type { ContactInput, Selection } from './types.ts';
import { changedColumns } from './validate.ts';
import { ownerOf } from './write.ts';

/**
 * Gives all selected contacts within the actor's reach the same values, and another owner where one is named. `matched`: how many
 * were selected; `changed`: how many had other values before. Only those count as mass-updated from then on (C7).
 * @throws CrmError `notAllowed` without `massUpdate`; `invalidValue`
 */
export async function massUpdateContacts(
  crm: Crm,
  actor: Actor,
  input: {
    readonly selection: Selection;
    readonly changes: ContactInput;
    readonly ownerId?: string | undefined;
  },
): Promise<{ matched: number; changed: number }> {
  mustHold(actor, 'massUpdate');
  const columns: Partial<ContactColumns> & { owner_membership_id?: string } = changedColumns(input.changes);
  const selected = idsOf(selectedBy(actor, input.selection));
  return crm.transaction({ ...actor, source: 'massUpdate' }, async (tx) => {
    if (input.ownerId !== undefined) columns.owner_membership_id = await ownerOf(tx, actor, input.ownerId);
    const changes = Object.entries(columns);
    if (changes.length === 0) throw new CrmError('invalidValue', 'Name at least one field to be changed.');
    // Locked in one order, so that two mass updates at once wait for each other instead of failing.
    const locked = await tx
      .selectFrom('contacts')
      .select('id')
      .where('id', 'in', selected)
      .orderBy('id')
      .forUpdate()
      .execute();
    const result = await tx
      .updateTable('contacts')
      .set({ ...columns, mass_updated_at: new Date(crm.clock.now()) })
      .where(sql<SqlBool>`contacts.id = any(${locked.map(({ id }) => id)}::uuid[])`)
      .where((eb) =>
        eb.or(
          changes.map(
            ([column, value]) =>
              sql<SqlBool>`${eb.ref(`contacts.${column}` as 'contacts.id')} is distinct from ${value}`,
          ),
        ),
      )
      .executeTakeFirst();
    return { matched: locked.length, changed: Number(result.numUpdatedRows) };
  });
}

/** Deletes all selected contacts within the actor's reach; each can be restored. @throws CrmError `notAllowed` without `massDelete` */
export async function massDeleteContacts(
  crm: Crm,
  actor: Actor,
  input: { readonly selection: Selection },
): Promise<{ deleted: number }> {
  mustHold(actor, 'massDelete');
  const selected = idsOf(selectedBy(actor, input.selection));
  return crm.transaction(actor, async (tx) => {
    const result = await tx
      .updateTable('contacts')
      .set({ deleted_at: new Date(crm.clock.now()), deleted_by_membership_id: actor.membershipId })
      .where('id', 'in', selected)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return { deleted: Number(result.numUpdatedRows) };
  });
}
