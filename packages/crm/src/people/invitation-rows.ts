import { sql, type SelectQueryBuilder } from 'kysely';
import { mustHold, type Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { cursorOf, positionOf } from '../records/cursor.ts';
import type { Page, PageInput } from '../records/types.ts';
import { likeOf } from './audit.ts';
import type { MailStatus } from './mails.ts';
import type { Named } from './types.ts';

export const invitationStates = ['open', 'accepted', 'associated', 'revoked', 'expired'] as const;
export type InvitationState = (typeof invitationStates)[number];

export interface Invitation {
  readonly id: string;
  /** Where the mail goes. */
  readonly email: string;
  readonly name: string;
  /** The person in the tenant's directory; null: invited by e-mail. */
  readonly directory: { readonly tid: string; readonly oid: string; readonly login: string } | null;
  /** Null: it was removed meanwhile. */
  readonly profile: Named | null;
  readonly state: InvitationState;
  readonly invitedBy: Named;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly closedAt: Date | null;
  /** The newest mail about it. */
  readonly mail: MailStatus;
}

/** Invitations with what is shown of them. */
const shown = (tx: Tx) =>
  tx
    .selectFrom('invitations as i')
    .innerJoin('memberships as m', (join) =>
      join.onRef('m.org_id', '=', 'i.org_id').onRef('m.id', '=', 'i.invited_by'),
    )
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .leftJoin('profiles as p', (join) =>
      join.onRef('p.org_id', '=', 'i.org_id').onRef('p.id', '=', 'i.profile_id'),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('mails as l')
          .select(['l.state as mail_state', 'l.sent_at', 'l.problem'])
          .whereRef('l.org_id', '=', 'i.org_id')
          .whereRef('l.about', '=', 'i.id')
          .orderBy('l.created_at', 'desc')
          .orderBy('l.id')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select([
      'i.id',
      'i.email',
      'i.name',
      'i.tid',
      'i.oid',
      'i.login',
      'i.profile_id',
      'p.name as profile',
      'i.state',
      'i.invited_by',
      'a.name as inviter',
      'i.created_at',
      'i.expires_at',
      'i.closed_at',
      'last.mail_state',
      'last.sent_at',
      'last.problem',
    ]);

type Row = ReturnType<typeof shown> extends SelectQueryBuilder<infer _DB, infer _TB, infer R> ? R : never;

function present(row: Row, now: number): Invitation {
  const { tid, oid, login } = row;
  const expired = row.state === 'open' && row.expires_at.valueOf() <= now;
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    directory: tid === null || oid === null || login === null ? null : { tid, oid, login },
    profile: row.profile_id === null ? null : { id: row.profile_id, name: row.profile ?? '' },
    state: expired ? 'expired' : row.state,
    invitedBy: { id: row.invited_by, name: row.inviter },
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    closedAt: row.closed_at,
    mail: { state: row.mail_state ?? 'none', sentAt: row.sent_at, problem: row.problem },
  };
}

/** Invitations by id, in no particular order. */
export async function readInvitations(
  { clock }: Pick<Crm, 'clock'>,
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, Invitation>> {
  if (ids.length === 0) return new Map();
  const rows = await shown(tx).where('i.id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, present(row, clock.now())]));
}

export async function readInvitation(crm: Pick<Crm, 'clock'>, tx: Tx, id: string): Promise<Invitation> {
  const found = (await readInvitations(crm, tx, [id])).get(id);
  if (found === undefined) throw new Error('An invitation that was just there is gone.');
  return found;
}

/** The organisation's invitations, the newest first. @throws CrmError `notAllowed`, `invalidCursor` */
export async function listInvitations(
  crm: Crm,
  actor: Actor,
  input: PageInput & { readonly state?: InvitationState | undefined; readonly search?: string | undefined },
): Promise<Page<Invitation>> {
  mustHold(actor, 'manageUsers');
  const { limit = 50, state, search, cursor } = input;
  const now = new Date(crm.clock.now());
  return crm.transaction(actor, async (tx) => {
    let matching = tx.selectFrom('invitations as i');
    if (state === 'expired') matching = matching.where('i.state', '=', 'open').where('expires_at', '<=', now);
    else if (state === 'open')
      matching = matching.where('i.state', '=', 'open').where('expires_at', '>', now);
    else if (state !== undefined) matching = matching.where('i.state', '=', state);
    for (const word of search?.split(/\s+/).filter((one) => one !== '') ?? [])
      matching = matching.where((is) =>
        is.or([is('i.name', 'ilike', likeOf(word)), is('i.email', 'ilike', likeOf(word))]),
      );
    const total =
      cursor === undefined
        ? await matching.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
        : null;
    const place = cursor === undefined ? null : positionOf('invitations', cursor);
    const page =
      place === null
        ? matching
        : matching.where(sql<boolean>`(created_at, i.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)`);
    const rows = await page
      .select(['i.id', 'created_at'])
      .orderBy('created_at', 'desc')
      .orderBy('i.id', 'desc')
      .limit(limit + 1)
      .execute();
    const wanted = rows.slice(0, limit);
    const found = await readInvitations(
      crm,
      tx,
      wanted.map(({ id }) => id),
    );
    const last = wanted.at(-1);
    return {
      items: wanted.flatMap(({ id }) => found.get(id) ?? []),
      nextCursor:
        rows.length > limit && last !== undefined
          ? cursorOf('invitations', [last.created_at.toISOString(), last.id])
          : null,
      total: total?.n ?? null,
    };
  });
}
