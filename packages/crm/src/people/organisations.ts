import { permissions, type Permission } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import type { Named } from './types.ts';

/** P1: what the system profile Standard allows; Administrator allows everything. */
const standardPermissions: Permission[] = [
  'syncMeetings',
  'syncContacts',
  'syncTasks',
  'import',
  'export',
  'massUpdate',
];

/** Creates an organisation with its two system profiles (P1). */
export async function createOrganisation(
  crm: Crm,
  input: { readonly name: string },
): Promise<{ orgId: string; administratorProfileId: string; standardProfileId: string }> {
  const orgId = crm.ids.next();
  const created_at = new Date(crm.clock.now());
  const administratorProfileId = crm.ids.next();
  const standardProfileId = crm.ids.next();
  await crm.inOrganisation(orgId, async (tx) => {
    await tx.insertInto('organisations').values({ org_id: orgId, name: input.name, created_at }).execute();
    const profile = { org_id: orgId, system: true, created_at };
    await tx
      .insertInto('profiles')
      .values([
        { ...profile, id: administratorProfileId, name: 'Administrator', permissions: [...permissions] },
        { ...profile, id: standardProfileId, name: 'Standard', permissions: standardPermissions },
      ])
      .execute();
  });
  return { orgId, administratorProfileId, standardProfileId };
}

/** The organisations in which the account is an active member, by name (R3). */
export async function organisationsOf(crm: Crm, accountId: string): Promise<Named[]> {
  return crm.asAccount(accountId, readOrganisations);
}

/** The organisations that the transaction's account sees. */
export function readOrganisations(tx: Tx): Promise<Named[]> {
  return tx
    .selectFrom('organisations')
    .select(['org_id as id', 'name'])
    .orderBy('name')
    .orderBy('org_id')
    .execute();
}
