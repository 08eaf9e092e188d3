import { noteNotified, readClientStateHash } from '@counterpart/crm';
import { timingSafeEqual } from 'node:crypto';
import type { NotificationBody } from '../sync-port.ts';
import type { SyncContext } from './context.ts';
import type { LookPayload } from './look.ts';
import { channelOf, hashOf } from './subscriptions.ts';

interface Group {
  readonly count: number;
  readonly lost: boolean;
  readonly renew: boolean;
}

/**
 * Change and lifecycle notifications: only hints. The channel and the secret come in the clientState, which is compared with what was kept;
 * forged ones are counted and dropped. Many of one channel are one look.
 */
export async function notified(
  context: SyncContext,
  { value }: NotificationBody,
): Promise<{ accepted: number; refused: number }> {
  const groups = new Map<string, Group>();
  for (const { clientState, lifecycleEvent } of value) {
    const key = clientState ?? '';
    const { count, lost, renew } = groups.get(key) ?? { count: 0, lost: false, renew: false };
    groups.set(key, {
      count: count + 1,
      lost: lost || lifecycleEvent === 'subscriptionRemoved',
      renew: renew || lifecycleEvent === 'reauthorizationRequired',
    });
  }
  let accepted = 0;
  for (const [clientState, group] of groups)
    if (await take(context, clientState, group)) accepted += group.count;
  return { accepted, refused: value.length - accepted };
}

async function take({ crm }: SyncContext, clientState: string, group: Group): Promise<boolean> {
  const named: LookPayload | null = channelOf(clientState);
  if (named === null) return false;
  const hash = await readClientStateHash(crm, named.orgId, named.channelId);
  if (hash === null) return false;
  const forged = !timingSafeEqual(hash, hashOf(clientState));
  await noteNotified(crm, named.orgId, named.channelId, { ...group, forged });
  return !forged;
}
