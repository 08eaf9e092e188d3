import { z } from 'zod';
import { id, pageOf, pageQuery } from './common.schema.ts';
import { invitation, joinRequest } from './users.schema.ts';

export const directoryPerson = z
  .object({
    /** The object id in the tenant. */
    id: z.string(),
    name: z.string(),
    /** The login in Microsoft 365 (userPrincipalName). */
    login: z.string(),
    mail: z.string().nullable(),
    title: z.string().nullable(),
    department: z.string().nullable(),
    status: z.enum(['addable', 'user', 'invited', 'loginDiffers', 'guest', 'disabled']),
    /** Why they cannot be added (U3). */
    reason: z.string().nullable(),
  })
  .meta({ id: 'DirectoryPerson' });
export const directoryPage = pageOf(directoryPerson).meta({ id: 'DirectoryPage' });
export const directoryQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(8000).optional(),
  search: z.string().max(200).optional(),
});

export const invitees = z.strictObject({
  profileId: id,
  people: z
    .array(
      z.union([
        z.strictObject({
          email: z.string().trim().min(1).max(320),
          name: z.string().trim().max(200).optional(),
        }),
        /** Somebody of the directory, with the login that was shown there. */
        z.strictObject({ directoryId: z.uuid(), login: z.string().min(1).max(320) }),
      ]),
    )
    .min(1)
    .max(50),
});

export const outcomes = z
  .object({
    /** One for each person, in their order. */
    outcomes: z.array(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('invited'), email: z.string(), invitation }),
        z.object({
          outcome: z.literal('refused'),
          email: z.string(),
          /** Of the error table. */
          code: z.string(),
          detail: z.string(),
        }),
      ]),
    ),
  })
  .meta({ id: 'InviteOutcomes' });

export const invitationPage = pageOf(invitation).meta({ id: 'InvitationPage' });
export const invitationQuery = z.strictObject({
  ...pageQuery.shape,
  search: z.string().max(200).optional(),
  state: invitation.shape.state.optional(),
});

export const joinRequestPage = pageOf(joinRequest).meta({ id: 'JoinRequestPage' });
export const joinRequestQuery = z.strictObject({
  ...pageQuery.shape,
  state: joinRequest.shape.state.optional(),
});
export const mailedToken = z.strictObject({ token: z.string().min(1).max(200) });
export const approval = z.strictObject({ profileId: id });
export const refusal = z.strictObject({ reason: z.string().trim().min(1).max(500) });
