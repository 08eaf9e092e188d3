import { z } from 'zod';
import { id, instant, pageOf, pageQuery, person } from './common.schema.ts';

const named = z.object({ id, name: z.string() });

export const invitation = z
  .object({
    id,
    /** Where the mail goes. */
    email: z.string(),
    name: z.string(),
    /** The login in Microsoft 365; null: invited by e-mail. */
    login: z.string().nullable(),
    /** Null: it was removed meanwhile. */
    profile: named.nullable(),
    state: z.enum(['open', 'accepted', 'associated', 'revoked', 'expired']),
    invitedBy: person,
    createdAt: instant,
    expiresAt: instant,
    closedAt: instant.nullable(),
    /** The newest mail about it. */
    mail: z.object({
      state: z.enum(['none', 'queued', 'sent', 'failed', 'cancelled']),
      sentAt: instant.nullable(),
      /** Why it was not sent. */
      problem: z.string().nullable(),
    }),
  })
  .meta({ id: 'Invitation' });

export const joinRequest = z
  .object({
    id,
    name: z.string(),
    login: z.string(),
    note: z.string().nullable(),
    state: z.enum(['open', 'approved', 'declined', 'revoked', 'expired']),
    /** Why it was declined. */
    reason: z.string().nullable(),
    createdAt: instant,
    expiresAt: instant,
    decidedAt: instant.nullable(),
    decidedBy: person.nullable(),
  })
  .meta({ id: 'JoinRequest' });

export const userState = z.enum(['active', 'invited', 'asking', 'deactivated']);

const userShape = z.object({
  /** The membership; of who is invited the invitation, of who asks the request to join. */
  id,
  /** Null for those who are no members yet. */
  accountId: id.nullable(),
  name: z.string(),
  email: z.string(),
  /** Null for those who ask. */
  profile: named.nullable(),
  state: userState,
  invitation: invitation.nullable(),
  request: joinRequest.nullable(),
});
export const user = userShape.meta({ id: 'User' });
export const userPage = pageOf(user).meta({ id: 'UserPage' });

export const userQuery = z.strictObject({
  ...pageQuery.shape,
  search: z.string().max(200).optional(),
  state: userState.optional(),
});

export const handover = z
  .object({
    id,
    from: person,
    to: person,
    /** Records of all kinds. */
    total: z.number().int(),
    done: z.number().int(),
    state: z.enum(['running', 'done']),
    startedAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Handover' });

export const userDetail = userShape
  .extend({
    /** How many records they own, by kind. */
    records: z.record(z.string(), z.number().int()),
    /** The newest one of their records. */
    handover: handover.nullable(),
  })
  .meta({ id: 'UserDetail' });

export const userChange = z.strictObject({ profileId: id });
export const deactivation = z.strictObject({ newOwnerId: id.optional() });
export const deactivated = z.object({ user, handover: handover.nullable() }).meta({ id: 'Deactivated' });
export const handingOver = z.strictObject({ newOwnerId: id });
