import { sql } from 'kysely';
import type { Tx } from '../crm.ts';

/** Keeps the secret's hash before the subscription is asked for: a notification may come before the reply does. */
export async function prepareSubscription(tx: Tx, channelId: string, clientStateHash: Buffer): Promise<void> {
  await sql`insert into subscriptions (org_id, channel_id, client_state_hash)
    values (current_org(), ${channelId}, ${clientStateHash})
    on conflict (org_id, channel_id) do update set client_state_hash = excluded.client_state_hash,
      remote_id = null, expires_at = null, problem = null, retry_at = null`.execute(tx);
}

export async function putSubscription(
  tx: Tx,
  channelId: string,
  { remoteId, expiresAtMs }: { readonly remoteId: string; readonly expiresAtMs: number },
): Promise<void> {
  await sql`update subscriptions set remote_id = ${remoteId}, expires_at = ${new Date(expiresAtMs)}, problem = null, retry_at = null
    where org_id = current_org() and channel_id = ${channelId}`.execute(tx);
}

/** There is none, and why; it is tried again at `retryAtMs`. */
export async function noteNoSubscription(
  tx: Tx,
  channelId: string,
  { problem, retryAtMs }: { readonly problem: string; readonly retryAtMs: number },
): Promise<void> {
  await sql`update subscriptions set remote_id = null, expires_at = null, problem = ${problem}, retry_at = ${new Date(retryAtMs)}
    where org_id = current_org() and channel_id = ${channelId}`.execute(tx);
}

export async function dropSubscription(tx: Tx, channelId: string): Promise<void> {
  await sql`delete from subscriptions where org_id = current_org() and channel_id = ${channelId}`.execute(tx);
}

/** What a notification's secret is compared with; null: no such subscription. */
export async function readClientStateHash(tx: Tx, channelId: string): Promise<Buffer | null> {
  const { rows } = await sql<{ hash: Buffer }>`
    select client_state_hash as hash from subscriptions where org_id = current_org() and channel_id = ${channelId}`.execute(
    tx,
  );
  return rows[0]?.hash ?? null;
}

/** A forged notification: another secret. */
export async function countForged(tx: Tx, channelId: string, count: number): Promise<void> {
  await sql`update subscriptions set refused = refused + ${count}
    where org_id = current_org() and channel_id = ${channelId}`.execute(tx);
}

/**
 * Notifications came: the channel is looked at, at once. `lost`: Graph says that the subscription is gone; `renew`: it wants to be renewed.
 */
export async function noteNotified(
  tx: Tx,
  channelId: string,
  { count, lost, renew }: { readonly count: number; readonly lost: boolean; readonly renew: boolean },
): Promise<void> {
  await sql`update subscriptions set received = received + ${count}, last_notification_at = now(),
      remote_id = case when ${lost} then null else remote_id end,
      expires_at = case when ${renew} then least(expires_at, now() + interval '1 minute') else expires_at end
    where org_id = current_org() and channel_id = ${channelId}`.execute(tx);
  await sql`update channels set last_notification_at = now()
    where org_id = current_org() and id = ${channelId}`.execute(tx);
  await sql`select enqueue_look(${channelId})`.execute(tx);
}
