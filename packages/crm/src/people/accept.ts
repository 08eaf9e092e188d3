import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { hashed, verifyPassword } from './accounts.ts';
import { writeAudit } from './audit.ts';
import { lockPeople } from './guard.ts';
import type { Identity } from './identities.ts';
import { readInvitation, type Invitation } from './invitation-rows.ts';
import { accountByEmail, join, makeAccount, mustBeNoMember, tie, tiedAccount } from './joining.ts';
import { cancelMails } from './mails.ts';
import { organisationsOf } from './organisations.ts';
import { organisationName } from './tenants.ts';
import { readToken } from './tokens.ts';

/** By what somebody shows that an invitation is theirs: the mailed token, or who they are at Microsoft in the organisation's tenant. */
export type InvitationKey =
  { readonly token: string } | { readonly orgId: string; readonly identity: Pick<Identity, 'tid' | 'oid'> };

/** Somebody whom Microsoft has just shown to be who they are. */
export interface Visitor extends Identity {
  readonly name: string;
}

export interface FoundInvitation {
  readonly orgId: string;
  readonly organisation: string;
  readonly invitation: Invitation;
  /** Whether an account with the invited login is there already. */
  readonly hasAccount: boolean;
}

/** An invitation as the invited person may see it. @throws CrmError `invitationUnknown`, `invitationExpired`, `invitationRevoked`, `invitationUsed` */
export async function findInvitation(crm: Crm, key: InvitationKey): Promise<FoundInvitation> {
  const { orgId } = placeOf(key);
  const found = await crm.inOrganisation(orgId, async (tx) => {
    const invitation = await readByKey(crm, tx, key);
    const account = await accountByEmail(tx, loginOf(invitation));
    return { invitation, hasAccount: account !== null };
  });
  return { orgId, organisation: await organisationName(crm, orgId), ...found };
}

/** Whether an invitation waits for somebody of the organisation's tenant, in whatever condition it is. */
export async function isInvitedPerson(
  crm: Crm,
  orgId: string,
  { tid, oid }: Pick<Identity, 'tid' | 'oid'>,
): Promise<boolean> {
  const found = await crm.inOrganisation(orgId, (tx) =>
    tx
      .selectFrom('invitations')
      .select('id')
      .where('tid', '=', tid)
      .where('oid', '=', oid)
      .where('state', '=', 'open')
      .executeTakeFirst(),
  );
  return found !== undefined;
}

/** The login that the person has here once they have accepted. */
const loginOf = ({ email, directory }: Invitation): string => directory?.login ?? email;

/** Whether a Microsoft sign-in is the invited person's: by object id, or by the very address that the token was mailed to. */
export function isInvited(
  { email, directory }: Invitation,
  { tid, oid, login }: Pick<Identity, 'tid' | 'oid' | 'login'>,
): boolean {
  if (directory !== null) return directory.tid === tid && directory.oid === oid;
  return login.toLowerCase() === email.toLowerCase();
}

function placeOf(key: InvitationKey): { orgId: string; hash: Buffer | null } {
  if (!('token' in key)) return { orgId: key.orgId, hash: null };
  const token = readToken(key.token);
  if (token === null) throw new CrmError('invitationUnknown');
  return token;
}

/** Reads and locks the invitation: of two who use it at once the second finds it used. */
async function readByKey(crm: Crm, tx: Tx, key: InvitationKey): Promise<Invitation> {
  const { hash } = placeOf(key);
  let query = tx.selectFrom('invitations').select('id');
  if (hash !== null) query = query.where('token_hash', '=', hash);
  else if ('identity' in key)
    query = query
      .where('tid', '=', key.identity.tid)
      .where('oid', '=', key.identity.oid)
      .where('state', '=', 'open');
  const found = await query.forUpdate().executeTakeFirst();
  if (found === undefined) throw new CrmError('invitationUnknown');
  const invitation = await readInvitation(crm, tx, found.id);
  const { state } = invitation;
  if (state === 'expired') throw new CrmError('invitationExpired');
  if (state === 'revoked' || invitation.profile === null) throw new CrmError('invitationRevoked');
  if (state !== 'open') throw new CrmError('invitationUsed');
  return invitation;
}

/** How the invited person shows who they are. */
export type AcceptBy =
  | {
      readonly method: 'newAccount';
      readonly name: string;
      readonly password: string;
      readonly timeZone?: string | undefined;
    }
  | { readonly method: 'account'; readonly password: string }
  | { readonly method: 'microsoft'; readonly visitor: Visitor; readonly password?: string | undefined };

export interface Accepted {
  readonly orgId: string;
  readonly accountId: string;
  readonly membershipId: string;
}

interface Input {
  readonly key: InvitationKey;
  readonly by: AcceptBy;
  /** The version of the terms that the person accepts. */
  readonly terms: string;
  readonly ip: string;
}

/**
 * Accepts an invitation (U4): the account is made or found, its Microsoft identity tied, the membership made, the terms noted and the
 * invitation used up, all or nothing.
 * @throws CrmError as `findInvitation`; `otherMicrosoftIdentity`, `accountExists`, `wrongPassword`, `alreadyMember`,
 *   `deactivatedMember`, `invalidValue`
 */
