import {
  claimTenant,
  identitiesOf,
  mustHold,
  putConnection,
  readOrganisationConnection,
  readPersonConnection,
  wakeChannels,
  writeAudit,
  type Actor,
  type ConnectionRow,
} from '@counterpart/crm';
import { createDirectory, createGraphClient } from '@counterpart/microsoft365';
import type { DelegatedGrant } from '../sync-port.ts';
import { readLogin } from './account.ts';
import { isGranted, sealTokens } from './authority.ts';
import type { SyncContext } from './context.ts';

/** The directory of a tenant with the organisation's authority in it. */
export function directoryOf(context: SyncContext, tenantId: string) {
  const { config } = context;
  const tokens = context.appTokens(tenantId);
  return createDirectory(
    createGraphClient({ ...context, base: config.microsoft.graphBase, tokens, lane: null }),
  );
}

/** The tenant that an administrator connected the organisation to (P6); null: none. */
export async function connectedTenant({ crm }: SyncContext, orgId: string): Promise<string | null> {
  return (await crm.inOrganisation(orgId, readOrganisationConnection))?.tid ?? null;
}

/**
 * P6: the organisation is connected once its tenant has answered.
 * @throws ChannelProblem where it does not; CrmError `notAllowed`, `tenantTaken` where another organisation has connected it
 */
export async function connectOrganisation(
  context: SyncContext,
  actor: Actor,
  tenantId: string,
): Promise<void> {
  mustHold(actor, 'manageMarketplace');
  const { displayName } = await directoryOf(context, tenantId).organisation();
  await context.crm.transaction(actor, async (tx) => {
    await claimTenant(tx, actor.orgId, tenantId);
    const subject = { kind: 'organisation', id: actor.orgId, name: displayName ?? tenantId } as const;
    await writeAudit(tx, actor, { action: 'organisationConnected', subject, details: { tenant: tenantId } });
    await putConnection(tx, {
      id: context.ids.next(),
      membershipId: null,
      tid: tenantId,
      tenantName: displayName,
      oid: null,
      login: null,
      scopes: [],
      sealedTokens: null,
    });
    await wakeChannels(tx, null);
  });
}

/** P5: keeps a person's own tokens, sealed, and wakes the channels that waited for them. */
export async function connectAccount(
  context: SyncContext,
  actor: Actor,
  grant: DelegatedGrant,
): Promise<void> {
  const id = context.ids.next();
  const { accessToken, accessTokenExpiresAtMs, refreshToken = null, scopes } = grant;
  const tokens = { accessToken, accessTokenExpiresAtMs, refreshToken, scopes };
  await context.crm.transaction(actor, async (tx) => {
    await putConnection(tx, {
      id,
      membershipId: actor.membershipId,
      tid: grant.tenantId,
      tenantName: null,
      oid: grant.objectId,
      login: grant.login,
      scopes,
      sealedTokens: sealTokens(context, actor.orgId, id, tokens),
    });
    await wakeChannels(tx, actor.membershipId);
  });
}

/** The connections that a person's channels would use. */
export function readConnections(context: SyncContext, actor: Actor): Promise<ConnectionRow[]> {
  return context.crm.transaction(actor, async (tx) => {
    const found = [await readPersonConnection(tx, actor.membershipId), await readOrganisationConnection(tx)];
    return found.filter((one) => one !== null);
  });
}

/**
 * P5: who the person is in the connected tenant. Known where they once signed in to it themselves, and where their login here, which the CRM has
 * verified to be theirs, is the login of somebody there. Nobody reaches a mailbox by claiming its address: null.
 */
export async function sameLogin(
  context: SyncContext,
  actor: Actor,
  tenantId: string,
): Promise<{ readonly oid: string; readonly login: string } | null> {
  const identities = await identitiesOf(context.crm, actor.accountId);
  const own = identities.find(({ tid }) => tid === tenantId);
  if (own) return own;
  const login = await readLogin(context.crm, actor);
  if (login === null) return null;
  const person = await directoryOf(context, tenantId).byLogin(login);
  const same = person?.userPrincipalName.toLowerCase() === login.toLowerCase();
  return same && person ? { oid: person.id, login: person.userPrincipalName } : null;
}

/**
 * Makes sure that the person's mailbox may be used: by their own sign-in, or by the organisation's consent where their login is the same.
 * `false`: they have to sign in to Microsoft first, which they also have where their sign-in did not give the permission `scope`.
 */
export async function ensureAuthority(context: SyncContext, actor: Actor, scope: string): Promise<boolean> {
  const connections = await readConnections(context, actor);
  const organisation = connections.find((one) => one.membership_id === null);
  const person = connections.find((one) => one.membership_id !== null);
  if (person?.state === 'active' && person.sealed_tokens !== null) return isGranted(person.scopes, scope);
  if (organisation === undefined) return false;
  if (person?.state === 'active' && person.tid === organisation.tid) return true;
  const same = await sameLogin(context, actor, organisation.tid);
  if (same === null) return false;
  await context.crm.transaction(actor, (tx) =>
    putConnection(tx, {
      id: context.ids.next(),
      membershipId: actor.membershipId,
      tid: organisation.tid,
      tenantName: null,
      oid: same.oid,
      login: same.login,
      scopes: [],
      sealedTokens: null,
    }),
  );
  return true;
}
