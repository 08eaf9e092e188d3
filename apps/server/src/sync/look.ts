import {
  announceSection,
  endInterrupted,
  forgetLeftContainer,
  goOnDisabling,
  leaseChannel,
  leaveContainer,
  MayNotRun,
  moveChannel,
  noteDelay,
  noteFailing,
  noteFirstSync,
  TakenOver,
  type Lease,
} from '@counterpart/crm';
import { runChannel, turnOff, type Run, type RunReport } from '@counterpart/engine';
import { lapseOf, needAttention, restUntil } from './attention.ts';
import { authorityOf, isGranted, type Authority } from './authority.ts';
import type { SyncContext } from './context.ts';
import { permissionOf, syncedKind } from './kinds.ts';
import { progressTeller } from './progress.ts';
import { remoteOf } from './remote.ts';
import { keepSubscribed } from './subscriptions.ts';

export interface LookPayload {
  readonly orgId: string;
  readonly channelId: string;
}

/** A run that commits nothing for so long stands still and may be taken over. Longer than any pause that Graph asks for (GRAPH 4). */
const leaseMs = 15 * 60_000;
/** With notifications the poll is only their backstop; without, it is how changes are seen (B9). */
const pollWithNotificationsMs = 5 * 60_000;
const pollWithoutMs = 20_000;
/** How long a channel rests whose permission is missing, how long one at most whose runs fail, and one whose run failed in a way that nobody foresaw. */
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
  const authority = authorityOf(context, payload.orgId, connections, channel.kind);
  if (channel.state === 'off') {
    if (authority === null || isLapsed(lease)) return { atMs: null };
    const goesOn = await crm.inOrganisation(payload.orgId, (tx) =>
      goOnDisabling(tx, channel.id, authority.objectId),
    );
    return { atMs: goesOn ? clock.now() : null };
  }
  if (channel.state === 'paused') {
    if (channel.reason !== 'permissionMissing') return { atMs: null };
    // P3: the permission was given back, so the channel goes on where it stood.
    if (held) await change('paused', channel.first_sync_done_at === null ? 'enabling' : 'active', null);
    return { atMs: held ? clock.now() : clock.now() + restMs };
  }
  if (channel.state !== 'disabling' && !held) return stopped(context, payload, 'permissionMissing');
  const shut = whyShut(lease, authority);
  if (authority === null || shut !== null) {
    if (channel.state === 'disabling') return endHere(context, payload, lease);
    await needAttention(context, payload, channel, shut ?? 'signInLapsed');
    return { atMs: null };
  }
  const report = await run(context, payload, lease, authority, signal);
  return afterRun(context, payload, lease, authority, report);
}

const isLapsed = ({ opened }: Lease): boolean =>
  opened.connections.some((one) => one.membership_id !== null && one.state === 'lapsed');

/** Why Microsoft 365 need not be asked: only the person's sign-in helps. Null: it may let us in. */
function whyShut({ opened }: Lease, authority: Authority | null): string | null {
  const lapsed = opened.connections.find((one) => one.membership_id !== null && one.state === 'lapsed');
  if (lapsed !== undefined) return lapsed.reason ?? 'signInLapsed';
  if (authority === null) return 'signInLapsed';
  // An upgrade may bring a sync that the person's sign-in of back then did not ask for.
  return isGranted(authority.scopes, syncedKind(opened.channel.kind).scope) ? null : 'scopeMissing';
}

async function run(
  context: SyncContext,
  { orgId }: LookPayload,
  lease: Lease,
  authority: Authority,
  signal: AbortSignal | undefined,
): Promise<RunReport> {
  const { clock, ids } = context;
  const { channel } = lease.opened;
  const remote = await remoteOf(context, orgId, lease, authority);
  const progress = progressTeller(context, orgId, channel);
  try {
    return await runChannel({
      kind: syncedKind(channel.kind).kind,
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
  const { orgId } = payload;
  if (now.state === 'needsAttention') {
    const reason = await lapseOf(context, orgId, authority, now.reason ?? 'unexpectedAnswer');
    if (channel.state === 'disabling') return endHere(context, payload, lease);
    await needAttention(context, payload, now, reason);
    const fresh = channel.state === 'needsAttention' ? channel : { attention_since: null };
    return { atMs: restUntil(fresh, reason, clock.now()), run: ended };
  }
  await noteProgressOf(context, payload, lease, { run: ended, channel: now });
  const subscribed = await keepSubscribed(context, payload, lease.opened, authority, now);
  if (now.state === 'off') return { atMs: null, run: ended };
  if (ended.outcome === 'stopped') return { atMs: clock.now(), run: ended };
  const failed = ended.outcome === 'failed';
  if (failed !== (channel.failing_since !== null))
    await crm.inOrganisation(orgId, (tx) =>
      noteFailing(tx, channel.id, failed ? new Date(clock.now()) : null),
    );
  const lastedMs =
    failed && channel.failing_since !== null ? clock.now() - Date.parse(channel.failing_since) : 0;
  if (failed) return { atMs: (nextDueAtMs ?? clock.now()) + Math.min(restMs, lastedMs), run: ended };
  const silent = lease.opened.subscription?.silent_since != null;
  const pollAtMs = clock.now() + (subscribed && !silent ? pollWithNotificationsMs : pollWithoutMs);
  return { atMs: Math.min(pollAtMs, nextDueAtMs ?? pollAtMs), run: ended };
}

/** Stores what the run's end says of the channel beside the run itself, in one transaction, where there is anything to say. */
async function noteProgressOf(
  { crm, clock }: SyncContext,
  { orgId }: LookPayload,
  lease: Lease,
  { run: ended, channel: now }: Pick<RunReport, 'run' | 'channel'>,
): Promise<void> {
  const { channel } = lease.opened;
  const { counters } = ended;
  const read = channel.local_cursor === null || channel.local_round !== null;
  const firstDone = now.state === 'active' && channel.first_sync_done_at === null;
  const worked = Object.values(counters).some((count) => count > 0) || now.state !== channel.state;
  if (!worked && !firstDone) return;
  await crm.inOrganisation(orgId, async (tx) => {
    if (read || firstDone)
      await noteFirstSync(tx, channel.id, { done: firstDone, leftOut: read ? counters.leftOut : null });
    await endInterrupted(tx, channel.id, ended);
    if (now.container !== null && channel.container === null)
      await forgetLeftContainer(tx, channel.id, now.container);
    const broughtHere = counters.createdLocal + counters.updatedLocal > 0;
    if (channel.first_sync_done_at !== null && broughtHere)
      await noteDelay(tx, channel.id, ended, clock.now());
    await announceSection(tx, channel);
  });
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

/** Disabling where Microsoft 365 lets nobody in any more: the channel ends here. What lies there is kept in mind, and removed later. */
async function endHere({ crm }: SyncContext, { orgId, channelId }: LookPayload, lease: Lease): Promise<Next> {
  const { channel, connections } = lease.opened;
  const { container } = channel;
  const oid = connections.find((one) => one.membership_id !== null)?.oid ?? null;
  // First this: should the rest be lost, the channel is still being disabled.
  if (container !== null)
    await crm.inOrganisation(orgId, (tx) => leaveContainer(tx, channelId, { container, oid }));
  await turnOff(lease.ledger, 'disabled');
  await crm.inOrganisation(orgId, (tx) => announceSection(tx, channel));
  return { atMs: null };
}
