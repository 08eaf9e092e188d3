import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { viewOf } from '../people/sessions.ts';
import type { SessionView } from '../people/types.ts';

const DAY_MS = 24 * 3600 * 1000;
const MINUTE_MS = 60_000;
/** Tokens of one person at most: enough for every program, few enough to be looked through. */
const mostTokens = 50;
const prefix = 'cpt_';
const idBytes = 16;

/** A personal access token as its owner sees it: never the token itself. */
export interface AccessToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

const columns = [
  'id',
  'name',
  'scopes',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'last_used_at as lastUsedAt',
] as const;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Whether a credential looks like a personal access token: `cpt_` and 48 bytes, of which the first 16 name the organisation. */
export function isAccessToken(token: string): boolean {
  return token.startsWith(prefix);
}

/**
 * Makes a token of the actor's. It is shown this once; the database keeps its SHA-256 alone.
 * @throws CrmError `wrongState` when the person has 50 already
 */
export async function createAccessToken(
  crm: Crm,
  actor: Actor,
  input: { readonly name: string; readonly scopes: readonly string[]; readonly lifetimeDays: number },
): Promise<AccessToken & { readonly token: string }> {
  const organisation = Buffer.from(actor.orgId.replaceAll('-', ''), 'hex');
  const token = prefix + Buffer.concat([organisation, randomBytes(32)]).toString('base64url');
  const now = crm.clock.now();
  const created = await crm.transaction(actor, async (tx) => {
    const { count } = await tx
      .selectFrom('access_tokens')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('membership_id', '=', actor.membershipId)
      .executeTakeFirstOrThrow();
    if (count >= mostTokens)
      throw new CrmError('wrongState', `You have ${mostTokens} tokens already. Revoke one that is not used.`);
    return tx
      .insertInto('access_tokens')
      .values({
        org_id: actor.orgId,
        id: crm.ids.next(),
        membership_id: actor.membershipId,
        name: input.name,
        token_hash: hashOf(token),
        scopes: [...new Set(input.scopes)],
        created_at: new Date(now),
        expires_at: new Date(now + input.lifetimeDays * DAY_MS),
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
  });
  return { ...created, token };
}

/** The actor's tokens, the newest first; those that expired too, so that their owner sees why a program stopped. */
export async function listAccessTokens(crm: Crm, actor: Actor): Promise<AccessToken[]> {
  return crm.transaction(actor, (tx) =>
    tx
      .selectFrom('access_tokens')
      .select(columns)
      .where('membership_id', '=', actor.membershipId)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute(),
  );
}

/** Ends a token of the actor's at once. @throws CrmError `notFound` */
export async function revokeAccessToken(crm: Crm, actor: Actor, id: string): Promise<void> {
  const gone = await crm.transaction(actor, (tx) =>
    tx
      .deleteFrom('access_tokens')
      .where('id', '=', id)
      .where('membership_id', '=', actor.membershipId)
      .executeTakeFirst(),
  );
  if (gone.numDeletedRows === 0n) throw new CrmError('notFound', 'There is no such token of yours.');
}

/**
 * On whose behalf a token is used, with what their profile allows at this moment; null when there is no such token, it expired or was
 * revoked, or its owner is no active member any more.
 */
export async function readAccessToken(
  crm: Crm,
  token: string,
): Promise<{ readonly view: SessionView; readonly scopes: readonly string[] } | null> {
  const bytes = Buffer.from(token.slice(prefix.length), 'base64url');
  if (!isAccessToken(token) || bytes.length !== idBytes + 32) return null;
  const orgId = bytes
    .toString('hex', 0, idBytes)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const now = new Date(crm.clock.now());
  return crm.inOrganisation(orgId, async (tx) => {
    const found = await tx
      .selectFrom('access_tokens')
      .innerJoin('memberships', (join) =>
        join
          .onRef('memberships.org_id', '=', 'access_tokens.org_id')
          .onRef('memberships.id', '=', 'access_tokens.membership_id'),
      )
      .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
      .select([
        'access_tokens.id as tokenId',
        'scopes',
        'last_used_at',
        'accounts.id',
        'accounts.name',
        'email',
        'email_verified_at',
        'time_zone',
        'locale',
        'expires_at',
      ])
      .where('token_hash', '=', hashOf(token))
      .where('expires_at', '>', now)
      .executeTakeFirst();
    if (!found) return null;
    if ((found.last_used_at?.valueOf() ?? 0) <= now.valueOf() - MINUTE_MS) {
      await tx
        .updateTable('access_tokens')
        .set({ last_used_at: now })
        .where('id', '=', found.tokenId)
        .execute();
    }
    const view = await viewOf(crm, tx, found, orgId);
    return view === null ? null : { view, scopes: found.scopes };
  });
}
