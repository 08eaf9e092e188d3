import { identifyStrangers } from './identify.ts';
import { pull } from './observe.ts';
import { reconcile } from './reconcile.ts';
import { recoverIntents } from './recover.ts';
import { offFor, turnOff } from './turn-off.ts';
import type { RunContext } from './context.ts';
import { ChannelProblem } from '../ports.ts';

/**
 * Disabling by the CRM (E7, C8, T4): a last read, so that what changed over there a second ago is here before the container goes; then
 * the container goes; the links stay as tombstones. Each step can be repeated after a crash.
 */
export async function disable(context: RunContext): Promise<void> {
  const { container } = context.channel;
  if (container !== null) {
    await lastRead(context, container);
    await context.remote.removeContainer(container);
  }
  await turnOff(context.ledger, 'disabled');
  context.channel = { ...context.channel, ...offFor('disabled') };
}

/** Only from there to here, and without deleting anything here: a half-removed container must not look like deletions (V7). */
async function lastRead(context: RunContext, container: string): Promise<void> {
  if (!(await context.remote.containerExists(container))) return;
  const { settings } = context.channel;
  const narrowed = { ...settings, direction: 'toLocal' as const, deleteLocalWhenDeletedRemotely: false };
  const reading = { ...context, channel: { ...context.channel, settings: narrowed } };
  try {
    await recoverIntents(reading);
    await pull(reading, 'local');
    await pull(reading, 'remote');
    await identifyStrangers(reading);
    await reconcile(reading);
  } catch (failure) {
    if (!(failure instanceof ChannelProblem && failure.code === 'containerMissing')) throw failure;
  }
}
