import { sql } from 'kysely';
import type { Tx } from '../crm.ts';
import type { ConnectionRow } from './opening.ts';

/** The organisation's own connection (P6); null: no administrator has connected it. */
export async function readOrganisationConnection(tx: Tx): Promise<ConnectionRow | null> {
  return readOne(tx, null);
}

/** A person's connection: their own tokens, or without tokens who they are in the tenant of the organisation (P5). */
export async function readPersonConnection(tx: Tx, membershipId: string): Promise<ConnectionRow | null> {
  return readOne(tx, membershipId);
}

async function readOne(tx: Tx, membershipId: string | null): Promise<ConnectionRow | null> {
  const { rows } = await sql<{ connection: ConnectionRow }>`
    select to_jsonb(k) as connection from connections k
    where org_id = current_org() and membership_id is not distinct from ${membershipId}::uuid`.execute(tx);
  return rows[0]?.connection ?? null;
}

export interface NewConnection {
  readonly id: string;
  /** Null: the organisation's. */
  readonly membershipId: string | null;
  readonly tid: string;
  readonly tenantName: string | null;
  readonly oid: string | null;
  readonly login: string | null;
  readonly scopes: readonly string[];
  readonly sealedTokens: string | null;
}

/** Stores a connection in place of the one that the person or the organisation had. */
export async function putConnection(tx: Tx, connection: NewConnection): Promise<void> {
  const { id, membershipId, tid, tenantName, oid, login, scopes, sealedTokens } = connection;
  // One after the other: two that are stored at the same instant would each find nothing to replace.
  await sql`select pg_advisory_xact_lock(hashtextextended(concat('connection ', current_org(), ' ', ${membershipId}::text), 0))`.execute(
    tx,
  );
  await sql`delete from connections
    where org_id = current_org() and membership_id is not distinct from ${membershipId}::uuid`.execute(tx);
  await sql`insert into connections
      (org_id, id, membership_id, tid, tenant_name, oid, login, scopes, sealed_tokens, state)
    values (current_org(), ${id}, ${membershipId}, ${tid}, ${tenantName}, ${oid}, ${login}, ${[...scopes]}::text[],
      ${sealedTokens}, 'active')`.execute(tx);
}

/** The sealed tokens, locked until the transaction ends: one refresh at a time across processes. */
export async function lockTokens(
  tx: Tx,
  connectionId: string,
): Promise<{ readonly sealed: string | null; readonly version: number } | null> {
  const { rows } = await sql<{ sealed: string | null; version: number }>`
    select sealed_tokens as sealed, tokens_version as version from connections
    where org_id = current_org() and id = ${connectionId} for update`.execute(tx);
  return rows[0] ?? null;
}

export async function putTokens(tx: Tx, connectionId: string, sealed: string): Promise<void> {
  await sql`update connections set sealed_tokens = ${sealed}, tokens_version = tokens_version + 1, refreshed_at = now(),
      state = 'active', reason = null, told_at = null
    where org_id = current_org() and id = ${connectionId}`.execute(tx);
}

/** The same tokens, sealed with another key. */
export async function resealTokens(tx: Tx, connectionId: string, sealed: string): Promise<void> {
  await sql`update connections set sealed_tokens = ${sealed} where org_id = current_org() and id = ${connectionId}`.execute(
    tx,
  );
}

/** The sign-in ended over there; the person has to sign in again. */
export async function markLapsed(tx: Tx, connectionId: string, reason: string): Promise<void> {
  await sql`update connections set state = 'lapsed', reason = ${reason}
    where org_id = current_org() and id = ${connectionId}`.execute(tx);
}

/**
 * There is authority again: a person's channels (null: everybody's) that needed attention go on, and those that are off remove what they had to
 * leave behind.
 */
export async function wakeChannels(tx: Tx, membershipId: string | null): Promise<void> {
  await sql`with woken as (
      update channels set state = case when first_sync_done_at is null then 'enabling' else 'active' end, reason = null
      where org_id = current_org() and state = 'needsAttention'
        and (${membershipId}::uuid is null or membership_id = ${membershipId}::uuid)
      returning id, membership_id, kind)
    select enqueue_look(id), announce_section(membership_id, kind) from woken`.execute(tx);
  await sql`select enqueue_look(id) from channels c
    where org_id = current_org() and state = 'off' and (${membershipId}::uuid is null or membership_id = ${membershipId}::uuid)
      and exists (select from left_containers l where l.org_id = c.org_id and l.channel_id = c.id)`.execute(
    tx,
  );
}
