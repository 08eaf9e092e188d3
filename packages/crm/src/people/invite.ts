import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError, type CrmErrorCode } from '../errors.ts';
import { isAddress } from './address.ts';
import { writeAudit } from './audit.ts';
import { managingUsers, profileOf } from './guard.ts';
import type { Identity } from './identities.ts';
import { readInvitation, type Invitation } from './invitation-rows.ts';
import { accountByEmail, memberState, tiedAccount } from './joining.ts';
import { cancelMails, countMails, queueMail, type SealedMail } from './mails.ts';
import { newToken, TOKEN_LIFE_MS } from './tokens.ts';

/** Somebody to be invited. `directory`: as the directory has just said (U3). */
export interface Invitee {
  readonly email: string;
  readonly name: string;
  readonly directory: Identity | null;
}

/** What the caller knows and the CRM does not: how an invitation is written, and how many are too many. */
export interface Invitations {
  /** Writes the mail `mailId`; the token is in clear this once. */
  write(invitation: Invitation, token: string, mailId: string): SealedMail;
  /** In an hour, for the organisation. */
  readonly perHour: number;
}

/** In an hour, to one address: sending again included. */
const PER_ADDRESS_AND_HOUR = 5;
const HOUR_MS = 3_600_000;

export type InviteOutcome =
  | { readonly outcome: 'invited'; readonly invitation: Invitation }
  | { readonly outcome: 'refused'; readonly code: CrmErrorCode; readonly detail: string };

/**
 * Invites people (U1, U2), in one transaction with their mails: one outcome each, in their order; who cannot be invited stops no other.
 * @throws CrmError `notAllowed`, `invalidValue` for the profile
 */
export function invite(
  crm: Crm,
  actor: Actor,
  input: { readonly profileId: string; readonly people: readonly Invitee[] },
  invitations: Invitations,
): Promise<InviteOutcome[]> {
  return managingUsers(crm, actor, async (tx) => {
    const profile = await profileOf(tx, input.profileId);
    const outcomes: InviteOutcome[] = [];
    for (const person of input.people) {
      const refused = await whyNot(crm, tx, actor, person, invitations.perHour);
      outcomes.push(
        refused === null
          ? { outcome: 'invited', invitation: await inviteOne(crm, tx, actor, person, profile, invitations) }
          : { outcome: 'refused', code: refused.code, detail: refused.message },
      );
    }
    return outcomes;
  });
}

async function whyNot(
  crm: Crm,
  tx: Tx,
  { orgId }: Actor,
  { email, directory }: Invitee,
  perHour: number,
): Promise<CrmError | null> {
  if (!isAddress(email)) return new CrmError('invalidValue', `"${email}" is not an e-mail address.`);
  const accounts = [
    directory === null ? null : await tiedAccount(tx, directory),
    await accountByEmail(tx, directory?.login ?? email),
  ];
  for (const accountId of accounts) {
    const state = accountId === null ? null : await memberState(tx, orgId, accountId);
    if (state !== null) return new CrmError(state === 'active' ? 'alreadyMember' : 'deactivatedMember');
  }
  const open = await tx
    .selectFrom('invitations')
    .select('id')
    .where('state', '=', 'open')
    .where((is) =>
      is.or([
        is(sql`lower(email)`, '=', email.toLowerCase()),
        ...(directory === null
          ? []
          : [is.and([is('tid', '=', directory.tid), is('oid', '=', directory.oid)])]),
      ]),
    )
    .executeTakeFirst();
  if (open !== undefined) return new CrmError('alreadyInvited');
  return floodedBy(crm, tx, email, perHour);
}

/** U8: limits against flooding. Null: there is room for one more. */
async function floodedBy(crm: Crm, tx: Tx, recipient: string, perHour: number): Promise<CrmError | null> {
  const since = new Date(crm.clock.now() - HOUR_MS);
  const kind = 'invitation';
  if ((await countMails(tx, { kind, since })) >= perHour)
    return new CrmError(
      'tooManyInvitations',
      `Your organisation has sent ${perHour} invitations within an hour; that is the most.`,
    );
  if ((await countMails(tx, { kind, since, recipient })) >= PER_ADDRESS_AND_HOUR)
    return new CrmError(
      'tooManyInvitations',
      `${recipient} was sent ${PER_ADDRESS_AND_HOUR} invitations within an hour; that is the most.`,
    );
  return null;
}

