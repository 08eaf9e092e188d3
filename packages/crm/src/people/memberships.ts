import { mustHold, type Actor, type ChangeSource, type Permission } from '../actor.ts';
import type { Crm } from '../crm.ts';
import type { MembershipState } from '../database/tables.ts';
import { refusing } from './refusing.ts';
import type { User } from './types.ts';

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

/** The members of the actor's organisation, by name. Their names are no secret within it; addresses are for colleagues too. */
export async function listUsers(crm: Crm, actor: Actor): Promise<User[]> {
  const rows = await crm.transaction(actor, (tx) =>
    tx
      .selectFrom('memberships')
      .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
      .innerJoin('profiles', (join) =>
        join
          .onRef('profiles.org_id', '=', 'memberships.org_id')
          .onRef('profiles.id', '=', 'memberships.profile_id'),
      )
      .select([
        'memberships.id',
        'account_id',
        'accounts.name',
        'email',
        'state',
        'profile_id',
        'profiles.name as profile',
      ])
      .orderBy('accounts.name')
      .orderBy('memberships.id')
      .execute(),
  );
  return rows.map(({ id, account_id, name, email, state, profile_id, profile }) => ({
    id,
    accountId: account_id,
    name,
    email,
    profile: { id: profile_id, name: profile },
    state,
  }));
}

/** Puts a member under another profile. @throws CrmError `notAllowed` without `manageUsers`, `lastAdministrator` (P1) */
export async function changeProfile(
  crm: Crm,
  actor: Actor,
  input: { readonly membershipId: string; readonly profileId: string },
): Promise<void> {
  mustHold(actor, 'manageUsers');
  await refusing(() =>
    crm.transaction(actor, (tx) =>
      tx
        .updateTable('memberships')
        .set({ profile_id: input.profileId })
        .where('id', '=', input.membershipId)
        .executeTakeFirstOrThrow(),
    ),
  );
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
