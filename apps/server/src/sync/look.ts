import {
  announceSection,
  leaseChannel,
  MayNotRun,
  moveChannel,
  noteFirstSync,
  TakenOver,
  type Lease,
} from '@counterpart/crm';
import { runChannel, turnOff, type FieldValue, type Run, type RunReport } from '@counterpart/engine';
import { authorityOf, noteLapsed, type Authority } from './authority.ts';
import type { SyncContext } from './context.ts';
import { permissionOf, syncedKind } from './kinds.ts';
import { progressTeller } from './progress.ts';
import { keepSubscribed } from './subscriptions.ts';
import { zoneOfMailbox } from './zone.ts';

export interface LookPayload {
  readonly orgId: string;
  readonly channelId: string;
}

/** A run that commits nothing for so long stands still and may be taken over. Longer than any pause that Graph asks for (GRAPH 4). */
const leaseMs = 15 * 60_000;
/** With notifications the poll is only their backstop; without, it is how changes are seen (B9). */
const pollWithNotificationsMs = 5 * 60_000;
const pollWithoutMs = 20_000;
/** How long a channel rests that cannot go on by itself, and one whose run failed in a way that nobody foresaw. */
const restMs = 15 * 60_000;
const failedMs = 5 * 60_000;

/** "Look at this channel again": the one thing that notifications, timers, changes and buttons lead to (DESIGN "Hints"). */
export async function look(context: SyncContext, payload: LookPayload, signal?: AbortSignal): Promise<void> {
  const { clock, ids, runs } = context;
  const answer = await leaseChannel(runs, { ...payload, leaseMs, clock, ids });
  // Busy: the run that has the mailbox has the channel looked at when it ends.
  if (answer.outcome !== 'leased') return;
  const { lease } = answer;
  let next: Next = { atMs: clock.now() + failedMs };
  try {
    next = await lookLeased(context, payload, lease, signal);
  } catch (error) {
    if (error instanceof TakenOver) next = { atMs: null };
    else if (error instanceof MayNotRun) next = await stopped(context, payload, error.code);
    else throw error;
  } finally {
    await lease.close(next.atMs, next.run);
  }
}

/** When the channel is looked at again (null: when something hints at it), and the run to show. */
interface Next {
  readonly atMs: number | null;
  readonly run?: Run;
}

async function lookLeased(
  context: SyncContext,
  payload: LookPayload,
  lease: Lease,
  signal: AbortSignal | undefined,
): Promise<Next> {
  const { crm, clock } = context;
  const { channel, permissions, connections } = lease.opened;
  const held = permissions.includes(permissionOf[channel.kind]);
  const change = (from: typeof channel.state, to: typeof channel.state, reason: string | null) =>
    crm.inOrganisation(payload.orgId, (tx) => moveChannel(tx, channel.id, { from: [from], to, reason }));
  if (channel.state === 'off') return { atMs: null };
  if (channel.state === 'paused') {
    if (channel.reason !== 'permissionMissing') return { atMs: null };
    // P3: the permission was given back, so the channel goes on where it stood.
    if (held) await change('paused', channel.first_sync_done_at === null ? 'enabling' : 'active', null);
    return { atMs: held ? clock.now() : clock.now() + restMs };
  }
  if (channel.state !== 'disabling' && !held) return stopped(context, payload, 'permissionMissing');
  const authority = authorityOf(context, payload.orgId, connections, channel.kind);
  if (authority === null || (channel.state === 'needsAttention' && isLapsed(lease))) {
    if (channel.state === 'disabling') return endHere(context, payload, lease);
    await change(channel.state, 'needsAttention', 'signInLapsed');
    return { atMs: null };
  }
  const report = await run(context, payload, lease, authority, signal);
  return afterRun(context, payload, lease, authority, report);
}

const isLapsed = ({ opened }: Lease): boolean =>
  opened.connections.some((one) => one.membership_id !== null && one.state === 'lapsed');

