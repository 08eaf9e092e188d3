import { leaseChannel, putCheck, type CheckedChannel, type Lease } from '@counterpart/crm';
import { checkChannel, stillThere, type CheckPorts, type Found } from '@counterpart/engine';
import type { KindName } from '@counterpart/engine';
import { authorityOf } from './authority.ts';
import type { SyncContext } from './context.ts';
import { syncedKind } from './kinds.ts';
import { look } from './look.ts';
import { remoteOf } from './remote.ts';

/** What the comparison of one channel's CRM, mailbox and links found. */
export interface ChannelCheck extends CheckedChannel {
  readonly kind: KindName;
  readonly compared: number;
  readonly waiting: number;
  readonly differences: { readonly [difference: string]: number };
  /** The first of them, to look into. */
  readonly examples: readonly Found[];
}

const mostExamples = 20;
/** A check stands still no longer than a page of requests with their pauses. */
const leaseMs = 15 * 60_000;
const busyAgainMs = 500;
const mostBusy = 120;
/** So often what was found must still be there after a run: an edit that falls between two looks is no difference. */
const looks = 2;

/**
 * Compares the CRM, the mailbox and the links of a channel and keeps what it found; it repairs nothing. What it finds at first may be an edit that the
 * sync was about to carry over: the channel is looked at as always, and only what is there after that counts. Null: the channel cannot be
 * compared now (off, paused, nobody lets us in, busy all the time).
 * @throws ChannelProblem where Microsoft 365 is in trouble
 */
export async function check(context: SyncContext, channel: CheckedChannel): Promise<ChannelCheck | null> {
  const first = await leased(context, channel, (ports) => checkChannel(ports));
  if (first === null) return null;
  let { found } = first.result;
  for (let again = 0; again < looks && found.length > 0; again += 1) {
    await look(context, channel);
    const before = found;
    const rest = await leased(context, channel, (ports) => stillThere(ports, before));
    if (rest === null) return null;
    found = rest.result;
  }
  const differences: { [difference: string]: number } = {};
  for (const { difference } of found) differences[difference] = (differences[difference] ?? 0) + 1;
  const { compared, waiting } = first.result;
  const report = { compared, waiting, differences, examples: found.slice(0, mostExamples) };
  await context.crm.inOrganisation(channel.orgId, (tx) => putCheck(tx, channel.channelId, report));
  const level = found.length > 0 ? 'warn' : 'debug';
  context.log[level]({ ...channel, compared, differences }, 'CRM and Microsoft 365 were compared');
  return { ...channel, kind: first.kind, ...report };
}

/** With the mailbox to itself, so that no run moves what is compared. */
async function leased<T>(
  context: SyncContext,
  channel: CheckedChannel,
  work: (ports: CheckPorts) => Promise<T>,
): Promise<{ readonly kind: KindName; readonly result: T } | null> {
  const { clock, ids, runs } = context;
  for (let busy = 0; busy < mostBusy; busy += 1) {
    const answer = await leaseChannel(runs, { ...channel, leaseMs, clock, ids });
    if (answer.outcome === 'unknown') return null;
    if (answer.outcome !== 'leased') {
      await clock.sleep(busyAgainMs);
      continue;
    }
    const { lease } = answer;
    try {
      const ports = await portsOf(context, channel, lease);
      return ports === null ? null : { kind: lease.opened.channel.kind, result: await work(ports) };
    } finally {
      // The look that was to come, comes: it says itself when the next one is.
      await lease.close(clock.now());
    }
  }
  return null;
}

async function portsOf(
  context: SyncContext,
  { orgId }: CheckedChannel,
  lease: Lease,
): Promise<CheckPorts | null> {
  const { channel, connections } = lease.opened;
  if ((channel.state !== 'active' && channel.state !== 'held') || channel.container === null) return null;
  const authority = authorityOf(context, orgId, connections, channel.kind);
  if (authority === null) return null;
  return {
    kind: syncedKind(channel.kind).kind,
    settings: channel.settings,
    ledger: lease.ledger,
    local: lease.local,
    remote: await remoteOf(context, orgId, lease, authority),
    ids: context.ids,
  };
}
