import { askToInvite, interruptRun, readChannel, type Actor } from '@counterpart/crm';
import { Refusal } from '../errors.ts';
import type { SyncContext } from './context.ts';
import { syncedKind } from './kinds.ts';

/**
 * E11: the owner asks for the invitations that the first sync withheld; the next run sends them.
 * @throws Refusal `wrongState` where none were withheld
 */
export async function invite({ crm }: SyncContext, actor: Actor, meetingId: string): Promise<void> {
  const { owner } = await syncedKind('meeting').records.get(crm, actor, meetingId);
  const nothing = new Refusal('wrongState', { detail: 'No invitations of this meeting were withheld.' });
  if (owner.id !== actor.membershipId) throw new Refusal('notAllowed');
  await crm.transaction(actor, async (tx) => {
    const channel = await readChannel(tx, actor.membershipId, 'meeting');
    if (channel === null) throw nothing;
    // As runs do: the same order of locks everywhere.
    await interruptRun(tx, { membershipId: actor.membershipId, channelId: channel.id });
    if (!(await askToInvite(tx, channel.id, meetingId))) throw nothing;
  });
}