async function run(
  context: SyncContext,
  { orgId }: LookPayload,
  lease: Lease,
  authority: Authority,
  signal: AbortSignal | undefined,
): Promise<RunReport> {
  const { clock, ids, config } = context;
  const { channel } = lease.opened;
  const synced = syncedKind(channel.kind);
  const { many } = synced.words;
  const remote = synced.replica({
    client: authority.client,
    mailbox: authority.mailbox,
    timeZone: synced.zoned ? await zoneOfMailbox(context, orgId, channel, authority) : 'UTC',
    recordUrl: (id) => `${config.publicUrl}/${many}/${id}`,
    mapping: channel.mapping,
    calendars: channel.calendars ?? synced.defaultCalendars,
    container: channel.container,
    containerName: channel.container_name,
    containerMarker: channel.marker_prefix,
    recall: async (known) => {
      const links = await lease.ledger.linksByRecord('remote', known);
      return new Map(
        links.flatMap(({ remote: seen }): [string, FieldValue][] =>
          seen?.native === undefined ? [] : [[seen.id, seen.native]],
        ),
      );
    },
  });
  const progress = progressTeller(context, orgId, channel);
  try {
    return await runChannel({
      kind: synced.kind,
      ledger: lease.ledger,
      local: lease.local,
      remote,
      clock,
      ids,
      ...(signal === undefined ? {} : { signal }),
      onProgress: (now) => {
        lease.nameRun(now.id);
        progress.tell(now);
      },
    });
  } finally {
    await progress.end();
  }
}

async function afterRun(
  context: SyncContext,
  payload: LookPayload,
  lease: Lease,
  authority: Authority,
  { run: ended, channel: now, nextDueAtMs }: RunReport,
): Promise<Next> {
  const { crm, clock } = context;
  const { channel } = lease.opened;
  if (channel.state === 'disabling' && now.state === 'needsAttention')
    return endHere(context, payload, lease);
  if (now.reason === 'signInLapsed' && authority.ownConnectionId !== null)
    await noteLapsed(context, payload.orgId, authority.ownConnectionId, 'signInLapsed');
  const read = channel.local_cursor === null || channel.local_round !== null;
  const firstDone = now.state === 'active' && channel.first_sync_done_at === null;
  const worked = Object.values(ended.counters).some((count) => count > 0) || now.state !== channel.state;
  if (worked || firstDone)
    await crm.inOrganisation(payload.orgId, async (tx) => {
      if (read || firstDone)
        await noteFirstSync(tx, channel.id, {
          done: firstDone,
          leftOut: read ? ended.counters.leftOut : null,
        });
      await announceSection(tx, channel);
    });
  const subscribed = await keepSubscribed(context, payload, lease.opened, authority, now);
  if (now.state === 'off') return { atMs: null, run: ended };
  if (ended.outcome === 'stopped') return { atMs: clock.now(), run: ended };
  const pollMs =
    now.state === 'needsAttention' ? restMs : subscribed ? pollWithNotificationsMs : pollWithoutMs;
  const pollAtMs = clock.now() + pollMs;
  return { atMs: Math.min(pollAtMs, nextDueAtMs ?? pollAtMs), run: ended };
}

/** The channel may not go on (P3): it is paused, nothing is deleted, and it is looked at now and then. */
async function stopped(
  { crm, clock }: SyncContext,
  { orgId, channelId }: LookPayload,
  code: string,
): Promise<Next> {
  if (code !== 'permissionMissing') return { atMs: null };
  await crm.inOrganisation(orgId, (tx) =>
    moveChannel(tx, channelId, {
      from: ['enabling', 'active', 'held', 'needsAttention'],
      to: 'paused',
      reason: code,
    }),
  );
  return { atMs: clock.now() + restMs };
}

/** Disabling where Microsoft 365 lets nobody in any more: the channel ends here, what lies there stays. */
async function endHere(context: SyncContext, { orgId }: LookPayload, lease: Lease): Promise<Next> {
  await turnOff(lease.ledger, 'disabled');
  await context.crm.inOrganisation(orgId, (tx) => announceSection(tx, lease.opened.channel));
  return { atMs: null };
}
