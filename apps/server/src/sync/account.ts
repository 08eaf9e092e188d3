import type { Actor, Crm } from '@counterpart/crm';

/** The person's login, where the CRM has verified that it is theirs (P5); else null. */
export async function readLogin(crm: Crm, actor: Actor): Promise<string | null> {
  const found = await crm.transaction(actor, (tx) =>
    tx
      .selectFrom('accounts')
      .select(['email', 'email_verified_at'])
      .where('id', '=', actor.accountId)
      .executeTakeFirst(),
  );
  return found?.email_verified_at ? found.email : null;
}
