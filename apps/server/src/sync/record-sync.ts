import {
  readChannel,
  readRecordLink,
  type Actor,
  type ChannelRow,
  type CrmRecord,
  type RecordLink,
} from '@counterpart/crm';
import type { KindName } from '@counterpart/engine';
import { errorTable } from '../errors.ts';
import type { RecordSync } from '../sync-port.ts';
import type { SyncContext } from './context.ts';
import { syncedKind, type SyncedKind } from './kinds.ts';

type Rule = RecordSync['rules'][number];

/** B6: why a record is synced or not, rule by rule, with the remedy. */
export async function recordSync(
  { crm }: SyncContext,
  actor: Actor,
  kind: KindName,
  recordId: string,
): Promise<RecordSync> {
  const synced = syncedKind(kind);
  const record = await synced.records.get(crm, actor, recordId);
  const { channel, link } = await crm.transaction(actor, async (tx) => {
    const found = await readChannel(tx, record.owner.id, kind);
    return { channel: found, link: found === null ? null : await readRecordLink(tx, found.id, recordId) };
  });
  const rules = rulesOf(synced, record, channel, link);
  const shown = link === null ? null : linkOf(link);
  return { ...stateOf(synced, channel, link, rules), rules, link: shown };
}

function rulesOf(
  { kind, rules: ids, words: { many } }: SyncedKind,
  record: CrmRecord,
  channel: ChannelRow | null,
  link: RecordLink | null,
): Rule[] {
  const imported = record.origin === 'import' || record.origin === 'migration';
  return [
    rule(
      ids.sync,
      channel !== null && channel.state !== 'off',
      `The sync of ${many} is enabled.`,
      'Its owner enables it under Marketplace, Microsoft.',
    ),
    rule(
      'P3',
      channel?.state !== 'paused',
      'The sync is not paused.',
      'Its owner resumes it, or an administrator gives the permission back.',
    ),
    rule(
      ids.imported,
      !imported || record.massUpdatedAt !== null,
      'It was created one by one, or a mass update changed it.',
      'Change it by a mass update.',
    ),
    rule(
      ids.deleted,
      link?.stage !== 'unlinked',
      'Nobody removed it on the other side.',
      'Edit it in both places, or create it there again.',
    ),
    ...(record.content['rule'] === undefined
      ? []
      : [rule('E8', false, 'Microsoft 365 can express how it repeats.', 'Give it another recurrence.')]),
    ...(kind.mailing === undefined
      ? []
      : [
          rule(
            'E11',
            link?.notInvited !== true,
            'The invitations that were asked for were sent.',
            'Nobody is mailed for what was there before the sync. Send the invitations now.',
          ),
        ]),
  ];
}

const rule = (id: string, holds: boolean, sentence: string, remedy: string): Rule => ({
  rule: id,
  holds,
  sentence,
  remedy: holds ? null : remedy,
});

function stateOf(
  { rules: ids, words: { many } }: SyncedKind,
  channel: ChannelRow | null,
  link: RecordLink | null,
  rules: readonly Rule[],
): Pick<RecordSync, 'state' | 'sentence'> {
  if (channel === null || channel.state === 'off')
    return { state: 'off', sentence: `The sync of ${many} is not enabled.` };
  if (link?.stage === 'unlinked')
    return { state: 'unlinked', sentence: 'It was removed on the other side and is kept here on its own.' };
  if (rules.some(({ holds, rule: id }) => !holds && id === ids.imported))
    return { state: 'excluded', sentence: `It was imported, and imported ${many} are not synced.` };
  if (rules.some(({ holds, rule: id }) => !holds && id === 'E8'))
    return {
      state: 'excluded',
      sentence: 'It repeats in a way that Microsoft 365 cannot express, and stays here.',
    };
  if (link?.problem?.code === 'held') return { state: 'held', sentence: 'Its deletion waits for an answer.' };
  if (link?.problem)
    return { state: 'problem', sentence: errorTable[link.problem.code]?.sentence ?? link.problem.detail };
  if (link !== null && link.conflicts > 0)
    return { state: 'conflict', sentence: 'Both sides changed the same field; one value was kept aside.' };
  if (link === null || link.dirty || !link.agreed)
    return { state: 'waiting', sentence: 'It will be synced with the next run.' };
  return { state: 'synced', sentence: 'It is the same on both sides.' };
}

function linkOf({ id, stage, lastAtMs, problem }: RecordLink): NonNullable<RecordSync['link']> {
  return {
    id,
    stage,
    lastAgreedAt: lastAtMs === null ? null : new Date(lastAtMs).toISOString(),
    problem:
      problem === null
        ? null
        : {
            code: problem.code,
            sentence: errorTable[problem.code]?.sentence ?? problem.detail,
            retryAt: problem.retryAtMs === null ? null : new Date(problem.retryAtMs).toISOString(),
          },
  };
}
