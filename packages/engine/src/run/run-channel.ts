import type { Channel, Run } from '../model.ts';
import { ChannelProblem } from '../ports.ts';
import { applyAnswers, setBrake, storeHolds } from './brake.ts';
import { openContext, runOf, RunStopped, type RunContext, type RunPorts } from './context.ts';
import { disable } from './disable.ts';
import { identifyStrangers } from './identify.ts';
import { pull } from './observe.ts';
import { reconcile } from './reconcile.ts';
import { recoverIntents } from './recover.ts';
import { offFor, turnOff } from './turn-off.ts';

/** How a run ended. `nextDueAtMs`: when a link that waits is due, or null. */
export interface RunReport {
  readonly run: Run;
  readonly channel: Pick<Channel, 'state' | 'reason' | 'container'>;
  readonly nextDueAtMs: number | null;
}

const running = new Set<Channel['state']>(['enabling', 'active', 'held', 'needsAttention', 'disabling']);

/**
 * One run of a channel: recovers what the last one left open, reads both sides, plans and carries out (DESIGN "The engine").
 * Whatever triggers it (a notification, a timer, a button) is a hint: running twice, late or for nothing is harmless (V8).
 * Never throws for what the outside does; the report says it. Throws when an invariant of the ledger is broken.
 */
export async function runChannel(ports: RunPorts): Promise<RunReport> {
  const opening = await ports.ledger.open();
  const approved = opening.answeredHolds.filter((hold) => hold.answer === 'approved');
  const context = openContext(ports, opening.channel, new Set(approved.flatMap((hold) => hold.linkIds)));
  if (!running.has(opening.channel.state))
    return report(context, runOf(context, 'stopped', 'notRunning', null), null);
  try {
    if (opening.channel.state === 'disabling') await disable(context);
    else if (await work(context, opening))
      return report(context, runOf(context, 'done', null, ports.clock.now()), null);
    const held = context.braked.size > 0;
    return await finish(context, runOf(context, held ? 'held' : 'done', null, ports.clock.now()));
  } catch (problem) {
    return fail(context, problem);
  }
}

type Opening = Awaited<ReturnType<RunPorts['ledger']['open']>>;

/** The run proper. True when there was nothing to do. */
async function work(context: RunContext, opening: Opening): Promise<boolean> {
  const { channel } = opening;
  if (channel.container === null) {
    const { id } = await context.remote.ensureContainer(null);
    await change(context, { container: id });
  }
  if (opening.hasIntents) await recoverIntents(context);
  if (opening.answeredHolds.length > 0) await applyAnswers(context, opening.answeredHolds);
  const local = opening.localMayHaveChanges ? await pull(context, 'local') : { dirty: false };
  const remote = await pull(context, 'remote');
  const due = opening.hasDueLinks || opening.hasIntents || opening.answeredHolds.length > 0;
  const settledState = channel.state === 'active' || channel.state === 'held';
  if (!local.dirty && !remote.dirty && !due && settledState) {
    if (!remote.stored) await context.ledger.settleIdle(remote.cursor);
    return Object.values(context.counters).every((count) => count === 0);
  }
  await identifyStrangers(context);
  await setBrake(context);
  await reconcile(context);
  await recoverIntents(context);
  await storeHolds(context);
  await close(context, opening);
  return false;
}

/** Forgets the holds that were carried out, and says what state the channel is in now. */
async function close(context: RunContext, opening: Opening): Promise<void> {
  const stopped = [...context.braked.values()].some((ids) => ids.length > 0);
  const stillHeld = stopped || opening.openHolds > 0;
  const state = stillHeld ? 'held' : 'active';
  const reason = stillHeld ? 'brake' : null;
  const same = opening.channel.state === state && opening.channel.reason === reason;
  if (same && opening.answeredHolds.length === 0) return;
  await context.ledger.transaction(async (tx) => {
    for (const hold of opening.answeredHolds) await tx.closeHold(hold.id);
    if (!same) await tx.putChannel({ state, reason });
  });
  context.channel = { ...context.channel, state, reason };
}

async function change(context: RunContext, values: Partial<Pick<Channel, 'state' | 'reason' | 'container'>>) {
  await context.ledger.transaction((tx) => tx.putChannel(values));
  context.channel = { ...context.channel, ...values };
}

async function finish(context: RunContext, run: Run): Promise<RunReport> {
  await context.ledger.transaction((tx) => tx.putRun(run));
  return report(context, run, await context.ledger.nextDueAtMs());
}

function report(context: RunContext, run: Run, nextDueAtMs: number | null): RunReport {
  const { state, reason, container } = context.channel;
  return { run, channel: { state, reason, container }, nextDueAtMs };
}

/** What stops a whole channel ends its run with a reason that people see; nothing is retried for ever (V11, V19). */
async function fail(context: RunContext, problem: unknown): Promise<RunReport> {
  const endedAtMs = context.clock.now();
  if (problem instanceof RunStopped) return finish(context, runOf(context, 'stopped', 'asked', endedAtMs));
  if (!(problem instanceof ChannelProblem)) throw problem;
  if (problem.code === 'containerMissing') return containerMissing(context, problem);
  if (problem.retryAfterMs === null) await change(context, { state: 'needsAttention', reason: problem.code });
  const run = runOf(context, 'failed', problem.code, endedAtMs);
  const ended = await finish(context, run);
  const retryAtMs = problem.retryAfterMs === null ? null : endedAtMs + problem.retryAfterMs;
  return { ...ended, nextDueAtMs: retryAtMs ?? ended.nextDueAtMs };
}

/**
 * Deleting the container in Microsoft 365 is its owner's command to disable (E7, C8, T4); it is believed after a second look. The CRM keeps its
 * records; the links stay as tombstones.
 */
async function containerMissing(context: RunContext, problem: ChannelProblem): Promise<RunReport> {
  const { container, state } = context.channel;
  const there = container !== null && (await stillThere(context, container));
  const endedAtMs = context.clock.now();
  if (there !== false || state === 'disabling') {
    const ended = await finish(context, runOf(context, 'failed', problem.code, endedAtMs));
    return { ...ended, nextDueAtMs: endedAtMs + 60_000 };
  }
  await turnOff(context.ledger, 'containerDeleted');
  context.channel = { ...context.channel, ...offFor('containerDeleted') };
  return finish(context, runOf(context, 'stopped', 'containerDeleted', endedAtMs));
}

/** The second look. Undefined when the question itself failed. */
async function stillThere(context: RunContext, container: string): Promise<boolean | undefined> {
  try {
    return await context.remote.containerExists(container);
  } catch (failure) {
    if (failure instanceof ChannelProblem) return undefined;
    throw failure;
  }
}
