import type { ChannelSettings, ChannelState, KindName, Run } from '@counterpart/engine';
import { sql } from 'kysely';
import type { Crm, Tx } from '../crm.ts';
import type { CalendarSettings, ChannelRow } from './opening.ts';

/** How many records of a channel are in which condition (V19). */
export interface ChannelFigures {
  /** On both sides, and agreed at least once. */
  readonly linked: number;
  /** Something is still to be done, now. */
  readonly waiting: number;
  readonly problems: number;
  readonly conflicts: number;
  readonly held: number;
}

/** A person's channel with what its section shows. */
export interface ChannelView {
  readonly channel: ChannelRow;
  readonly figures: ChannelFigures;
  /** The run that is under way, as far as it is told. */
  readonly running: Run | null;
  /** B9: whether change notifications come; `silent`: they should, and a change came that none told of. */
  readonly notifications: 'none' | 'working' | 'silent';
}

/** A person's channel of a kind; null: it was never set up. */
export async function readChannel(tx: Tx, membershipId: string, kind: KindName): Promise<ChannelRow | null> {
  const { rows } = await sql<{ channel: ChannelRow }>`
    select to_jsonb(c) as channel from channels c
    where org_id = current_org() and membership_id = ${membershipId} and kind = ${kind}`.execute(tx);
  return rows[0]?.channel ?? null;
}

/** As `readChannel`, with its figures and the run under way. */
export async function viewChannel(tx: Tx, membershipId: string, kind: KindName): Promise<ChannelView | null> {
  const channel = await readChannel(tx, membershipId, kind);
  if (channel === null) return null;
  const { rows } = await sql<ChannelFigures & Pick<ChannelView, 'notifications'>>`
    select coalesce(sum(linked), 0)::int as linked, coalesce(sum(waiting), 0)::int as waiting, coalesce(sum(problems), 0)::int as problems,
      (select count(*) from conflicts
        where org_id = current_org() and channel_id = ${channel.id} and taken is null) as conflicts,
      (select coalesce(sum(jsonb_array_length(link_ids)), 0) from holds
        where org_id = current_org() and channel_id = ${channel.id} and answer is null)::int as held,
      coalesce((select case when silent_since is null then 'working' else 'silent' end from subscriptions
        where org_id = current_org() and channel_id = ${channel.id} and remote_id is not null and expires_at > now()), 'none') as notifications
    from channel_figures where org_id = current_org() and channel_id = ${channel.id}`.execute(tx);
  const running = await sql<{ run: Run }>`
    select jsonb_build_object('id', id, 'startedAtMs', started_at_ms, 'endedAtMs', ended_at_ms, 'outcome', outcome,
      'reason', reason, 'counters', counters) as run
    from runs where org_id = current_org() and channel_id = ${channel.id} and outcome = 'running'
      -- One that is followed by another did not end: its process did.
      and started_at_ms > ${channel.last_run?.startedAtMs ?? 0}
    order by started_at_ms desc limit 1`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('Counting gave no row');
  const { notifications, ...figures } = row;
  return { channel, figures, running: running.rows[0]?.run ?? null, notifications };
}

export interface NewChannel {
  readonly id: string;
  readonly membershipId: string;
  readonly kind: KindName;
  readonly settings: ChannelSettings;
  readonly mapping: { readonly [field: string]: string };
  readonly calendars: CalendarSettings | null;
  readonly containerName: string;
}

/** Sets a channel up, off; a set-up that is there already gets the settings and the mapping. Returns the channel. */
export async function putChannelSetup(tx: Tx, channel: NewChannel): Promise<ChannelRow> {
  const { id, membershipId, kind, containerName } = channel;
  const { rows } = await sql<{ channel: ChannelRow }>`
    insert into channels as c (org_id, id, membership_id, kind, state, settings, mapping, calendars, container_name, marker_prefix)
    values (current_org(), ${id}, ${membershipId}, ${kind}, 'off', ${JSON.stringify(channel.settings)},
      ${JSON.stringify(channel.mapping)}, ${channel.calendars === null ? null : JSON.stringify(channel.calendars)},
      ${containerName}, ${`${id}/`})
    on conflict (org_id, membership_id, kind) do update
      set settings = excluded.settings, mapping = excluded.mapping, calendars = excluded.calendars
    returning to_jsonb(c) as channel`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('The channel was not stored');
  return row.channel;
}

/** Moves a channel to a state, if it is in one of the states `from`; tells the pages. False: it was in another. */
export async function moveChannel(
  tx: Tx,
  channelId: string,
  change: {
    readonly from: readonly ChannelState[];
    readonly to: ChannelState;
    readonly reason: string | null;
  },
): Promise<boolean> {
  const { from, to, reason } = change;
  const { rows } = await sql<{ membership_id: string; kind: string }>`
    update channels set state = ${to}, reason = ${reason},
      enabled_at = case when ${to} = 'enabling' then coalesce(enabled_at, now()) when ${to} = 'off' then null else enabled_at end,
      first_sync_done_at = case when ${to} = 'off' then null else first_sync_done_at end,
      -- Should the look that comes with it be lost, the channel counts as overdue.
      next_look_at = case when ${to} in ('off', 'paused') then null else coalesce(next_look_at, now()) end
    where org_id = current_org() and id = ${channelId} and state = any (${from})
    returning membership_id, kind`.execute(tx);
  const [row] = rows;
  if (row === undefined) return false;
  await sql`select announce_section(${row.membership_id}, ${row.kind})`.execute(tx);
  return true;
}

