import { sql, type SelectQueryBuilder } from 'kysely';
import { mustHold, type Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { cursorOf, positionOf } from '../records/cursor.ts';
import type { Page, PageInput } from '../records/types.ts';
import { readToken } from './tokens.ts';
import type { Named } from './types.ts';

export const joinRequestStates = ['open', 'approved', 'declined', 'revoked', 'expired'] as const;
export type JoinRequestState = (typeof joinRequestStates)[number];

export interface JoinRequest {
  readonly id: string;
  readonly tid: string;
  readonly oid: string;
  readonly login: string;
  readonly name: string;
  /** Where the outcome is mailed to. */
  readonly email: string;
  readonly note: string | null;
  readonly state: JoinRequestState;
  /** Why it was declined. */
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: Named | null;
}

const shown = (tx: Tx) =>
  tx
    .selectFrom('join_requests as r')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.org_id', '=', 'r.org_id').onRef('m.id', '=', 'r.decided_by'),
    )
    .leftJoin('accounts as a', 'a.id', 'm.account_id')
    .select([
      'r.id',
      'r.tid',
      'r.oid',
      'r.login',
      'r.name',
      'r.email',
      'r.note',
      'r.state',
      'r.reason',
      'r.created_at',
      'r.expires_at',
      'r.decided_at',
      'r.decided_by',
      'a.name as decider',
    ]);

type Row = ReturnType<typeof shown> extends SelectQueryBuilder<infer _DB, infer _TB, infer R> ? R : never;

function present(row: Row, now: number): JoinRequest {
  const { id, tid, oid, login, name, email, note, reason } = row;
  const expired = row.state === 'open' && row.expires_at.valueOf() <= now;
  return {
    id,
    tid,
    oid,
    login,
    name,
    email,
    note,
    reason,
    state: expired ? 'expired' : row.state,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decider ?? '' },
  };
}

export async function readJoinRequest(
  { clock }: Pick<Crm, 'clock'>,
  tx: Tx,
  id: string,
): Promise<JoinRequest> {
  const row = await shown(tx).where('r.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new CrmError('notFound', 'There is no such request to join.');
  return present(row, clock.now());
}

/** Join requests by id, in no particular order. */
export async function readJoinRequests(
  { clock }: Pick<Crm, 'clock'>,
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, JoinRequest>> {
  if (ids.length === 0) return new Map();
  const rows = await shown(tx).where('r.id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, present(row, clock.now())]));
}

/** @throws CrmError `notAllowed`, `notFound` */
export function getJoinRequest(crm: Crm, actor: Actor, id: string): Promise<JoinRequest> {
  mustHold(actor, 'manageUsers');
  return crm.transaction(actor, (tx) => readJoinRequest(crm, tx, id));
}

/** The newest request of somebody at Microsoft; null: they never asked. */
export async function lastRequestOf(
  crm: Crm,
  orgId: string,
  { tid, oid }: { readonly tid: string; readonly oid: string },
): Promise<JoinRequest | null> {
  const row = await crm.inOrganisation(orgId, (tx) =>
    shown(tx)
      .where('r.tid', '=', tid)
      .where('r.oid', '=', oid)
      .orderBy('r.created_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );
  return row === undefined ? null : present(row, crm.clock.now());
}

/** The request that the link in a mail is about (U7). @throws CrmError `notAllowed`, `joinRequestUnknown`, `joinRequestExpired`, `joinRequestClosed` */
export async function findJoinRequest(crm: Crm, actor: Actor, token: string): Promise<JoinRequest> {
  mustHold(actor, 'manageUsers');
  const read = readToken(token);
  if (read === null || read.orgId !== actor.orgId) throw new CrmError('joinRequestUnknown');
  return crm.transaction(actor, async (tx) => {
    const row = await shown(tx).where('token_hash', '=', read.hash).executeTakeFirst();
    if (row === undefined) throw new CrmError('joinRequestUnknown');
    const request = present(row, crm.clock.now());
    mustBeOpen(request);
    return request;
  });
}

/** @throws CrmError `joinRequestExpired`, `joinRequestClosed` */
export function mustBeOpen({ state, name, decidedBy }: JoinRequest): void {
  if (state === 'expired') throw new CrmError('joinRequestExpired');
  if (state === 'open') return;
  const by = decidedBy === null ? '' : ` by ${decidedBy.name}`;
  throw new CrmError('joinRequestClosed', `The request of ${name} was ${state} already${by}.`);
}

/** The organisation's join requests, the newest first. @throws CrmError `notAllowed`, `invalidCursor` */
export async function listJoinRequests(
  crm: Crm,
  actor: Actor,
  { limit = 50, cursor, state }: PageInput & { readonly state?: JoinRequestState | undefined },
): Promise<Page<JoinRequest>> {
  mustHold(actor, 'manageUsers');
  const now = new Date(crm.clock.now());
  return crm.transaction(actor, async (tx) => {
    let matching = tx.selectFrom('join_requests as r');
    if (state === 'expired' || state === 'open')
      matching = matching
        .where('r.state', '=', 'open')
        .where('r.expires_at', state === 'open' ? '>' : '<=', now);
    else if (state !== undefined) matching = matching.where('r.state', '=', state);
    const total =
      cursor === undefined
        ? await matching.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
        : null;
    const place = cursor === undefined ? null : positionOf('joinRequests', cursor);
    const page =
      place === null
        ? matching
        : matching.where(sql<boolean>`(r.created_at, r.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)`);
    const rows = await page
      .select(['r.id', 'r.created_at'])
      .orderBy('r.created_at', 'desc')
      .orderBy('r.id', 'desc')
      .limit(limit + 1)
      .execute();
    const wanted = rows.slice(0, limit);
    const found = await readJoinRequests(
      crm,
      tx,
      wanted.map(({ id }) => id),
    );
    const last = wanted.at(-1);
    return {
      items: wanted.flatMap(({ id }) => found.get(id) ?? []),
      nextCursor:
        rows.length > limit && last !== undefined
          ? cursorOf('joinRequests', [last.created_at.toISOString(), last.id])
          : null,
      total: total?.n ?? null,
    };
  });
}
