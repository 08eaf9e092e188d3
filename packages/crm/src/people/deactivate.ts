import { sql } from 'kysely';
import type { ChannelState } from '@counterpart/engine';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { interruptRun, lookAtChannel, moveChannel } from '../ledger/channels.ts';
import { writeAudit } from './audit.ts';
import { managingUsers } from './guard.ts';
import { beginHandover, type Handover } from './handover.ts';
import type { User } from './types.ts';
import { readMember } from './users.ts';

/** The reason on channels that rest because their owner is deactivated. */
const REASON = 'userDeactivated';

/**
 * Deactivates a member: their sessions here end, their channels pause with set-up and links kept, and their records go to a new owner where
 * one is named, by a job.
 * @throws CrmError `notAllowed`, `notFound`, `wrongState`, `lastAdministrator`, `invalidValue` for the new owner
 */
export function deactivateUser(
  crm: Crm,
  actor: Actor,
  { membershipId, newOwnerId }: { readonly membershipId: string; readonly newOwnerId?: string | undefined },
): Promise<{ readonly user: User; readonly handover: Handover | null }> {
  return managingUsers(crm, actor, async (tx) => {
    const { accountId, name, state } = await readMember(crm, tx, membershipId);
    if (state !== 'active') throw new CrmError('wrongState', `${name} is deactivated already.`);
    await pauseChannels(tx, membershipId);
    await tx
      .updateTable('memberships')
      .set({ state: 'deactivated' })
      .where('id', '=', membershipId)
      .execute();
    await tx
      .deleteFrom('sessions')
      .where('account_id', '=', accountId)
      .where('org_id', '=', actor.orgId)
      .execute();
    const subject = { kind: 'user', id: membershipId, name } as const;
    await writeAudit(tx, actor, { action: 'userDeactivated', subject });
    const handover =
      newOwnerId === undefined
        ? null
        : await beginHandover(crm, tx, actor, { from: membershipId, to: newOwnerId });
    return { user: await readMember(crm, tx, membershipId), handover };
  });
}

/** Lets a deactivated member in again; the channels that rested for it go on. @throws CrmError `notAllowed`, `notFound`, `wrongState` */
export function activateUser(crm: Crm, actor: Actor, membershipId: string): Promise<User> {
  return managingUsers(crm, actor, async (tx) => {
    const { name, state } = await readMember(crm, tx, membershipId);
    if (state !== 'deactivated') throw new CrmError('wrongState', `${name} is active already.`);
    await tx.updateTable('memberships').set({ state: 'active' }).where('id', '=', membershipId).execute();
    await resumeChannels(tx, membershipId);
    const subject = { kind: 'user', id: membershipId, name } as const;
    await writeAudit(tx, actor, { action: 'userActivated', subject });
    return readMember(crm, tx, membershipId);
  });
}

interface Channel {
  readonly id: string;
  readonly state: ChannelState;
  readonly reason: string | null;
  readonly synced: boolean;
}

async function channelsOf(tx: Tx, membershipId: string): Promise<Channel[]> {
  const { rows } = await sql<Channel>`
    select id, state, reason, first_sync_done_at is not null as synced from channels
    where org_id = current_org() and membership_id = ${membershipId} order by id`.execute(tx);
  return rows;
}

const RUNNING: readonly ChannelState[] = ['enabling', 'active', 'held', 'needsAttention'];

async function pauseChannels(tx: Tx, membershipId: string): Promise<void> {
  for (const { id, state } of await channelsOf(tx, membershipId)) {
    if (!RUNNING.includes(state)) continue;
    await interruptRun(tx, { membershipId, channelId: id });
    await moveChannel(tx, id, { from: RUNNING, to: 'paused', reason: REASON });
    await lookAtChannel(tx, id);
  }
}

async function resumeChannels(tx: Tx, membershipId: string): Promise<void> {
  for (const { id, state, reason, synced } of await channelsOf(tx, membershipId)) {
    if (state !== 'paused' || reason !== REASON) continue;
    await moveChannel(tx, id, { from: ['paused'], to: synced ? 'active' : 'enabling', reason: null });
    await lookAtChannel(tx, id);
  }
}
