import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { sql } from 'kysely';

/**
 * The transaction's organisation has the tenant for its own (P6), in place of the one that it had.
 * @throws CrmError `tenantTaken` when another organisation has connected it
 */
export async function claimTenant(tx: Tx, orgId: string, tid: string): Promise<void> {
  await tx.deleteFrom('tenants').where('org_id', '=', orgId).where('tid', '<>', tid).execute();
  await tx
    .insertInto('tenants')
    .values({ tid, org_id: orgId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Another organisation's claim is out of sight here: what is not ours now is theirs.
  const ours = await tx.selectFrom('tenants').select('tid').where('tid', '=', tid).executeTakeFirst();
  if (ours === undefined) throw new CrmError('tenantTaken');
}

/** The organisation that connected a tenant, with its name; null: none has (U6). */
export async function organisationOfTenant(
  crm: Crm,
  tid: string,
): Promise<{ readonly orgId: string; readonly name: string } | null> {
  const { rows } = await crm.asAccount(null, (tx) =>
    sql<{ org: string | null }>`select organisation_of_tenant(${tid}) as org`.execute(tx),
  );
  const orgId = rows[0]?.org ?? null;
  return orgId === null ? null : { orgId, name: await organisationName(crm, orgId) };
}

/** @throws CrmError `notFound` */
export async function organisationName(crm: Crm, orgId: string): Promise<string> {
  const found = await crm.inOrganisation(orgId, (tx) =>
    tx.selectFrom('organisations').select('name').where('org_id', '=', orgId).executeTakeFirst(),
  );
  if (found === undefined) throw new CrmError('notFound');
  return found.name;
}
