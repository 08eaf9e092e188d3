import type * as crm from '@counterpart/crm';
import type { z } from 'zod';
import type * as schema from './users.schema.ts';

/** People of the CRM as the API shows them. */

const text = (at: Date | null): string | null => at?.toISOString() ?? null;

export function presentInvitation(found: crm.Invitation): z.input<typeof schema.invitation> {
  const { directory, createdAt, expiresAt, closedAt, mail, ...rest } = found;
  return {
    ...rest,
    login: directory?.login ?? null,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    closedAt: text(closedAt),
    mail: { ...mail, sentAt: text(mail.sentAt) },
  };
}

export function presentJoinRequest(found: crm.JoinRequest): z.input<typeof schema.joinRequest> {
  const { id, name, login, note, state, reason, createdAt, expiresAt, decidedAt, decidedBy } = found;
  return {
    id,
    name,
    login,
    note,
    state,
    reason,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    decidedAt: text(decidedAt),
    decidedBy,
  };
}

export function presentUser(found: crm.User): z.input<typeof schema.user> {
  const { id, accountId, name, email, profile, state, invitation, request } = found;
  return {
    id,
    accountId,
    name,
    email,
    profile,
    state,
    invitation: invitation === null ? null : presentInvitation(invitation),
    request: request === null ? null : presentJoinRequest(request),
  };
}

export function presentHandover(found: crm.Handover): z.input<typeof schema.handover> {
  return { ...found, startedAt: found.startedAt.toISOString(), endedAt: text(found.endedAt) };
}
