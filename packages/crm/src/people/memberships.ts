import type { Actor, ChangeSource, Permission } from '../actor.ts';
import type { Crm } from '../crm.ts';
import type { MembershipState } from '../database/tables.ts';

/** Adds an account to an organisation. */
export async function addMembership(
  crm: Crm,
  input: {
    readonly orgId: string;
    readonly accountId: string;
    readonly profileId: string;
    readonly state?: MembershipState;
  },
): Promise<{ membershipId: string }> {
  const membershipId = crm.ids.next();
  await crm.inOrganisation(input.orgId, (tx) =>
    tx
      .insertInto('memberships')
      .values({
        org_id: input.orgId,
        id: membershipId,
        account_id: input.accountId,
        profile_id: input.profileId,
        state: input.state ?? 'active',
        created_at: new Date(crm.clock.now()),
      })
      .execute(),
  );
  return { membershipId };
}

/** For jobs: who acts when no request is there. Null when the membership is not active. */
export async function actorForMembership(
  crm: Crm,
  input: {
    readonly orgId: string;
    readonly membershipId: string;
    readonly source: ChangeSource;
    readonly channelId?: string;
    readonly runId?: string;
  },
): Promise<Actor | null> {
  const found = await crm.inOrganisation(input.orgId, (tx) =>
    tx
      .selectFrom('memberships')
      .innerJoin('profiles', (join) =>
        join
          .onRef('profiles.org_id', '=', 'memberships.org_id')
          .onRef('profiles.id', '=', 'memberships.profile_id'),
      )
      .select(['account_id', 'permissions'])
      .where('memberships.id', '=', input.membershipId)
      .where('state', '=', 'active')
      .executeTakeFirst(),
  );
  if (!found) return null;
  return { ...input, accountId: found.account_id, permissions: new Set<Permission>(found.permissions) };
}
