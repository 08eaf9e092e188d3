import { lockTokens, putTokens, type ConnectionRow } from '@counterpart/crm';
import {
  createGraphClient,
  delegatedTokens,
  type GraphClient,
  type StoredTokens,
  type TokenStore,
} from '@counterpart/microsoft365';
import type { SyncContext } from './context.ts';

/** A person's mailbox and a client with the authority to use it. */
export interface Authority {
  readonly client: GraphClient;
  /** `/me` with the person's own token, `/users/{id}` with the organisation's. */
  readonly mailbox: string;
  /** The person's object id in the tenant. */
  readonly objectId: string;
  readonly tenantId: string;
  /** The connection that the token comes from; null: the organisation's. */
  readonly ownConnectionId: string | null;
  /** What the person's own sign-in allows; null: whatever the tenant's administrator consented to. */
  readonly scopes: readonly string[] | null;
}

/** By what authority a person's mailbox is used: their own sign-in, else the organisation's consent (P5, P6); null: none. */
export function authorityOf(
  context: SyncContext,
  orgId: string,
  connections: readonly ConnectionRow[],
  lane: string,
): Authority | null {
  const person = connections.find((one) => one.membership_id !== null);
  const organisation = connections.find((one) => one.membership_id === null);
  if (person?.oid == null) return null;
  const { oid, tid } = person;
  const common = {
    ...context,
    base: context.config.microsoft.graphBase,
    lane: context.gates[lane === 'task' ? 'laneApart' : 'lane'](`${tid}/${oid}`, lane),
  };
  if (person.sealed_tokens !== null) {
    const { authority, clientId, clientSecret } = context.config.microsoft;
    const store = tokenStore(context, orgId, person);
    const tokens = delegatedTokens({ ...context, authority, tenantId: tid, clientId, clientSecret, store });
    return {
      client: createGraphClient({ ...common, tokens }),
      mailbox: '/me',
      objectId: oid,
      tenantId: tid,
      ownConnectionId: person.id,
      scopes: person.scopes,
    };
  }
  if (organisation === undefined || organisation.tid !== tid) return null;
  return {
    client: createGraphClient({ ...common, tokens: context.appTokens(tid) }),
    mailbox: `/users/${encodeURIComponent(oid)}`,
    objectId: oid,
    tenantId: tid,
    ownConnectionId: null,
    scopes: null,
  };
}

/** What tokens are sealed for: those of one connection open for no other. */
export const purposeOf = (orgId: string, connectionId: string): string =>
  `tokens of ${orgId}/${connectionId}`;

export function sealTokens(
  { keyRing }: Pick<SyncContext, 'keyRing'>,
  orgId: string,
  connectionId: string,
  tokens: StoredTokens,
): string {
  return keyRing.seal(JSON.stringify(tokens), purposeOf(orgId, connectionId));
}

/** The tokens of a connection in the database, sealed. A refresh holds the row's lock: one at a time across processes, the newest stays. */
function tokenStore(context: SyncContext, orgId: string, connection: ConnectionRow): TokenStore {
  const { crm, keyRing } = context;
  const open = (sealed: string | null): StoredTokens | null => {
    const text = sealed === null ? null : keyRing.open(sealed, purposeOf(orgId, connection.id));
    return text === null ? null : (JSON.parse(text) as StoredTokens);
  };
  let known = open(connection.sealed_tokens);
  return {
    read: () => Promise.resolve(known),
    replace: (refresh) =>
      crm.inOrganisation(orgId, async (tx) => {
        const row = await lockTokens(tx, connection.id);
        const current = open(row?.sealed ?? null);
        const next = await refresh(current);
        if (next !== current)
          await putTokens(tx, connection.id, sealTokens(context, orgId, connection.id, next));
        known = next;
        return next;
      }),
  };
}

/** Whether a sign-in gave a permission; it may be named in full, with its resource in front ("Microsoft identity platform scopes"). */
export const isGranted = (scopes: readonly string[] | null, scope: string): boolean =>
  scopes === null || scopes.some((granted) => granted === scope || granted.endsWith(`/${scope}`));
