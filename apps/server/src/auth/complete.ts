import * as crm from '@counterpart/crm';
import type { FastifyReply } from 'fastify';
import { Refusal } from '../errors.ts';
import { keepVisitor } from '../people/visitor.ts';
import { beginSession, setSessionCookie } from '../http/sessions.ts';
import type { Services } from '../services.ts';
import type { MicrosoftGrant, MicrosoftPerson } from './microsoft.ts';

/**
 * A sign-in with Microsoft becomes a session of the account that it is tied to (R3). Who has none yet is led to their invitation (U4), or to
 * the organisation that has their tenant (U6). Answers where that is; null: they have a session.
 */
export async function signIn(
  reply: FastifyReply,
  services: Services,
  person: MicrosoftPerson,
): Promise<string | null> {
  const accountId = (await tiedAccount(services, person)) ?? (await tieMember(services, person));
  const isMember = accountId !== null && (await crm.organisationsOf(services.crm, accountId)).length > 0;
  if (!isMember) {
    const place = await placeOfStranger(services, person);
    if (place !== null) {
      keepVisitor(reply, services, person);
      return place;
    }
  }
  if (accountId === null) throw new Refusal('unknownMicrosoftPerson');
  setSessionCookie(reply, await beginSession(services, accountId), services.config);
  return null;
}

async function placeOfStranger(
  { crm: database }: Services,
  { tenantId: tid, objectId: oid }: MicrosoftPerson,
): Promise<string | null> {
  const organisation = await crm.organisationOfTenant(database, tid);
  if (organisation === null) return null;
  const invited = await crm.isInvitedPerson(database, organisation.orgId, { tid, oid });
  return invited ? '/invitation' : '/join';
}

async function tiedAccount({ crm: database }: Services, { tenantId, objectId }: MicrosoftPerson) {
  const identity = await crm.findIdentity(database, { tid: tenantId, oid: objectId });
  return identity?.accountId ?? null;
}

/**
 * The first sign-in of a member with Microsoft: it is theirs when their organisation connected this tenant and their login here,
 * verified, is the login there (P5). A tenant can give its people addresses of its own domains only.
 */
async function tieMember({ crm: database, sync }: Services, person: MicrosoftPerson): Promise<string | null> {
  const account = await crm.findAccountByEmail(database, person.login);
  if (account === null || !account.emailVerified) return null;
  for (const { id: orgId } of await crm.organisationsOf(database, account.accountId)) {
    if ((await sync.connectedTenant(orgId)) !== person.tenantId) continue;
    await tie(database, account.accountId, person);
    return account.accountId;
  }
  return null;
}

/** A signed-in person gives the sync a token for their own mailbox (P5); from then on they can also sign in that way. */
export async function connectAccount(
  services: Services,
  session: crm.SessionView,
  grant: MicrosoftGrant,
): Promise<void> {
  await tie(services.crm, session.account.id, grant);
  await services.sync.connectAccount(crm.actorOf(session, 'page'), grant);
}

/** An administrator of the tenant connects the organisation (P6): they have consented, and signed in to that very tenant. */
export async function connectOrganisation(
  services: Services,
  session: crm.SessionView,
  person: MicrosoftPerson,
  { consentedTenantId, ip }: { readonly consentedTenantId: string | null; readonly ip: string },
): Promise<void> {
  if (person.tenantId !== consentedTenantId) throw new Refusal('microsoftDeclined');
  await services.sync.connectOrganisation({ ...crm.actorOf(session, 'page'), ip }, person.tenantId);
}

async function tie(
  database: crm.Crm,
  accountId: string,
  { tenantId, objectId, login }: MicrosoftPerson,
): Promise<void> {
  const tied = await crm.tieIdentity(database, { accountId, tid: tenantId, oid: objectId, login });
  if (tied.outcome === 'tiedToAnother') throw new Refusal('otherPersonsIdentity');
}
