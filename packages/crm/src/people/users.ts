import { sql, type RawBuilder } from 'kysely';
import { mustHold, type Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { cursorOf, positionOf } from '../records/cursor.ts';
import type { Page, PageInput } from '../records/types.ts';
import { likeOf, writeAudit } from './audit.ts';
import { managingUsers, profileOf } from './guard.ts';
import { countRecords, lastHandover, type Handover } from './handover.ts';
import { readInvitations } from './invitation-rows.ts';
import { readJoinRequests } from './join-request-rows.ts';
import type { User, UserState } from './types.ts';

interface Row {
  readonly id: string;
  readonly account_id: string | null;
  readonly name: string;
  readonly email: string;
  readonly profile_id: string | null;
  readonly profile: string | null;
  readonly state: UserState;
  readonly sort: string;
}

const members = sql`select m.id, m.account_id, a.name, a.email, m.profile_id, p.name as profile, m.state, lower(a.name) as sort
  from memberships m join accounts a on a.id = m.account_id
    join profiles p on p.org_id = m.org_id and p.id = m.profile_id
  where m.org_id = current_org()`;

/** Those on their way: they concern those who manage users. */
const onTheirWay = sql`select i.id, null::uuid, i.name, i.email, i.profile_id, p.name, 'invited', lower(i.name)
  from invitations i left join profiles p on p.org_id = i.org_id and p.id = i.profile_id
  where i.org_id = current_org() and i.state = 'open'
  union all
  select r.id, null::uuid, r.name, r.login, null::uuid, null, 'asking', lower(r.name)
  from join_requests r where r.org_id = current_org() and r.state = 'open'`;

export interface UserFilter extends PageInput {
  readonly search?: string | undefined;
  readonly state?: UserState | undefined;
}

/**
 * The organisation's people by name (U1): members for everybody, since their names stand on records; who is invited or asks to join only
 * for those who manage users. @throws CrmError `invalidCursor`
 */
export function listUsers(crm: Crm, actor: Actor, filter: UserFilter = {}): Promise<Page<User>> {
  const { limit = 50, cursor, search, state } = filter;
  const place = cursor === undefined ? null : positionOf('users', cursor);
  const all = actor.permissions.has('manageUsers') ? sql`${members} union all ${onTheirWay}` : members;
  const conditions: RawBuilder<unknown>[] = (search?.split(/\s+/) ?? [])
    .filter((word) => word !== '')
    .map((word) => sql`(name ilike ${likeOf(word)} or email ilike ${likeOf(word)})`);
  if (state !== undefined) conditions.push(sql`state = ${state}`);
  const matching = sql.join([sql`true`, ...conditions], sql` and `);
  const after = place === null ? sql`true` : sql`(sort, id) > (${place[0]}, ${place[1]}::uuid)`;
  return crm.transaction(actor, async (tx) => {
    const { rows } = await sql<Row>`select * from (${all}) people where ${matching} and ${after}
      order by sort, id limit ${limit + 1}`.execute(tx);
    const counted =
      place === null
        ? await sql<{ n: number }>`select count(*) as n from (${all}) people where ${matching}`.execute(tx)
        : null;
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await present(crm, tx, shown),
      nextCursor: rows.length > limit && last !== undefined ? cursorOf('users', [last.sort, last.id]) : null,
      total: counted?.rows[0]?.n ?? null,
    };
  });
}

async function present(crm: Crm, tx: Tx, rows: readonly Row[]): Promise<User[]> {
  const idsOf = (state: UserState) => rows.filter((row) => row.state === state).map(({ id }) => id);
  const invitations = await readInvitations(crm, tx, idsOf('invited'));
  const requests = await readJoinRequests(crm, tx, idsOf('asking'));
  return rows.map(({ id, account_id, name, email, profile_id, profile, state }) => ({
    id,
    accountId: account_id,
    name,
    email,
    profile: profile_id === null ? null : { id: profile_id, name: profile ?? '' },
    state,
    invitation: invitations.get(id) ?? null,
    request: requests.get(id) ?? null,
  }));
}

/** A member of the transaction's organisation. @throws CrmError `notFound` */
export async function readMember(crm: Crm, tx: Tx, membershipId: string): Promise<User> {
  const { rows } = await sql<Row>`${members} and m.id = ${membershipId}`.execute(tx);
  const [user] = await present(crm, tx, rows);
  if (user === undefined) throw new CrmError('notFound', 'There is no such user.');
  return user;
}

/** A member with what they own and what becomes of it. @throws CrmError `notAllowed`, `notFound` */
export function getUser(
  crm: Crm,
  actor: Actor,
  id: string,
): Promise<
  User & { readonly records: { readonly [kind: string]: number }; readonly handover: Handover | null }
> {
  mustHold(actor, 'manageUsers');
  return crm.transaction(actor, async (tx) => ({
    ...(await readMember(crm, tx, id)),
    records: await countRecords(tx, id),
    handover: await lastHandover(tx, id),
  }));
}

/**
 * Puts a member under another profile.
 * @throws CrmError `notAllowed`, `notFound`, `invalidValue`; `lastAdministrator` when nobody would be left who may manage users
 */
export function changeProfile(
  crm: Crm,
  actor: Actor,
  { membershipId, profileId }: { readonly membershipId: string; readonly profileId: string },
): Promise<User> {
  return managingUsers(crm, actor, async (tx) => {
    const before = await readMember(crm, tx, membershipId);
    const profile = await profileOf(tx, profileId);
    if (before.profile?.id === profileId) return before;
    await tx
      .updateTable('memberships')
      .set({ profile_id: profileId })
      .where('id', '=', membershipId)
      .execute();
    await writeAudit(tx, actor, {
      action: 'profileChanged',
      subject: { kind: 'user', id: membershipId, name: before.name },
      details: { from: before.profile?.name ?? '', to: profile.name },
    });
    return readMember(crm, tx, membershipId);
  });
}
