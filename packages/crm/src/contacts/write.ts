import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { toColumns } from './columns.ts';
import { presentOne, shownColumns, type ContactRow } from './present.ts';
import { ownerWithinReach } from './reach.ts';
import type { Contact, ContactInput } from './types.ts';
import { changedColumns, mustBeUsable } from './validate.ts';

/** A contact within the actor's reach; a deleted one is found too (`deletedAt` tells). @throws CrmError `notFound` */
export async function getContact(crm: Crm, actor: Actor, id: string): Promise<Contact> {
  return crm.transaction(actor, async (tx) => {
    const owner = ownerWithinReach(actor, 'view');
    const row = await tx
      .selectFrom('contacts')
      .select(shownColumns)
      .where('id', '=', id)
      .$if(owner !== null, (query) => query.where('owner_membership_id', '=', owner))
      .executeTakeFirst();
    if (!row) throw new CrmError('notFound');
    return presentOne(tx, row);
  });
}

/**
 * Creates a contact, the actor's own unless another owner is named.
 * @throws CrmError `invalidValue` naming the fields; `notAllowed` for another's contact without `editAll`
 */
export async function createContact(
  crm: Crm,
  actor: Actor,
  input: { readonly values: ContactInput; readonly ownerId?: string | undefined },
): Promise<Contact> {
  const { content } = mustBeUsable(input.values);
  if (Object.keys(content).length === 0) {
    throw new CrmError('invalidValue', 'A contact needs a value in at least one field.');
  }
  return crm.transaction(actor, async (tx) => {
    const row = await tx
      .insertInto('contacts')
      .values({
        org_id: actor.orgId,
        id: crm.ids.next(),
        owner_membership_id: await ownerOf(tx, actor, input.ownerId),
        origin: actor.source === 'api' ? 'api' : 'created',
        ...toColumns(content),
      })
      .returning(shownColumns)
      .executeTakeFirstOrThrow();
    return presentOne(tx, row);
  });
}

/**
 * Changes fields of a contact, and its owner where one is named; a value that it has already is no change.
 * @throws CrmError `notFound`, `notAllowed`, `invalidValue`; `changedMeanwhile` when it has another version than expected
 */
export async function updateContact(
  crm: Crm,
  actor: Actor,
  input: {
    readonly id: string;
    readonly values: ContactInput;
    readonly ownerId?: string | undefined;
    readonly expectedVersion?: number | undefined;
  },
): Promise<Contact> {
  const columns = changedColumns(input.values);
  return crm.transaction(actor, async (tx) => {
    const row = await lockForEdit(tx, actor, input);
    const owner =
      input.ownerId === undefined ? row.owner_membership_id : await ownerOf(tx, actor, input.ownerId);
    const changed = await tx
      .updateTable('contacts')
      .set({ ...columns, owner_membership_id: owner })
      .where('id', '=', row.id)
      .returning(shownColumns)
      .executeTakeFirst();
    // The trigger drops an update that changes nothing.
    return presentOne(tx, changed ?? row);
  });
}

/** Hands a contact over to another member. @throws CrmError as `updateContact` */
export function changeOwner(
  crm: Crm,
  actor: Actor,
  input: { readonly id: string; readonly ownerId: string; readonly expectedVersion?: number | undefined },
): Promise<Contact> {
  return updateContact(crm, actor, { ...input, values: {} });
}

/** Deletes a contact; a tombstone stays, from which it can be restored. @throws CrmError as `updateContact` */
export async function deleteContact(
  crm: Crm,
  actor: Actor,
  input: { readonly id: string; readonly expectedVersion?: number | undefined },
): Promise<void> {
  await crm.transaction(actor, async (tx) => {
    const row = await lockForEdit(tx, actor, input);
    await tx
      .updateTable('contacts')
      .set({ deleted_at: new Date(crm.clock.now()), deleted_by_membership_id: actor.membershipId })
      .where('id', '=', row.id)
      .execute();
  });
}

/** Takes back a deletion; a contact that is not deleted stays as it is. @throws CrmError `notFound`, `notAllowed` */
export async function restoreContact(crm: Crm, actor: Actor, id: string): Promise<Contact> {
  return crm.transaction(actor, async (tx) => {
    const row = await lockForEdit(tx, actor, { id }, 'deleted too');
    const restored = await tx
      .updateTable('contacts')
      .set({ deleted_at: null, deleted_by_membership_id: null })
      .where('id', '=', row.id)
      .returning(shownColumns)
      .executeTakeFirst();
    return presentOne(tx, restored ?? row);
  });
}

async function lockForEdit(
  tx: Tx,
  actor: Actor,
  { id, expectedVersion }: { readonly id: string; readonly expectedVersion?: number | undefined },
  which: 'living' | 'deleted too' = 'living',
): Promise<ContactRow> {
  const row = await tx
    .selectFrom('contacts')
    .select(shownColumns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  const seenOwner = ownerWithinReach(actor, 'view');
  if (!row || (seenOwner !== null && row.owner_membership_id !== seenOwner)) throw new CrmError('notFound');
  if (row.deleted_at !== null && which === 'living')
    throw new CrmError('notFound', 'This contact was deleted.');
  const editedOwner = ownerWithinReach(actor, 'edit');
  if (editedOwner !== null && row.owner_membership_id !== editedOwner) throw new CrmError('notAllowed');
  if (expectedVersion !== undefined && expectedVersion !== row.version)
    throw new CrmError('changedMeanwhile');
  return row;
}

/** The owner to be: the actor, or an active member that is named. */
export async function ownerOf(tx: Tx, actor: Actor, ownerId: string | undefined): Promise<string> {
  if (ownerId === undefined || ownerId === actor.membershipId) return actor.membershipId;
  const member = await tx
    .selectFrom('memberships')
    .select('id')
    .where('id', '=', ownerId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (!member) {
    throw new CrmError('invalidValue', undefined, {
      problems: [{ path: 'ownerId', message: 'This is no active member of the organisation.' }],
    });
  }
  return member.id;
}
