import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { mailManagers, type Asking } from './ask.ts';
import { writeAudit } from './audit.ts';
import { managingUsers, profileOf } from './guard.ts';
import { accountByEmail, join, makeAccount, tie, tiedAccount } from './joining.ts';
import { mustBeOpen, readJoinRequest, type JoinRequest } from './join-request-rows.ts';
import { cancelMails, queueMail, type SealedMail } from './mails.ts';
import { newToken, TOKEN_LIFE_MS } from './tokens.ts';
import type { User } from './types.ts';
import { readMember } from './users.ts';

/** Writes the mail that tells the asker; null: no mail is sent here. */
export type WriteOutcome = ((request: JoinRequest, mailId: string) => SealedMail) | null;

/**
 * Approve & Add (U7): the asker becomes a member. That the actor may do it is checked at this moment; that the asker's entry in the directory
 * is as it was, by the caller.
 * @throws CrmError `notAllowed`, `notFound`, `joinRequestExpired`, `joinRequestClosed`, `accountExists`, `alreadyMember`,
 *   `deactivatedMember`, `invalidValue`
 */
export function approveJoinRequest(
  crm: Crm,
  actor: Actor,
  input: { readonly id: string; readonly profileId: string },
  write: WriteOutcome,
): Promise<User> {
  return managingUsers(crm, actor, async (tx) => {
    const profile = await profileOf(tx, input.profileId);
    const { orgId } = actor;
    const at = new Date(crm.clock.now());
    const request = await lockOpen(crm, tx, input.id);
    const accountId = await accountFor(crm, tx, request, at);
    const terms = await termsOf(tx, request.id);
    const membershipId = await join(crm, tx, { orgId, accountId, profileId: profile.id, terms });
    const subject = { kind: 'user', id: membershipId, name: request.name } as const;
    const details = { profile: profile.name, login: request.login };
    await writeAudit(tx, actor, { action: 'joinApproved', subject, details });
    await decided(crm, tx, actor, request, { state: 'approved', reason: null, at }, write);
    return readMember(crm, tx, membershipId);
  });
}

/** Declines a request to join, with a reason that the asker is told (U7). @throws CrmError as `approveJoinRequest` */
export function declineJoinRequest(
  crm: Crm,
  actor: Actor,
  input: { readonly id: string; readonly reason: string },
  write: WriteOutcome,
): Promise<JoinRequest> {
  return managingUsers(crm, actor, async (tx) => {
    const { reason } = input;
    const request = await lockOpen(crm, tx, input.id);
    const subject = { kind: 'joinRequest', id: request.id, name: request.name } as const;
    await writeAudit(tx, actor, { action: 'joinDeclined', subject, details: { reason } });
    const at = new Date(crm.clock.now());
    return decided(crm, tx, actor, request, { state: 'declined', reason, at }, write);
  });
}

/** Takes the link to approve back without an answer: the asker may ask again (U8). @throws CrmError as `approveJoinRequest` */
export function revokeJoinRequest(crm: Crm, actor: Actor, id: string): Promise<JoinRequest> {
  return managingUsers(crm, actor, async (tx) => {
    const request = await readJoinRequest(crm, tx, id);
    if (request.state !== 'expired') mustBeOpen(request);
    const subject = { kind: 'joinRequest', id, name: request.name } as const;
    await writeAudit(tx, actor, { action: 'joinRequestRevoked', subject });
    const at = new Date(crm.clock.now());
    return decided(crm, tx, actor, request, { state: 'revoked', reason: null, at }, null);
  });
}

/** Mails the request again, for seven days from now; the links in the older mails are dead (U8). @throws CrmError as `approveJoinRequest` */
export function resendJoinRequest(crm: Crm, actor: Actor, id: string, asking: Asking): Promise<JoinRequest> {
  return managingUsers(crm, actor, async (tx) => {
    const request = await readJoinRequest(crm, tx, id);
    if (request.state !== 'expired') mustBeOpen(request);
    await cancelMails(tx, id);
    const token = newToken(actor.orgId);
    const expires_at = new Date(crm.clock.now() + TOKEN_LIFE_MS);
    await tx
      .updateTable('join_requests')
      .set({ token_hash: token.hash, expires_at })
      .where('id', '=', id)
      .execute();
    const subject = { kind: 'joinRequest', id, name: request.name } as const;
    await writeAudit(tx, actor, { action: 'joinRequestResent', subject });
    return mailManagers(crm, tx, actor.orgId, id, token.text, asking);
  });
}

/** All who change requests hold the lock of `managingUsers`: what was read stays true. */
async function lockOpen(crm: Crm, tx: Tx, id: string): Promise<JoinRequest> {
  const request = await readJoinRequest(crm, tx, id);
  mustBeOpen(request);
  return request;
}

async function decided(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  { id }: JoinRequest,
  { state, reason, at }: { state: 'approved' | 'declined' | 'revoked'; reason: string | null; at: Date },
  write: WriteOutcome,
): Promise<JoinRequest> {
  await cancelMails(tx, id);
  await tx
    .updateTable('join_requests')
    .set({ state, reason, decided_at: at, decided_by: actor.membershipId })
    .where('id', '=', id)
    .execute();
  const request = await readJoinRequest(crm, tx, id);
  if (write !== null) {
    const mailId = crm.ids.next();
    const kind = state === 'approved' ? 'joinApproved' : 'joinDeclined';
    const mail = { id: mailId, about: id, kind, recipient: request.email, ...write(request, mailId) };
    await queueMail(tx, actor.orgId, mail, at);
  }
  return request;
}

/** The account that the asker's identity is tied to, else a new one: Microsoft has proved the login (P5). */
async function accountFor(crm: Crm, tx: Tx, request: JoinRequest, at: Date): Promise<string> {
  const tied = await tiedAccount(tx, request);
  if (tied !== null) return tied;
  const { login: email, name } = request;
  if ((await accountByEmail(tx, email)) !== null)
    throw new CrmError(
      'accountExists',
      `${name} has got an account with the login ${email} since; let them ask again.`,
    );
  const id = await makeAccount(tx, { id: crm.ids.next(), name, email, passwordHash: null }, at);
  await tie(tx, id, request, at);
  return id;
}

async function termsOf(tx: Tx, id: string) {
  const { terms_version, terms_accepted_at, ip } = await tx
    .selectFrom('join_requests')
    .select(['terms_version', 'terms_accepted_at', 'ip'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { version: terms_version, at: terms_accepted_at, ip };
}
