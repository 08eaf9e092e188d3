import {
  forgetFields,
  interruptRun,
  lookAtChannel,
  moveChannel,
  putChannelSetup,
  readChannel,
  type Actor,
  type ChannelRow,
  type Tx,
} from '@counterpart/crm';
import type { ChannelState, KindName } from '@counterpart/engine';
import { Refusal } from '../errors.ts';
import type { Configuration, ConfigurationInput, EnableOutcome, Section } from '../sync-port.ts';
import { remapped, readSetup, setupOf, viewOf, type Setup } from './configuration.ts';
import { ensureAuthority } from './connect.ts';
import type { SyncContext } from './context.ts';
import { permissionOf, syncedKind } from './kinds.ts';
import { sectionOf } from './section.ts';

/** P2: without the permission nothing is enabled. */
function mustBePermitted(actor: Actor, kind: KindName): void {
  if (!actor.permissions.has(permissionOf[kind])) throw new Refusal('permissionMissing');
}

/** Enables a channel: at once where the mailbox may be used, else the person signs in to Microsoft first (P5). Enabling twice is enabling once. */
export async function enable(
  context: SyncContext,
  actor: Actor,
  kind: KindName,
  input: ConfigurationInput | undefined,
): Promise<EnableOutcome> {
  const synced = syncedKind(kind);
  mustBePermitted(actor, kind);
  const wanted = input === undefined ? undefined : setupOf(synced, input);
  if (!(await ensureAuthority(context, actor, synced.scope))) return { outcome: 'signInRequired' };
  await context.crm.transaction(actor, async (tx) => {
    const channel = await store(context, tx, actor, kind, wanted);
    if (channel.state === 'disabling')
      throw new Refusal('wrongState', {
        detail: `The ${synced.words.container} is still being removed; enable again in a moment.`,
      });
    await moveChannel(tx, channel.id, { from: ['off'], to: 'enabling', reason: null });
    await lookAtChannel(tx, channel.id);
  });
  return { outcome: 'enabled', section: await sectionOf(context, actor, kind) };
}

/** Stores a set-up. What was agreed on fields that lie elsewhere now is forgotten, and both sides are read again (C2). */
async function store(
  { ids }: SyncContext,
  tx: Tx,
  actor: Actor,
  kind: KindName,
  wanted: Setup | undefined,
): Promise<ChannelRow> {
  const { channel, setup } = await readSetup(tx, actor, kind);
  if (channel !== null && wanted === undefined) return channel;
  const next = wanted ?? setup;
  if (channel !== null && channel.state !== 'off' && setup.calendars?.writeTo !== next.calendars?.writeTo)
    throw new Refusal('wrongState', { detail: 'To write to another calendar, disable first.' });
  // Before anything of the channel is written, as runs do: the same order of locks everywhere.
  await interruptRun(tx, { membershipId: actor.membershipId, channelId: channel?.id ?? null });
  const stored = await putChannelSetup(tx, {
    id: channel?.id ?? ids.next(),
    membershipId: actor.membershipId,
    kind,
    containerName: syncedKind(kind).containerName,
    ...next,
  });
  if (channel === null) return stored;
  const facts = ({ settings, mapping, calendars }: Setup) => JSON.stringify([settings, mapping, calendars]);
  if (facts(setup) !== facts(next)) await forgetFields(tx, stored.id, remapped(setup, next));
  return stored;
}

export async function saveConfiguration(
  context: SyncContext,
  actor: Actor,
  kind: KindName,
  input: ConfigurationInput,
): Promise<Configuration> {
  const synced = syncedKind(kind);
  mustBePermitted(actor, kind);
  const setup = setupOf(synced, input);
  await context.crm.transaction(actor, async (tx) => {
    const channel = await store(context, tx, actor, kind, setup);
    if (channel.state !== 'off') await lookAtChannel(tx, channel.id);
  });
  return viewOf(synced, setup);
}

/** The channel's states that a person may change, and what to. */
const moves = {
  disable: {
    from: ['enabling', 'active', 'held', 'needsAttention', 'paused'],
    to: 'disabling',
    reason: null,
  },
  pause: { from: ['enabling', 'active', 'held', 'needsAttention'], to: 'paused', reason: 'pausedByHand' },
  resume: { from: ['paused'], to: 'enabling', reason: null },
} as const satisfies { [move: string]: { from: ChannelState[]; to: ChannelState; reason: string | null } };

/** Disable, pause or resume. Whatever the channel is already it stays: doing it twice is doing it once. */
export async function move(
  context: SyncContext,
  actor: Actor,
  kind: KindName,
  name: keyof typeof moves,
): Promise<Section> {
  syncedKind(kind);
  if (name === 'resume') mustBePermitted(actor, kind);
  await context.crm.transaction(actor, async (tx) => {
    const channel = await readChannel(tx, actor.membershipId, kind);
    if (channel === null) throw new Refusal('wrongState', { detail: 'This was never enabled.' });
    const change = moves[name];
    const to = name === 'resume' && channel.first_sync_done_at !== null ? 'active' : change.to;
    await interruptRun(tx, { membershipId: actor.membershipId, channelId: channel.id });
    await moveChannel(tx, channel.id, { ...change, to });
    await lookAtChannel(tx, channel.id);
  });
  return sectionOf(context, actor, kind);
}

/** "Look at this channel again", now. */
export async function syncNow(context: SyncContext, actor: Actor, kind: KindName): Promise<Section> {
  syncedKind(kind);
  mustBePermitted(actor, kind);
  await context.crm.transaction(actor, async (tx) => {
    const channel = await readChannel(tx, actor.membershipId, kind);
    if (channel === null || channel.state === 'off')
      throw new Refusal('wrongState', { detail: 'This is not enabled.' });
    await lookAtChannel(tx, channel.id);
  });
  return sectionOf(context, actor, kind);
}