/** Enqueues a look at the channel, at once, with the transaction's commit. */
export async function lookAtChannel(tx: Tx, channelId: string): Promise<void> {
  await sql`select enqueue_look(${channelId})`.execute(tx);
}

/** Enqueues looks at the channels of a kind that a change of records concerns; `ownerIds` null: of everybody. */
export async function lookAtChannelsOf(
  { pool }: Crm,
  orgId: string,
  kind: string,
  ownerIds: readonly string[] | null,
): Promise<void> {
  await pool.query('select enqueue_looks_of($1, $2, $3::uuid[])', [orgId, kind, ownerIds]);
}

/** Enqueues what should have been looked at a while ago, in all organisations; how many that were. */
export async function lookAtOverdueChannels({ pool }: Crm): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select enqueue_overdue_looks() as count');
  return rows[0]?.count ?? 0;
}

/** After a run: the first sync is done; how many records the cap left out, where a full round told it. */
export async function noteFirstSync(
  tx: Tx,
  channelId: string,
  { done, leftOut }: { readonly done: boolean; readonly leftOut: number | null },
): Promise<void> {
  await sql`update channels set left_out = coalesce(${leftOut}::bigint, left_out),
      first_sync_done_at = case when ${done} then coalesce(first_sync_done_at, now()) else first_sync_done_at end
    where org_id = current_org() and id = ${channelId}`.execute(tx);
}

/** Runs of a channel that were under way when this one began: their process died. */
export async function endInterrupted(
  tx: Tx,
  channelId: string,
  { id, startedAtMs }: Pick<Run, 'id' | 'startedAtMs'>,
): Promise<void> {
  await sql`update runs set outcome = 'stopped', reason = 'interrupted', ended_at_ms = ${startedAtMs}
    where org_id = current_org() and channel_id = ${channelId} and outcome = 'running' and id <> ${id}
      and started_at_ms <= ${startedAtMs}`.execute(tx);
}

/** Stores how far a run has come and tells the pages. */
export async function noteProgress(
  tx: Tx,
  channel: Pick<ChannelRow, 'id' | 'membership_id' | 'kind'>,
  run: Run,
): Promise<void> {
  await endInterrupted(tx, channel.id, run);
  await sql`insert into runs (org_id, channel_id, id, started_at_ms, outcome, counters)
    values (current_org(), ${channel.id}, ${run.id}, ${run.startedAtMs}, 'running', ${JSON.stringify(run.counters)})
    on conflict (org_id, channel_id, id) do update set counters = excluded.counters where runs.outcome = 'running'`.execute(
    tx,
  );
  await announceSection(tx, channel);
}

/**
 * Keeps the zone of a channel's mailbox: the one that was told, else the zone of the account (T3). `readAt` null: nothing was heard, so
 * nothing is kept. Returns the zone to go by.
 */
export async function noteZone(
  tx: Tx,
  channel: Pick<ChannelRow, 'id' | 'membership_id'>,
  { told, readAt }: { readonly told: string | null; readonly readAt: Date | null },
): Promise<string> {
  const { rows } = await sql<{ zone: string }>`
    select coalesce(${told}, a.time_zone) as zone from memberships m join accounts a on a.id = m.account_id
    where m.org_id = current_org() and m.id = ${channel.membership_id}`.execute(tx);
  const [found] = rows;
  if (found === undefined) throw new Error('The channel belongs to nobody');
  if (readAt !== null)
    await sql`update channels set time_zone = ${found.zone}, time_zone_read_at = ${readAt}
      where org_id = current_org() and id = ${channel.id}`.execute(tx);
  return found.zone;
}

export async function announceSection(
  tx: Tx,
  { membership_id, kind }: Pick<ChannelRow, 'membership_id' | 'kind'>,
): Promise<void> {
  await sql`select announce_section(${membership_id}, ${kind})`.execute(tx);
}

/**
 * Takes the mailbox from the run of this channel that may be under way, which then writes nothing more: what it would store rests on a set-up or
 * a state that a person has just changed. Look at the channel again afterwards. A run of another channel of the mailbox goes on; whatever is
 * written to channels comes after this, as in runs: the same order of locks everywhere.
 */
export async function interruptRun(
  tx: Tx,
  { membershipId, channelId }: { readonly membershipId: string; readonly channelId: string | null },
): Promise<void> {
  await sql`update mailbox_leases set
      token = case when channel_id = ${channelId}::uuid then gen_random_uuid() else token end,
      until = case when channel_id = ${channelId}::uuid then clock_timestamp() else until end
    where org_id = current_org() and membership_id = ${membershipId}`.execute(tx);
}

/** What was agreed on these fields says nothing any more; every link is planned anew and both sides are read again (C2). */
export async function forgetFields(tx: Tx, channelId: string, fields: readonly string[]): Promise<void> {
  await sql`select forget_fields(current_org(), ${channelId}, ${[...fields]}::text[])`.execute(tx);
}
