import * as crm from '@counterpart/crm';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { acceptInput, associateInput, invitationLook } from '../api/joining.schema.ts';
import { Refusal } from '../errors.ts';
import { findSession } from '../http/sessions.ts';
import type { Services } from '../services.ts';
import { directoryOf, mustStillBe } from './directory.ts';
import { terms } from './terms.ts';
import { readVisitor, visitorOf } from './visitor.ts';

type Accept = z.output<typeof acceptInput>;
type Associate = z.output<typeof associateInput>;

/** The invitation is shown by its token, or belongs to whom Microsoft has just shown to be here. @throws Refusal `microsoftProofMissing`; CrmError `invitationUnknown` */
async function keyOf(
  request: FastifyRequest,
  services: Services,
  token: string | undefined,
): Promise<crm.InvitationKey> {
  if (token !== undefined) return { token };
  const { tid, oid } = visitorOf(request, services);
  const organisation = await crm.organisationOfTenant(services.crm, tid);
  if (organisation === null) throw new crm.CrmError('invitationUnknown');
  return { orgId: organisation.orgId, identity: { tid, oid } };
}

/** What the invited person sees before they accept. */
export async function lookAtInvitation(
  request: FastifyRequest,
  services: Services,
  token: string | undefined,
): Promise<z.input<typeof invitationLook>> {
  const key = await keyOf(request, services, token);
  const { organisation, invitation, hasAccount } = await crm.findInvitation(services.crm, key);
  const { email, name, directory, invitedBy, expiresAt } = invitation;
  const visitor = readVisitor(request, services);
  const session = await findSession(request, services);
  return {
    organisation,
    email,
    name,
    login: directory?.login ?? null,
    invitedBy: invitedBy.name,
    expiresAt: expiresAt.toISOString(),
    way: directory !== null ? 'microsoft' : hasAccount ? 'account' : 'newAccount',
    visitor: visitor === null ? null : { login: visitor.login, name: visitor.name },
    visitorFits: visitor !== null && crm.isInvited(invitation, visitor),
    session: session === null ? null : { name: session.view.account.name, email: session.view.account.email },
  };
}

/** Accepts (U4); answers whose session begins, in which organisation. */
export async function acceptInvitation(
  request: FastifyRequest,
  services: Services,
  { token, termsVersion, by }: Accept,
): Promise<{ readonly accountId: string; readonly orgId: string }> {
  if (termsVersion !== terms.version) throw new Refusal('termsChanged');
  const key = await keyOf(request, services, token);
  const proved: crm.AcceptBy =
    by.method === 'microsoft' ? { ...by, visitor: visitorOf(request, services) } : by;
  await mustBeInDirectory(services, key);
  return crm.acceptInvitation(services.crm, { key, by: proved, terms: terms.version, ip: request.ip });
}

/** U3: who was picked from the directory is read there again. @throws Refusal `directoryEntryChanged`, `organisationNotConnected` */
async function mustBeInDirectory(services: Services, key: crm.InvitationKey): Promise<void> {
  const { orgId, invitation } = await crm.findInvitation(services.crm, key);
  if (invitation.directory === null) return;
  const directory = await directoryOf(services, orgId);
  const { tid } = invitation.directory;
  if (directory.tenantId !== tid)
    throw new Refusal('directoryEntryChanged', {
      detail: 'The organisation is connected to another Microsoft 365 tenant by now.',
    });
  await mustStillBe(directory, invitation.directory, 'directoryEntryChanged');
}

/** Associate My Account (U5): the sign-in at Microsoft proves who is invited, session or password whose account it is. Answers that account. */
export async function associateAccount(
  request: FastifyRequest,
  services: Services,
  { token, account }: Associate,
): Promise<string> {
  const key = await keyOf(request, services, token);
  const visitor = visitorOf(request, services);
  await mustBeInDirectory(services, key);
  const accountId =
    account.method === 'session' ? await signedIn(request, services) : await byPassword(services, account);
  const tied = await crm.associateAccount(services.crm, { key, visitor, accountId, ip: request.ip });
  if (tied.outcome === 'tiedToAnother') throw new Refusal('otherPersonsIdentity');
  return accountId;
}

async function signedIn(request: FastifyRequest, services: Services): Promise<string> {
  const session = await findSession(request, services);
  if (session === null) throw new Refusal('notSignedIn');
  return session.view.account.id;
}

async function byPassword(
  { crm: database }: Services,
  credentials: { readonly email: string; readonly password: string },
): Promise<string> {
  const checked = await crm.verifyPassword(database, credentials);
  if (checked.outcome === 'wrong') throw new Refusal('wrongCredentials');
  return checked.accountId;
}
