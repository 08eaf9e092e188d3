import {
  dropSubscription,
  noteNoSubscription,
  prepareSubscription,
  putSubscription,
  type Leased,
  type SubscriptionRow,
} from '@counterpart/crm';
import { ChannelProblem, type Channel } from '@counterpart/engine';
import { createSubscriptions } from '@counterpart/microsoft365';
import { createHash, randomBytes } from 'node:crypto';
import type { Authority } from './authority.ts';
import type { SyncContext } from './context.ts';
import { syncedKind, type SyncedKind } from './kinds.ts';
import type { LookPayload } from './look.ts';

/** A little under the longest life; renewed when two sevenths of it are left: two days of a week. */
const lifeOf = ({ longestSubscriptionMs }: SyncedKind): number => longestSubscriptionMs - 60 * 60_000;
const renewBefore = (lifeMs: number): number => (lifeMs * 2) / 7;
const retryMs = 60 * 60_000;

type Subscriptions = ReturnType<typeof createSubscriptions>;

/**
 * Keeps Graph's change notifications coming for a channel that runs: made after enabling, renewed ahead of time, made anew when lost. Returns
 * whether they come. Without them the poll does (B9), so nothing here stops a channel.
 */
export async function keepSubscribed(
  context: SyncContext,
  payload: LookPayload,
  opened: Leased,
  authority: Authority,
  { state, container }: Pick<Channel, 'state' | 'container'>,
): Promise<boolean> {
  const subscriptions = createSubscriptions(authority.client);
  const { channel } = opened;
  const synced = syncedKind(channel.kind);
  const lifeMs = lifeOf(synced);
  // What is watched may lie in the container, so a new one needs a new subscription.
  const subscription = channel.container === container || state === 'off' ? opened.subscription : null;
  try {
    if (state === 'off') {
      await unsubscribe(context, payload, subscriptions, subscription);
      return false;
    }
    if (container === null) return false;
    const nowMs = context.clock.now();
    const leftMs = subscription?.expires_at == null ? 0 : Date.parse(subscription.expires_at) - nowMs;
    if (subscription?.remote_id != null && leftMs > renewBefore(lifeMs)) return true;
    if (subscription?.retry_at != null && Date.parse(subscription.retry_at) > nowMs) return leftMs > 0;
    if (subscription?.remote_id != null && leftMs > 0)
      if (await renew(context, payload, subscriptions, subscription.remote_id, lifeMs)) return true;
    const resource = synced.resource(authority.objectId, container);
    return await subscribe(context, payload, subscriptions, resource, lifeMs);
  } catch (error) {
    if (!(error instanceof ChannelProblem)) throw error;
    context.log.warn(
      { err: error, ...payload },
      'Change notifications could not be set up; the poll goes on',
    );
    await none(context, payload, error.message);
    return false;
  }
}

async function renew(
  { crm, clock }: SyncContext,
  { orgId, channelId }: LookPayload,
  subscriptions: Subscriptions,
  remoteId: string,
  lifeMs: number,
): Promise<boolean> {
  const renewed = await subscriptions.renew(remoteId, clock.now() + lifeMs);
  if (renewed.outcome !== 'done') return false;
  const { expiresAtMs } = renewed.subscription;
  await crm.inOrganisation(orgId, (tx) => putSubscription(tx, channelId, { remoteId, expiresAtMs }));
  return true;
}

async function subscribe(
  context: SyncContext,
  payload: LookPayload,
  subscriptions: Subscriptions,
  resource: string,
  lifeMs: number,
): Promise<boolean> {
  const { crm, clock, config } = context;
  const clientState = newClientState(payload);
  await crm.inOrganisation(payload.orgId, (tx) =>
    prepareSubscription(tx, payload.channelId, hashOf(clientState)),
  );
  const wanted = {
    resource,
    notificationUrl: `${config.publicUrl}/api/microsoft365/notifications`,
    lifecycleNotificationUrl: `${config.publicUrl}/api/microsoft365/lifecycle`,
    clientState,
    expiresAtMs: clock.now() + lifeMs,
  };
  let made = await subscriptions.create(wanted);
  if (made.outcome === 'exists') {
    // One that we lost track of, with a secret that nobody knows any more.
    for (const { id } of await subscriptions.watching(resource)) await subscriptions.remove(id);
    made = await subscriptions.create(wanted);
  }
  if (made.outcome !== 'done') {
    await none(context, payload, made.outcome === 'refused' ? made.detail : made.outcome);
    return false;
  }
  const { id: remoteId, expiresAtMs } = made.subscription;
  await crm.inOrganisation(payload.orgId, (tx) =>
    putSubscription(tx, payload.channelId, { remoteId, expiresAtMs }),
  );
  return true;
}

async function unsubscribe(
  { crm }: SyncContext,
  { orgId, channelId }: LookPayload,
  subscriptions: Subscriptions,
  subscription: SubscriptionRow | null,
): Promise<void> {
  if (subscription === null) return;
  if (subscription.remote_id !== null) await subscriptions.remove(subscription.remote_id);
  await crm.inOrganisation(orgId, (tx) => dropSubscription(tx, channelId));
}

function none(
  { crm, clock }: SyncContext,
  { orgId, channelId }: LookPayload,
  problem: string,
): Promise<void> {
  const retryAtMs = clock.now() + retryMs;
  return crm.inOrganisation(orgId, (tx) => noteNoSubscription(tx, channelId, { problem, retryAtMs }));
}

/**
 * At most 128 characters that come back with each notification: which channel is meant, and a secret (GRAPH 5). It is made by the operating
 * system's randomness and not by the one for pauses: nobody must be able to guess it.
 */
function newClientState({ orgId, channelId }: LookPayload): string {
  return `${orgId}.${channelId}.${randomBytes(32).toString('base64url')}`;
}

/** The channel that a clientState names; null: it is none of ours. Nothing is believed before the hash was compared. */
export function channelOf(clientState: string | null | undefined): LookPayload | null {
  const [orgId = '', channelId = '', secret] = (clientState ?? '').split('.');
  return secret && uuid.test(orgId) && uuid.test(channelId) ? { orgId, channelId } : null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const hashOf = (clientState: string): Buffer => createHash('sha256').update(clientState).digest();
