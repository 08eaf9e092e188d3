import type { Crm } from '../crm.ts';

export interface Identity {
  /** The tenant and the person's object id in it: together the key. An address never is. */
  readonly tid: string;
  readonly oid: string;
  /** `preferred_username` at the last sign-in, for display. */
  readonly login: string;
}

/** The account that a Microsoft identity is tied to, or null. */
export async function findIdentity(
  crm: Crm,
  { tid, oid }: Pick<Identity, 'tid' | 'oid'>,
): Promise<{ accountId: string; login: string } | null> {
  const found = await crm.asAccount(null, (tx) =>
    tx
      .selectFrom('identities')
      .select(['account_id', 'login'])
      .where('provider', '=', 'microsoft')
      .where('tid', '=', tid)
      .where('oid', '=', oid)
      .executeTakeFirst(),
  );
  return found ? { accountId: found.account_id, login: found.login } : null;
}

/** Ties a Microsoft identity to an account, or renews its login. An identity that is tied to another account stays there. */
export async function tieIdentity(
  crm: Crm,
  { accountId, tid, oid, login }: Identity & { readonly accountId: string },
): Promise<{ outcome: 'tied' } | { outcome: 'tiedToAnother' }> {
  const tied = await crm.asAccount(accountId, (tx) =>
    tx
      .insertInto('identities')
      .values({
        provider: 'microsoft',
        tid,
        oid,
        account_id: accountId,
        login,
        tied_at: new Date(crm.clock.now()),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['provider', 'tid', 'oid'])
          .doUpdateSet({ login })
          .where('identities.account_id', '=', accountId),
      )
      .returning('oid')
      .executeTakeFirst(),
  );
  return { outcome: tied ? 'tied' : 'tiedToAnother' };
}

/** The Microsoft identities of an account. */
export async function identitiesOf(crm: Crm, accountId: string): Promise<Identity[]> {
  return crm.asAccount(accountId, (tx) =>
    tx
      .selectFrom('identities')
      .select(['tid', 'oid', 'login'])
      .where('account_id', '=', accountId)
      .orderBy('tied_at')
      .execute(),
  );
}
