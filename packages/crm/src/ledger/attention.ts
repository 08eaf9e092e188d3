import type { KindName, Run } from '@counterpart/engine';
import { sql } from 'kysely';
import type { Tx } from '../crm.ts';
import type { ChannelRow } from './opening.ts';

/** Whom a lapse concerns: the person's own sign-in, the organisation's consent, or this channel alone. */
export type Concerned = 'person' | 'organisation' | 'channel';

/** Has the mail `tellAttention` written to whom it concerns, unless they were written to about this lapse already. */
export async function tellAttention(tx: Tx, channelId: string, whom: Concerned): Promise<void> {
  await sql`select tell_attention(${channelId}, ${whom})`.execute(tx);
}

/** Who is written to about a channel, and what it is about now. */
export interface AttentionMail {
  readonly kind: KindName;
  readonly state: ChannelRow['state'];
  readonly reason: string | null;
  readonly organisation: string;
  /** The person whose channel it is. */
  readonly person: { readonly name: string; readonly email: string };
  /** Those who may connect the organisation. */
  readonly administrators: readonly { readonly name: string; readonly email: string }[];
}

export async function readAttention(tx: Tx, channelId: string): Promise<AttentionMail | null> {
  const { rows } = await sql<AttentionMail>`
    select c.kind, c.state, c.reason, o.name as organisation, jsonb_build_object('name', a.name, 'email', a.email) as person,
      coalesce((
        select jsonb_agg(jsonb_build_object('name', b.name, 'email', b.email) order by b.email)
        from memberships n join accounts b on b.id = n.account_id join profiles p on p.org_id = n.org_id and p.id = n.profile_id
        where n.org_id = c.org_id and n.state = 'active' and 'manageMarketplace' = any (p.permissions)), '[]') as administrators
    from channels c join organisations o on o.org_id = c.org_id
      join memberships m on m.org_id = c.org_id and m.id = c.membership_id join accounts a on a.id = m.account_id
    where c.org_id = current_org() and c.id = ${channelId}`.execute(tx);
  return rows[0] ?? null;
}

/** Since when the runs of a channel fail for reasons that pass by themselves; null: the last one did not. */
export async function noteFailing(tx: Tx, channelId: string, since: Date | null): Promise<void> {
  await sql`update channels set failing_since = ${since} where org_id = current_org() and id = ${channelId}`.execute(
    tx,
  );
}

/** B9: measures how long the changes took that a run brought here from Microsoft 365, and whether notifications told of them. */
export async function noteDelay(
  tx: Tx,
  channelId: string,
  run: Pick<Run, 'id'>,
  nowMs: number,
): Promise<void> {
  await sql`select note_delay(${channelId}, ${run.id}, ${nowMs})`.execute(tx);
}
