import { sql, type SqlBool } from 'kysely';
import { mustHold, type Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { contactColumn, isContactField, type ContactColumns } from './columns.ts';
import { conditionOf, type Condition } from './condition.ts';
import type { ContactInput, Selection } from './types.ts';
import { mustBeUsable } from './validate.ts';
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
  const { content, emptied } = mustBeUsable(input.changes);
  const columns: Partial<ContactColumns> & { owner_membership_id?: string } = {};
  for (const field of [...Object.keys(content), ...emptied]) {
    if (isContactField(field)) columns[contactColumn[field]] = textOf(content[field]);
  }
  return crm.transaction({ ...actor, source: 'massUpdate' }, async (tx) => {
    if (input.ownerId !== undefined) columns.owner_membership_id = await ownerOf(tx, actor, input.ownerId);
    const changes = Object.entries(columns);
    if (changes.length === 0) throw new CrmError('invalidValue', 'Name at least one field to be changed.');
    const where = await selected(tx, actor, input.selection);
    const { matched } = await tx
      .selectFrom('contacts')
      .select((eb) => eb.fn.countAll<number>().as('matched'))
      .where(where)
      .executeTakeFirstOrThrow();
    const result = await tx
      .updateTable('contacts')
      .set({ ...columns, mass_updated_at: new Date(crm.clock.now()) })
      .where(where)
      .where((eb) =>
        eb.or(
          changes.map(
            ([column, value]) => sql<SqlBool>`${sql.ref(`contacts.${column}`)} is distinct from ${value}`,
          ),
        ),
      )
      .executeTakeFirst();
    return { matched, changed: Number(result.numUpdatedRows) };
  });
}

/** Deletes all selected contacts within the actor's reach; each can be restored. @throws CrmError `notAllowed` without `massDelete` */
export async function massDeleteContacts(
  crm: Crm,
  actor: Actor,
  input: { readonly selection: Selection },
): Promise<{ deleted: number }> {
  mustHold(actor, 'massDelete');
  return crm.transaction(actor, async (tx) => {
    const where = await selected(tx, actor, input.selection);
    const result = await tx
      .updateTable('contacts')
      .set({ deleted_at: new Date(crm.clock.now()), deleted_by_membership_id: actor.membershipId })
      .where(where)
      .executeTakeFirst();
    return { deleted: Number(result.numUpdatedRows) };
  });
}

async function selected(tx: Tx, actor: Actor, selection: Selection): Promise<Condition['where']> {
  if ('ids' in selection) {
    const { where } = await conditionOf(tx, actor, 'edit', {});
    return (eb) => eb.and([where(eb), sql<SqlBool>`contacts.id = any(${selection.ids}::uuid[])`]);
  }
  const { where } = await conditionOf(tx, actor, 'edit', selection);
  const except = selection.except ?? [];
  if (except.length === 0) return where;
  return (eb) => eb.and([where(eb), sql<SqlBool>`contacts.id <> all(${except}::uuid[])`]);
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