export async function acceptInvitation(crm: Crm, { key, by, terms, ip }: Input): Promise<Accepted> {
  const { orgId } = placeOf(key);
  const passwordHash = by.method === 'newAccount' ? await hashed(by.password) : null;
  const proved = await provedAccount(crm, key, by);
  const at = new Date(crm.clock.now());
  return crm.inOrganisation(orgId, async (tx) => {
    await lockPeople(tx);
    const invitation = await readByKey(crm, tx, key);
    const accountId = await accountFor(crm, tx, invitation, by, { passwordHash, proved, at });
    const profileId = invitation.profile?.id ?? '';
    const membershipId = await join(crm, tx, {
      orgId,
      accountId,
      profileId,
      terms: { version: terms, at, ip },
    });
    await close(tx, invitation, 'accepted', at);
    const { name } = await tx
      .selectFrom('accounts')
      .select('name')
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow();
    await writeAudit(
      tx,
      { orgId, membershipId, source: 'page', ip },
      {
        action: 'invitationAccepted',
        subject: { kind: 'user', id: membershipId, name },
        details: { invited: invitation.email, by: by.method, terms },
      },
    );
    return { orgId, accountId, membershipId };
  });
}

/** The existing account whose password came along. @throws CrmError `wrongPassword` */
async function provedAccount(crm: Crm, key: InvitationKey, by: AcceptBy): Promise<string | null> {
  if (by.method === 'newAccount' || by.password === undefined) return null;
  const { invitation } = await findInvitation(crm, key);
  const checked = await verifyPassword(crm, { email: loginOf(invitation), password: by.password });
  if (checked.outcome === 'wrong') throw new CrmError('wrongPassword');
  return checked.accountId;
}

async function accountFor(
  crm: Crm,
  tx: Tx,
  invitation: Invitation,
  by: AcceptBy,
  { passwordHash, proved, at }: { passwordHash: string | null; proved: string | null; at: Date },
): Promise<string> {
  const email = loginOf(invitation);
  // U3: who was picked from the directory joins with the login that they have there, which Microsoft alone can prove.
  if (by.method !== 'microsoft' && invitation.directory !== null)
    throw new CrmError('otherMicrosoftIdentity', `Sign in to Microsoft as ${email} to accept.`);
  if (by.method === 'newAccount')
    return makeAccount(
      tx,
      { id: crm.ids.next(), name: by.name, email, passwordHash, timeZone: by.timeZone },
      at,
    );
  if (by.method === 'account') return ownAddress(tx, proved, at);
  const { visitor } = by;
  if (!isInvited(invitation, visitor)) throw new CrmError('otherMicrosoftIdentity');
  const tied = await tiedAccount(tx, visitor);
  if (tied !== null) return tied;
  // An account with this login belongs to whoever knows its password: both are proved before they are tied.
  const existing = await accountByEmail(tx, email);
  if (existing !== null && existing !== proved) throw new CrmError('accountExists');
  const id = crm.ids.next();
  const accountId =
    existing ?? (await makeAccount(tx, { id, name: visitor.name, email, passwordHash: null }, at));
  await tie(tx, accountId, visitor, at);
  return accountId;
}

/** The mailed token proves the address (P5). */
async function ownAddress(tx: Tx, accountId: string | null, at: Date): Promise<string> {
  if (accountId === null) throw new Error('An account was accepted without its password.');
  await tx
    .updateTable('accounts')
    .set({ email_verified_at: at })
    .where('id', '=', accountId)
    .where('email_verified_at', 'is', null)
    .execute();
  return accountId;
}

async function close(tx: Tx, { id }: Invitation, state: 'accepted' | 'associated', at: Date): Promise<void> {
  await cancelMails(tx, id);
  await tx.updateTable('invitations').set({ state, closed_at: at }).where('id', '=', id).execute();
}

/**
 * Associate My Account (U5): an invited person who has an account already stays in their own organisation, and their Microsoft identity
 * is tied to that account. The caller has proved both: `visitor` by a sign-in at Microsoft, `accountId` by its session or password.
 * @throws CrmError as `findInvitation`; `otherMicrosoftIdentity`, `alreadyMember`, `noMembership` for an account without an organisation
 */
export async function associateAccount(
  crm: Crm,
  { key, visitor, accountId, ip }: { key: InvitationKey; visitor: Visitor; accountId: string; ip: string },
): Promise<{ readonly outcome: 'associated' } | { readonly outcome: 'tiedToAnother' }> {
  const { orgId } = placeOf(key);
  const organisations = await organisationsOf(crm, accountId);
  const at = new Date(crm.clock.now());
  return crm.inOrganisation(orgId, async (tx) => {
    await lockPeople(tx);
    const invitation = await readByKey(crm, tx, key);
    if (!isInvited(invitation, visitor)) throw new CrmError('otherMicrosoftIdentity');
    await mustBeNoMember(tx, orgId, accountId);
    if (organisations.length === 0) throw new CrmError('noMembership');
    if (!(await tie(tx, accountId, visitor, at))) return { outcome: 'tiedToAnother' };
    await close(tx, invitation, 'associated', at);
    await writeAudit(
      tx,
      { orgId, name: visitor.name, ip },
      {
        action: 'accountAssociated',
        subject: { kind: 'invitation', id: invitation.id, name: invitation.email },
        details: { login: visitor.login },
      },
    );
    return { outcome: 'associated' };
  });
}
