import * as crm from '@counterpart/crm';
import type { Actor } from '@counterpart/crm';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { joinInput, joinView } from '../api/joining.schema.ts';
import { Refusal } from '../errors.ts';
import { sealLetter } from '../mail/queued.ts';
import type { Services } from '../services.ts';
import { directoryOf, mustStillBe } from './directory.ts';
import { joinRequestLetter, outcomeLetter } from './letters.ts';
import { terms } from './terms.ts';
import { visitorOf } from './visitor.ts';

/** Who stands before the door, and whose door it is. @throws Refusal `microsoftProofMissing`, `tenantNotConnected` */
async function strangerOf(request: FastifyRequest, services: Services) {
  const visitor = visitorOf(request, services);
  const organisation = await crm.organisationOfTenant(services.crm, visitor.tid);
  if (organisation === null) throw new Refusal('tenantNotConnected');
  return { visitor, orgId: organisation.orgId, organisation: organisation.name };
}

/** What an unknown person of a connected tenant is told (U6). */
export async function lookAtDoor(
  request: FastifyRequest,
  services: Services,
): Promise<z.input<typeof joinView>> {
  const { visitor, orgId, organisation } = await strangerOf(request, services);
  const last = await crm.lastRequestOf(services.crm, orgId, visitor);
  const asked =
    last === null
      ? null
      : { state: last.state, reason: last.reason, createdAt: last.createdAt.toISOString() };
  return { organisation, login: visitor.login, name: visitor.name, request: asked };
}

/** Asks to join (U6). @throws Refusal as `strangerOf`, `termsChanged`, `notAddable`, `wrongCredentials`; CrmError of `askToJoin` */
export async function askToJoin(
  request: FastifyRequest,
  services: Services,
  { termsVersion, note, password }: z.output<typeof joinInput>,
): Promise<void> {
  if (termsVersion !== terms.version) throw new Refusal('termsChanged');
  const { visitor, orgId } = await strangerOf(request, services);
  const directory = await directoryOf(services, orgId);
  const person = await mustStillBe(directory, visitor, 'notAddable');
  if (await crm.isInvitedPerson(services.crm, orgId, visitor))
    throw new crm.CrmError('alreadyInvited', 'You are invited already: accept the invitation instead.');
  const accountId = password === undefined ? null : await ownAccount(services, visitor.login, password);
  const email = person.mail ?? person.userPrincipalName;
  const text = note?.trim() ?? '';
  await crm.askToJoin(
    services.crm,
    {
      orgId,
      visitor,
      email,
      note: text === '' ? null : text,
      terms: terms.version,
      accountId,
      ip: request.ip,
    },
    await askingOf(services, orgId),
  );
}

async function ownAccount({ crm: database }: Services, email: string, password: string): Promise<string> {
  const checked = await crm.verifyPassword(database, { email, password });
  if (checked.outcome === 'wrong') throw new Refusal('wrongCredentials');
  return checked.accountId;
}

/** How those who may approve are mailed. */
export async function askingOf(services: Services, orgId: string): Promise<crm.Asking> {
  const { config } = services;
  const organisation = await crm.organisationName(services.crm, orgId);
  return {
    perHour: config.invitationsPerHour,
    write:
      config.smtpUrl === null
        ? null
        : (asked, to, token, mailId) => {
            const url = `${config.publicUrl}/setup/users#request=${token}`;
            return sealLetter(services, joinRequestLetter(asked, to, { organisation, url }), mailId);
          },
  };
}

/** How the asker learns the outcome (U7); null: this server sends no mail. */
async function outcomeOf(services: Services, orgId: string) {
  const { config } = services;
  if (config.smtpUrl === null) return null;
  const organisation = await crm.organisationName(services.crm, orgId);
  const url = `${config.publicUrl}/launch`;
  return (request: crm.JoinRequest, mailId: string) =>
    sealLetter(services, outcomeLetter(request, { organisation, url }), mailId);
}

/** Approve & Add (U7); the asker's entry in the directory is read again. */
export async function approve(
  services: Services,
  actor: Actor,
  input: { readonly id: string; readonly profileId: string },
): Promise<crm.User> {
  crm.mustHold(actor, 'manageUsers');
  const request = await crm.getJoinRequest(services.crm, actor, input.id);
  const directory = await directoryOf(services, actor.orgId);
  // Of what was answered already nothing is asked there: the CRM refuses it.
  if (request.state === 'open') await mustStillBe(directory, request, 'directoryEntryChanged');
  const write = await outcomeOf(services, actor.orgId);
  return crm.approveJoinRequest(services.crm, actor, input, write);
}

export async function decline(
  services: Services,
  actor: Actor,
  input: { readonly id: string; readonly reason: string },
): Promise<crm.JoinRequest> {
  const write = await outcomeOf(services, actor.orgId);
  return crm.declineJoinRequest(services.crm, actor, input, write);
}
