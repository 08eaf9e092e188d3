import { sql } from 'kysely';
import { lacking, type Actor, type Permission } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';

/**
 * One change of an organisation's people after the other: what is counted (limits) and looked for (members, open invitations) stays true
 * until the transaction ends. It is rare and short.
 */
export async function lockPeople(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(concat('people ', current_org()), 0))`.execute(tx);
}

/**
 * A transaction of somebody who manages users. That they hold the permission is read here, under the lock: one who has lost it since
 * they were let in does nothing any more (U7).
 * @throws CrmError `notAllowed`; `lastAdministrator` when nobody would be left who may manage users
 */
export async function managingUsers<T>(crm: Crm, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return keepingAdministrator(() =>
    crm.transaction(actor, async (tx) => {
      await lockPeople(tx);
      await mustHoldNow(tx, actor, 'manageUsers');
      return work(tx);
    }),
  );
}

async function mustHoldNow(tx: Tx, actor: Actor, permission: Permission): Promise<void> {
  const found = await tx
    .selectFrom('memberships')
    .innerJoin('profiles', (join) =>
      join
        .onRef('profiles.org_id', '=', 'memberships.org_id')
        .onRef('profiles.id', '=', 'memberships.profile_id'),
    )
    .select('permissions')
    .where('memberships.id', '=', actor.membershipId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  // What the request was let in with counts too: an access token may allow less than the person.
  if (!actor.permissions.has(permission) || found?.permissions.includes(permission) !== true)
    throw lacking(permission);
}

/** The database refuses to let the last administrator go (migration 036), in the words of the error table. */
async function keepingAdministrator<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'CP003')
      throw new CrmError('lastAdministrator', undefined, { cause: error });
    throw error;
  }
}

/** @throws CrmError `invalidValue` naming `profileId` when the organisation has no such profile */
export async function profileOf(tx: Tx, profileId: string): Promise<{ id: string; name: string }> {
  const found = await tx
    .selectFrom('profiles')
    .select(['id', 'name'])
    .where('id', '=', profileId)
    .executeTakeFirst();
  if (found !== undefined) return found;
  const message = 'There is no such profile.';
  throw new CrmError('invalidValue', message, { problems: [{ path: 'profileId', message }] });
}
