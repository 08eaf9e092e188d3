import { sql } from 'kysely';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { writeAudit } from './audit.ts';
import { lockPeople } from './guard.ts';
import type { Visitor } from './accept.ts';
import { accountByEmail, mustBeNoMember, tie, tiedAccount } from './joining.ts';
import { readJoinRequest, type JoinRequest } from './join-request-rows.ts';
import { queueMail, type SealedMail } from './mails.ts';
import { newToken, TOKEN_LIFE_MS } from './tokens.ts';

/** Somebody who may answer a request to join. */
export interface Manager {
  readonly name: string;
  readonly email: string;
}

/** What the caller knows and the CRM does not. */
export interface Asking {
  /** Writes the mail `mailId` to somebody who may approve; null: no mail is sent here. */
  write: ((request: JoinRequest, to: Manager, token: string, mailId: string) => SealedMail) | null;
  /** In an hour, for the organisation. */
  readonly perHour: number;
}

/** In an hour, of one person: asking again after having been declined. */
const PER_PERSON_AND_HOUR = 3;
const HOUR_MS = 3_600_000;

/**
 * Somebody of the organisation's tenant asks to join (U6); everybody with the permission manageUsers is mailed. `accountId`: of the account
 * with the same login, whose password they gave; it is tied to their identity.
 * @throws CrmError `alreadyMember`, `deactivatedMember`, `accountExists`, `wrongState`, `tooManyJoinRequests`
 */
export function askToJoin(
  crm: Crm,
  input: {
    readonly orgId: string;
    readonly visitor: Visitor;
    /** Where the outcome is mailed to. */
    readonly email: string;
    readonly note: string | null;
    readonly terms: string;
    readonly accountId: string | null;
    readonly ip: string;
  },
  asking: Asking,
): Promise<JoinRequest> {
  const { orgId, visitor, email, note, terms, ip } = input;
  const at = new Date(crm.clock.now());
  return crm.inOrganisation(orgId, async (tx) => {
    await lockPeople(tx);
    await mustBeStranger(tx, orgId, visitor, input.accountId, at);
    await mustNotFlood(tx, visitor, at, asking.perHour);
    const id = crm.ids.next();
    const token = newToken(orgId);
    await tx
      .insertInto('join_requests')
      .values({
        org_id: orgId,
        id,
        tid: visitor.tid,
        oid: visitor.oid,
        login: visitor.login,
        name: visitor.name,
        email,
        note,
        terms_version: terms,
        terms_accepted_at: at,
        ip,
        state: 'open',
        reason: null,
        token_hash: token.hash,
        expires_at: new Date(at.valueOf() + TOKEN_LIFE_MS),
        created_at: at,
        decided_at: null,
        decided_by: null,
      })
      .execute();
    await writeAudit(
      tx,
      { orgId, name: visitor.name, ip },
      {
        action: 'joinRequested',
        subject: { kind: 'joinRequest', id, name: visitor.name },
        details: { login: visitor.login, terms },
      },
    );
    return mailManagers(crm, tx, orgId, id, token.text, asking);
  });
}

/** Mails the request to everybody who may answer it, and answers it. */
export async function mailManagers(
  crm: Crm,
  tx: Tx,
  orgId: string,
  requestId: string,
  token: string,
  { write }: Asking,
): Promise<JoinRequest> {
  const request = await readJoinRequest(crm, tx, requestId);
  if (write === null) return request;
  for (const manager of await managersOf(tx)) {
    const id = crm.ids.next();
    const mail = { id, about: requestId, kind: 'joinRequest', recipient: manager.email };
    const at = new Date(crm.clock.now());
    await queueMail(tx, orgId, { ...mail, ...write(request, manager, token, id) }, at);
  }
  return request;
}

async function managersOf(tx: Tx): Promise<Manager[]> {
  return tx
    .selectFrom('memberships as m')
    .innerJoin('profiles as p', (on) =>
      on.onRef('p.org_id', '=', 'm.org_id').onRef('p.id', '=', 'm.profile_id'),
    )
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['a.name', 'a.email'])
    .where('m.state', '=', 'active')
    .where(sql<boolean>`'manageUsers' = any (p.permissions)`)
    .orderBy('m.id')
    .execute();
}

async function mustBeStranger(
  tx: Tx,
  orgId: string,
  visitor: Visitor,
  proved: string | null,
  at: Date,
): Promise<void> {
  const tied = await tiedAccount(tx, visitor);
  const existing = tied ?? (await accountByEmail(tx, visitor.login));
  await mustBeNoMember(tx, orgId, existing);
  if (tied !== null || existing === null) return;
  // An account with this login belongs to whoever knows its password: both are proved before they are tied.
  if (existing !== proved) throw new CrmError('accountExists');
  await tie(tx, existing, visitor, at);
}

async function mustNotFlood(tx: Tx, { tid, oid }: Visitor, at: Date, perHour: number): Promise<void> {
  const since = new Date(at.valueOf() - HOUR_MS);
  const { open, expired, own, all } = await tx
    .selectFrom('join_requests')
    .select(({ fn }) => [
      fn
        .countAll<number>()
        .filterWhere((is) =>
          is.and([
            is('tid', '=', tid),
            is('oid', '=', oid),
            is('state', '=', 'open'),
            is('expires_at', '>', at),
          ]),
        )
        .as('open'),
      fn
        .countAll<number>()
        .filterWhere((is) =>
          is.and([
            is('tid', '=', tid),
            is('oid', '=', oid),
            is('state', '=', 'open'),
            is('expires_at', '<=', at),
          ]),
        )
        .as('expired'),
      fn
        .countAll<number>()
        .filterWhere((is) => is.and([is('tid', '=', tid), is('oid', '=', oid), is('created_at', '>', since)]))
        .as('own'),
      fn.countAll<number>().filterWhere('created_at', '>', since).as('all'),
    ])
    .executeTakeFirstOrThrow();
  if (open > 0) throw new CrmError('wrongState', 'You have asked already; an answer will come by mail.');
  if (own >= PER_PERSON_AND_HOUR || all >= perHour) throw new CrmError('tooManyJoinRequests');
  if (expired === 0) return;
  // What has expired makes room for the new request.
  await tx
    .updateTable('join_requests')
    .set({ state: 'revoked', decided_at: at })
    .where('tid', '=', tid)
    .where('oid', '=', oid)
    .where('state', '=', 'open')
    .execute();
}
