import { createHash, randomBytes } from 'node:crypto';
import type { Actor, ChangeSource } from '../actor.ts';
import { tellFacts, type Crm, type Tx } from '../crm.ts';
import { organisationsOf, readOrganisations } from './organisations.ts';
import type { SessionView } from './types.ts';

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Signs an account in, to the first of its organisations by name unless one is named. The token is shown this once; the database
 * keeps its SHA-256 alone. `noMembership`: the account is no active member (of the organisation named).
 */
export async function startSession(
  crm: Crm,
  {
    accountId,
    lifetimeMs,
    orgId,
  }: { readonly accountId: string; readonly lifetimeMs: number; readonly orgId?: string },
): Promise<{ outcome: 'started'; token: string; expiresAtMs: number } | { outcome: 'noMembership' }> {
  const organisations = await organisationsOf(crm, accountId);
  const chosen = orgId === undefined ? organisations[0] : organisations.find(({ id }) => id === orgId);
  if (!chosen) return { outcome: 'noMembership' };
  const token = randomBytes(32).toString('base64url');
  const now = crm.clock.now();
  const expiresAtMs = now + lifetimeMs;
  await crm.asAccount(accountId, (tx) =>
    tx
      .insertInto('sessions')
      .values({
        token_hash: hashOf(token),
        account_id: accountId,
        org_id: chosen.id,
        created_at: new Date(now),
        expires_at: new Date(expiresAtMs),
      })
      .execute(),
  );
  return { outcome: 'started', token, expiresAtMs };
}

/** What the session says now; null when there is none, it expired, or the person is no active member any more. */
export async function readSession(crm: Crm, token: string): Promise<SessionView | null> {
  return crm.asAccount(null, async (tx) => {
    const session = await tx
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
      .select([
        'accounts.id',
        'name',
        'email',
        'email_verified_at',
        'time_zone',
        'locale',
        'org_id',
        'expires_at',
      ])
      .where('token_hash', '=', hashOf(token))
      .where('expires_at', '>', new Date(crm.clock.now()))
      .executeTakeFirst();
    if (!session?.org_id) return null;
    return viewOf(crm, tx, session, session.org_id);
  });
}

/** What somebody was found by, a session or a token: the account, and until when it counts. */
interface Found {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly email_verified_at: Date | null;
  readonly time_zone: string;
  readonly locale: string;
  readonly expires_at: Date;
}

/** What an account is and may do in an organisation at this moment; null when it is no active member. Gives the transaction their facts. */
export async function viewOf(crm: Crm, tx: Tx, session: Found, orgId: string): Promise<SessionView | null> {
  await tellFacts(tx, crm.clock, { orgId, accountId: session.id });
  const member = await tx
    .selectFrom('memberships')
    .innerJoin('profiles', (join) =>
      join
        .onRef('profiles.org_id', '=', 'memberships.org_id')
        .onRef('profiles.id', '=', 'memberships.profile_id'),
    )
    .select(['memberships.id', 'profiles.id as profile_id', 'profiles.name as profile', 'permissions'])
    .where('memberships.org_id', '=', orgId)
    .where('account_id', '=', session.id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  const organisations = await readOrganisations(tx);
  const organisation = organisations.find(({ id }) => id === orgId);
  if (!member || !organisation) return null;
  return {
    orgId,
    membershipId: member.id,
    accountId: session.id,
    permissions: new Set(member.permissions),
    account: {
      id: session.id,
      name: session.name,
      email: session.email,
      emailVerified: session.email_verified_at !== null,
      timeZone: session.time_zone,
      locale: session.locale,
    },
    organisation,
    organisations,
    profile: { id: member.profile_id, name: member.profile },
    expiresAt: session.expires_at,
  };
}

/** Goes on in another organisation of the person (R3). `noMembership`: there is no such session, or they are no active member there. */
export async function chooseOrganisation(
  crm: Crm,
  token: string,
  orgId: string,
): Promise<{ outcome: 'chosen' } | { outcome: 'noMembership' }> {
  const session = await readSession(crm, token);
  if (!session?.organisations.some(({ id }) => id === orgId)) return { outcome: 'noMembership' };
  await crm.asAccount(session.accountId, (tx) =>
    tx.updateTable('sessions').set({ org_id: orgId }).where('token_hash', '=', hashOf(token)).execute(),
  );
  return { outcome: 'chosen' };
}

/** Signs out. Doing it twice is harmless. */
export async function endSession(crm: Crm, token: string): Promise<void> {
  await crm.asAccount(null, (tx) =>
    tx.deleteFrom('sessions').where('token_hash', '=', hashOf(token)).execute(),
  );
}

/** Removes the sessions that expired. */
export async function endExpiredSessions(crm: Crm): Promise<void> {
  await crm.asAccount(null, (tx) =>
    tx.deleteFrom('sessions').where('expires_at', '<=', new Date(crm.clock.now())).execute(),
  );
}

/** On whose behalf a request of this session acts. */
export function actorOf(session: SessionView, source: ChangeSource): Actor {
  const { orgId, membershipId, accountId, permissions } = session;
  return { orgId, membershipId, accountId, permissions, source };
}
