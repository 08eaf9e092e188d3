import * as crm from '@counterpart/crm';
import type { Actor, Invitee, InviteOutcome } from '@counterpart/crm';
import { Refusal } from '../errors.ts';
import { sealLetter } from '../mail/queued.ts';
import type { Services } from '../services.ts';
import { directoryOf, entriesOf, whatChanged } from './directory.ts';
import { invitationLetter } from './letters.ts';

/** Somebody to be invited, as an administrator names them: by e-mail (U1), or from the directory with the login shown there (U2). */
export type Wanted =
  | { readonly email: string; readonly name?: string | undefined }
  | { readonly directoryId: string; readonly login: string };

export type Outcome =
  | { readonly outcome: 'invited'; readonly email: string; readonly invitation: crm.Invitation }
  | { readonly outcome: 'refused'; readonly email: string; readonly code: string; readonly detail: string };

/** Invites people; those of the directory as they are there at this moment (U3). @throws Refusal `mailNotConfigured`, `organisationNotConnected`; CrmError */
export async function invitePeople(
  services: Services,
  actor: Actor,
  { profileId, people }: { readonly profileId: string; readonly people: readonly Wanted[] },
): Promise<Outcome[]> {
  crm.mustHold(actor, 'manageUsers');
  const checked = await readAgain(services, actor, people);
  const invitees = checked.filter((one) => 'directory' in one);
  const sender = await senderOf(services, actor.orgId);
  const invited = await crm.invite(services.crm, actor, { profileId, people: invitees }, sender);
  return checked.map((one) => ('directory' in one ? told(one, invited[invitees.indexOf(one)]) : one));
}

function told({ email, directory }: Invitee, outcome: InviteOutcome | undefined): Outcome {
  if (outcome === undefined) throw new Error('Somebody was invited without an outcome.');
  return { ...outcome, email: directory?.login ?? email };
}

/** How invitations of an organisation are mailed. @throws Refusal `mailNotConfigured` */
export async function senderOf(services: Services, orgId: string): Promise<crm.Invitations> {
  const { config } = services;
  if (config.smtpUrl === null) throw new Refusal('mailNotConfigured');
  const organisation = await crm.organisationName(services.crm, orgId);
  return {
    perHour: config.invitationsPerHour,
    write(invitation, token, mailId) {
      // Behind the #, where neither a server nor its log sees it.
      const url = `${config.publicUrl}/invitation#${token}`;
      return sealLetter(services, invitationLetter(invitation, { organisation, url }), mailId);
    },
  };
}

type Checked = Invitee | Extract<Outcome, { outcome: 'refused' }>;

async function readAgain(
  services: Services,
  actor: Actor,
  people: readonly Wanted[],
): Promise<readonly Checked[]> {
  const ids = people.flatMap((one) => ('directoryId' in one ? [one.directoryId] : []));
  const entries = ids.length === 0 ? null : await readEntries(services, actor, ids);
  return people.map((one): Checked => {
    if (!('directoryId' in one)) return { email: one.email.trim(), name: one.name ?? '', directory: null };
    const { login, directoryId: oid } = one;
    const found = entries?.people.get(oid);
    const entry = entries?.standing.get(oid);
    const detail = whatChanged(found, login) ?? (entry?.status === 'loginDiffers' ? entry.reason : null);
    if (entries === null || entry === undefined || detail !== null)
      return { outcome: 'refused', email: login, code: 'notAddable', detail: detail ?? '' };
    const directory = { tid: entries.tenantId, oid, login: entry.login };
    return { email: entry.mail ?? entry.login, name: entry.name, directory };
  });
}

async function readEntries(services: Services, actor: Actor, ids: readonly string[]) {
  const directory = await directoryOf(services, actor.orgId);
  const people = await directory.byIds(ids);
  const entries = await entriesOf(services, actor, directory.tenantId, [...people.values()]);
  return {
    tenantId: directory.tenantId,
    people,
    standing: new Map(entries.map((entry) => [entry.id, entry])),
  };
}
