import { sql } from 'kysely';
import type { Crm, Tx } from '../crm.ts';

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
export async function readClientStateHash(
  { pool }: Crm,
  orgId: string,
  channelId: string,
): Promise<Buffer | null> {
  const { rows } = await pool.query<{ hash: Buffer | null }>('select client_state_hash_of($1, $2) as hash', [
    orgId,
    channelId,
  ]);
  return rows[0]?.hash ?? null;
}

/** Notifications of one channel that came together. */
export interface Notifications {
  readonly count: number;
  /** They came with another secret: counted, and nothing else. */
  readonly forged: boolean;
  /** Graph says that the subscription is gone. */
  readonly lost: boolean;
  /** Graph wants the subscription to be renewed. */
  readonly renew: boolean;
}

/** Notifications came: the channel is looked at, at once. */
export async function noteNotified(
  { pool }: Crm,
  orgId: string,
  channelId: string,
  { count, forged, lost, renew }: Notifications,
): Promise<void> {
  await pool.query('select note_notified($1, $2, $3, $4, $5, $6)', [
    orgId,
    channelId,
    count,
    forged,
    lost,
    renew,
  ]);
}
