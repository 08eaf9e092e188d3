import { sql } from 'kysely';
import { z } from 'zod';
import { mustHold, type Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import type { Page, PageInput } from '../records/types.ts';
import { cursorOf, positionOf } from '../records/cursor.ts';
import { CrmError } from '../errors.ts';

export const auditActions = [
  'userInvited',
  'invitationResent',
  'invitationRevoked',
  'invitationAccepted',
  'accountAssociated',
  'joinRequested',
  'joinRequestResent',
  'joinRequestRevoked',
  'joinApproved',
  'joinDeclined',
  'profileChanged',
  'userDeactivated',
  'userActivated',
  'recordsHandedOver',
  'organisationConnected',
] as const;
export type AuditAction = (typeof auditActions)[number];

export const auditSubjects = ['user', 'invitation', 'joinRequest', 'organisation', 'profile'] as const;

export interface AuditSubject {
  readonly kind: (typeof auditSubjects)[number];
  readonly id: string | null;
  readonly name: string;
}

/** Who did it: a member, or by name somebody who is none (yet). */
export type AuditBy =
  | Pick<Actor, 'orgId' | 'membershipId' | 'source' | 'ip'>
  | { readonly orgId: string; readonly name: string; readonly ip?: string };

export interface AuditEntry {
  readonly id: number;
  readonly at: Date;
  readonly action: AuditAction;
  readonly by: { readonly id: string | null; readonly name: string };
  readonly subject: AuditSubject;
  readonly details: { readonly [name: string]: string };
  /** The address that the request came from. */
  readonly ip: string | null;
  readonly source: string;
}

/** Notes who did what, in the transaction of the deed (U8): both are there, or neither is. Nothing secret belongs in `details`. */
export async function writeAudit(
  tx: Tx,
  by: AuditBy,
  entry: {
    readonly action: AuditAction;
    readonly subject: AuditSubject;
    readonly details?: { readonly [name: string]: string };
  },
): Promise<void> {
  const member = 'membershipId' in by ? by.membershipId : null;
  const { action, subject, details = {} } = entry;
  await tx
    .insertInto('audit_log')
    .values({
      org_id: by.orgId,
      action,
      membership_id: member,
      by_name: 'name' in by ? by.name : nameOf(by.membershipId),
      subject_kind: subject.kind,
      subject_id: subject.id,
      subject_name: subject.name,
      details: JSON.stringify(details),
      ip: by.ip ?? null,
      source: 'source' in by ? by.source : 'page',
    })
    .execute();
}

/** The member's name as it is now: the log tells it as it was then. */
const nameOf = (membershipId: string) =>
  sql<string>`(select a.name from memberships m join accounts a on a.id = m.account_id
    where m.org_id = current_org() and m.id = ${membershipId})`;

export interface AuditFilter extends PageInput {
  readonly action?: AuditAction | undefined;
  readonly byId?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** In the names of who did it and of what it was done to. */
  readonly search?: string | undefined;
}

/** The audit log, the newest first. @throws CrmError `notAllowed` without `manageUsers`, `invalidCursor` */
export async function listAudit(crm: Crm, actor: Actor, filter: AuditFilter): Promise<Page<AuditEntry>> {
  mustHold(actor, 'manageUsers');
  const limit = filter.limit ?? 50;
  const before = filter.cursor === undefined ? null : seqOf(filter.cursor);
  return crm.transaction(actor, async (tx) => {
    let matching = tx.selectFrom('audit_log');
    const { action, byId, subjectId, from, to, search } = filter;
    if (action !== undefined) matching = matching.where('action', '=', action);
    if (byId !== undefined) matching = matching.where('membership_id', '=', byId);
    if (subjectId !== undefined) matching = matching.where('subject_id', '=', subjectId);
    if (from !== undefined) matching = matching.where('at', '>=', from);
    if (to !== undefined) matching = matching.where('at', '<', to);
    if (search !== undefined && search.trim() !== '') {
      const words = likeOf(search);
      matching = matching.where((is) =>
        is.or([is('by_name', 'ilike', words), is('subject_name', 'ilike', words)]),
      );
    }
    const counted =
      before === null
        ? await matching.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
        : null;
    const page = before === null ? matching : matching.where('seq', '<', before);
    const rows = await page
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(limit + 1)
      .execute();
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map((row) => ({
        id: row.seq,
        at: row.at,
        action: row.action as AuditAction,
        by: { id: row.membership_id, name: row.by_name },
        subject: {
          kind: row.subject_kind as AuditSubject['kind'],
          id: row.subject_id,
          name: row.subject_name,
        },
        details: row.details,
        ip: row.ip,
        source: row.source,
      })),
      nextCursor:
        rows.length > limit && last !== undefined ? cursorOf('audit', [String(last.seq), actor.orgId]) : null,
      total: counted?.n ?? null,
    };
  });
}

/** A pattern of `like` that finds the text anywhere. */
export const likeOf = (text: string): string => `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`;

function seqOf(cursor: string): number {
  const read = z.coerce.number().int().safeParse(positionOf('audit', cursor)[0]);
  if (!read.success) throw new CrmError('invalidCursor');
  return read.data;
}
