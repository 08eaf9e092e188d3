import { sql } from 'kysely';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import type { Identity } from './identities.ts';

/** Steps of becoming a member, each within the caller's transaction. */

/** The account that a Microsoft identity is tied to. */
export async function tiedAccount(
  tx: Tx,
  { tid, oid }: Pick<Identity, 'tid' | 'oid'>,
): Promise<string | null> {
  const found = await tx
    .selectFrom('identities')
    .select('account_id')
    .where('provider', '=', 'microsoft')
    .where('tid', '=', tid)
    .where('oid', '=', oid)
    .executeTakeFirst();
  return found?.account_id ?? null;
}

export async function accountByEmail(tx: Tx, email: string): Promise<string | null> {
  const found = await tx
    .selectFrom('accounts')
    .select('id')
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
  return found?.id ?? null;
}

/** Ties an identity to an account. False: it is another account's. */
export async function tie(tx: Tx, accountId: string, identity: Identity, at: Date): Promise<boolean> {
  const { tid, oid, login } = identity;
  const tied = await tx
    .insertInto('identities')
    .values({ provider: 'microsoft', tid, oid, account_id: accountId, login, tied_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['provider', 'tid', 'oid'])
        .doUpdateSet({ login })
        .where('identities.account_id', '=', accountId),
    )
    .returning('oid')
    .executeTakeFirst();
  return tied !== undefined;
}

/** Makes an account whose address is proved to be the person's (P5). @throws CrmError `accountExists` */
export async function makeAccount(
  tx: Tx,
  account: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly passwordHash: string | null;
    readonly timeZone?: string | undefined;
  },
  at: Date,
): Promise<string> {
  const { id, name, email, passwordHash, timeZone } = account;
  const made = await tx
    .insertInto('accounts')
    .values({
      id,
      name,
      email,
      email_verified_at: at,
      password_hash: passwordHash,
      time_zone: timeZone ?? 'UTC',
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) throw new CrmError('accountExists');
  return made.id;
}

/** Whether an account is a member of the transaction's organisation. */
export async function memberState(
  tx: Tx,
  orgId: string,
  accountId: string,
): Promise<'active' | 'deactivated' | null> {
  const found = await tx
    .selectFrom('memberships')
    .select('state')
    .where('org_id', '=', orgId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return found?.state ?? null;
}

/** @throws CrmError `alreadyMember`, `deactivatedMember` */
export async function mustBeNoMember(tx: Tx, orgId: string, accountId: string | null): Promise<void> {
  const state = accountId === null ? null : await memberState(tx, orgId, accountId);
  if (state !== null) throw new CrmError(state === 'active' ? 'alreadyMember' : 'deactivatedMember');
}

/**
 * Makes an account a member, with the terms that the person accepted (U4). Returns the membership's id.
 * @throws CrmError `alreadyMember`, `deactivatedMember`
 */
export async function join(
  crm: Crm,
  tx: Tx,
  member: {
    readonly orgId: string;
    readonly accountId: string;
    readonly profileId: string;
    readonly terms: { readonly version: string; readonly at: Date; readonly ip: string | null };
  },
): Promise<string> {
  const { orgId, accountId, profileId, terms } = member;
  await mustBeNoMember(tx, orgId, accountId);
  const id = crm.ids.next();
  const created_at = new Date(crm.clock.now());
  await tx
    .insertInto('memberships')
    .values({ org_id: orgId, id, account_id: accountId, profile_id: profileId, state: 'active', created_at })
    .execute();
  const { version, at, ip } = terms;
  await tx
    .insertInto('terms_acceptances')
    .values({ org_id: orgId, membership_id: id, version, accepted_at: at, ip })
    .execute();
  return id;
}
