import { answerHeld, readConflict, settleConflict, type Actor } from '@counterpart/crm';
import { fieldOfPath, fieldWith, type Side } from '@counterpart/engine';
import { Refusal } from '../errors.ts';
import type { SyncContext } from './context.ts';
import { syncedKind } from './kinds.ts';

/**
 * B3: takes a value of a conflict. The value that had lost is written here as the person's own edit, from where the sync carries it on.
 * @throws Refusal `notFound`, `wrongState` where the record is gone
 */
export async function takeConflict(
  { crm }: SyncContext,
  actor: Actor,
  conflictId: string,
  side: Side,
): Promise<void> {
  const conflict = await crm.transaction(actor, (tx) => readConflict(tx, actor.membershipId, conflictId));
  if (conflict === null) throw new Refusal('notFound');
  if (conflict.winner !== side) {
    if (conflict.localId === null) throw new Refusal('wrongState', { detail: 'The record is gone.' });
    const value = side === 'local' ? conflict.localValue : conflict.remoteValue;
    const { records } = syncedKind(conflict.kind);
    const { content } = await records.get(crm, actor, conflict.localId);
    const whole = fieldWith(content, conflict.field, value ?? undefined);
    const values = { [fieldOfPath(conflict.field)]: whole ?? null };
    await records.update(crm, actor, { id: conflict.localId, values });
  }
  await crm.transaction(actor, (tx) => settleConflict(tx, conflictId, side, actor.membershipId));
}

/** B4: approves or rejects what the brake stopped; the next run carries it out. */
export async function answerHold(
  { crm }: SyncContext,
  actor: Actor,
  holdId: string,
  answer: 'approved' | 'rejected',
): Promise<void> {
  const answered = await crm.transaction(actor, (tx) => answerHeld(tx, actor.membershipId, holdId, answer));
  if (!answered) throw new Refusal('notFound');
}
