import {
  getContact,
  readChannel,
  readRecordLink,
  type Actor,
  type ChannelRow,
  type RecordLink,
} from '@counterpart/crm';
import { errorTable } from '../errors.ts';
import type { ContactSync } from '../sync-port.ts';
import type { SyncContext } from './context.ts';

type Rule = ContactSync['rules'][number];

/** B6: why a contact is synced or not, rule by rule, with the remedy. */
export async function contactSync(
  { crm }: SyncContext,
  actor: Actor,
  contactId: string,
): Promise<ContactSync> {
  const contact = await getContact(crm, actor, contactId);
  const { channel, link } = await crm.transaction(actor, async (tx) => {
    const found = await readChannel(tx, contact.owner.id, 'contact');
    return { channel: found, link: found === null ? null : await readRecordLink(tx, found.id, contactId) };
  });
  const imported = contact.origin === 'import' || contact.origin === 'migration';
  const rules: Rule[] = [
    rule(
      'C1',
      channel !== null && channel.state !== 'off',
      'The sync of contacts is enabled.',
      'Its owner enables it under Marketplace, Microsoft.',
    ),
    rule(
      'P3',
      channel?.state !== 'paused',
      'The sync is not paused.',
      'Its owner resumes it, or an administrator gives the permission back.',
    ),
    rule(
      'C7',
      !imported || contact.massUpdatedAt !== null,
      'It was created one by one, or a mass update changed it.',
      'Change it by a mass update.',
    ),
    rule(
      'C3',
      link?.stage !== 'unlinked',
      'Nobody removed it on the other side.',
      'Edit it in both places, or create it there again.',
    ),
  ];
  const shown = link === null ? null : linkOf(link);
  return { ...stateOf(channel, link, rules), rules, link: shown };
}

const rule = (id: string, holds: boolean, sentence: string, remedy: string): Rule => ({
  rule: id,
  holds,
  sentence,
  remedy: holds ? null : remedy,
});

function stateOf(
  channel: ChannelRow | null,
  link: RecordLink | null,
  rules: readonly Rule[],
): Pick<ContactSync, 'state' | 'sentence'> {
  if (channel === null || channel.state === 'off')
    return { state: 'off', sentence: 'The sync of contacts is not enabled.' };
  if (link?.stage === 'unlinked')
    return { state: 'unlinked', sentence: 'It was removed on the other side and is kept here on its own.' };
  const broken = rules.find(({ holds, rule: id }) => !holds && id === 'C7');
  if (broken)
    return { state: 'excluded', sentence: 'It was imported, and imported contacts are not synced.' };
  if (link?.problem?.code === 'held') return { state: 'held', sentence: 'Its deletion waits for an answer.' };
  if (link?.problem)
    return { state: 'problem', sentence: errorTable[link.problem.code]?.sentence ?? link.problem.detail };
  if (link !== null && link.conflicts > 0)
    return { state: 'conflict', sentence: 'Both sides changed the same field; one value was kept aside.' };
  if (link === null || link.dirty || !link.agreed)
    return { state: 'waiting', sentence: 'It will be synced with the next run.' };
  return { state: 'synced', sentence: 'It is the same on both sides.' };
}

function linkOf({ id, stage, lastAtMs, problem }: RecordLink): NonNullable<ContactSync['link']> {
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