async function inviteOne(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  { email, name, directory }: Invitee,
  profile: { readonly id: string; readonly name: string },
  invitations: Invitations,
): Promise<Invitation> {
  const id = crm.ids.next();
  const now = crm.clock.now();
  const token = newToken(actor.orgId);
  await tx
    .insertInto('invitations')
    .values({
      org_id: actor.orgId,
      id,
      email,
      name,
      profile_id: profile.id,
      tid: directory?.tid ?? null,
      oid: directory?.oid ?? null,
      login: directory?.login ?? null,
      state: 'open',
      token_hash: token.hash,
      expires_at: new Date(now + TOKEN_LIFE_MS),
      invited_by: actor.membershipId,
      created_at: new Date(now),
      closed_at: null,
    })
    .execute();
  await writeAudit(tx, actor, {
    action: 'userInvited',
    subject: { kind: 'invitation', id, name: email },
    details: { profile: profile.name, ...(directory === null ? {} : { login: directory.login }) },
  });
  return mailed(crm, tx, actor, id, token.text, invitations);
}

/** Writes the mail with a link, and answers the invitation as it is then. */
async function mailed(
  crm: Crm,
  tx: Tx,
  { orgId }: Actor,
  id: string,
  token: string,
  invitations: Invitations,
): Promise<Invitation> {
  const mailId = crm.ids.next();
  const invitation = await readInvitation(crm, tx, id);
  const written = invitations.write(invitation, token, mailId);
  const mail = { ...written, id: mailId, about: id, kind: 'invitation', recipient: invitation.email };
  await queueMail(tx, orgId, mail, new Date(crm.clock.now()));
  return readInvitation(crm, tx, id);
}

/** Sends an invitation again, for seven days from now; the link in the older mail is dead (U8). @throws CrmError `notAllowed`, `notFound`, `wrongState`, `tooManyInvitations` */
export function resendInvitation(
  crm: Crm,
  actor: Actor,
  id: string,
  invitations: Invitations,
): Promise<Invitation> {
  return managingUsers(crm, actor, async (tx) => {
    const { email } = await lockOpen(tx, id);
    const flooded = await floodedBy(crm, tx, email, invitations.perHour);
    if (flooded !== null) throw flooded;
    await cancelMails(tx, id);
    const token = newToken(actor.orgId);
    const expires_at = new Date(crm.clock.now() + TOKEN_LIFE_MS);
    await tx
      .updateTable('invitations')
      .set({ token_hash: token.hash, expires_at })
      .where('id', '=', id)
      .execute();
    await writeAudit(tx, actor, {
      action: 'invitationResent',
      subject: { kind: 'invitation', id, name: email },
    });
    return mailed(crm, tx, actor, id, token.text, invitations);
  });
}

/** Takes an invitation back: its link is dead (U8). @throws CrmError `notAllowed`, `notFound`, `wrongState` */
export function revokeInvitation(crm: Crm, actor: Actor, id: string): Promise<Invitation> {
  return managingUsers(crm, actor, async (tx) => {
    const { email } = await lockOpen(tx, id);
    await cancelMails(tx, id);
    const closed_at = new Date(crm.clock.now());
    await tx.updateTable('invitations').set({ state: 'revoked', closed_at }).where('id', '=', id).execute();
    await writeAudit(tx, actor, {
      action: 'invitationRevoked',
      subject: { kind: 'invitation', id, name: email },
    });
    return readInvitation(crm, tx, id);
  });
}

async function lockOpen(tx: Tx, id: string): Promise<{ email: string }> {
  const found = await tx
    .selectFrom('invitations')
    .select(['email', 'state'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw new CrmError('notFound', 'There is no such invitation.');
  if (found.state !== 'open') throw new CrmError('wrongState', `The invitation is ${found.state} already.`);
  return found;
}
