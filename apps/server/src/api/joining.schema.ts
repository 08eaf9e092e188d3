import { z } from 'zod';
import { instant } from './common.schema.ts';
import { joinRequest } from './users.schema.ts';

const token = z.string().min(1).max(200);
const password = z.string().min(1).max(1000);

export const termsView = z
  .object({
    version: z.string(),
    title: z.string(),
    /** Paragraphs, separated by blank lines. */
    text: z.string(),
  })
  .meta({ id: 'Terms' });

/** Without a token: the invitation of whom Microsoft has just shown to be here. */
export const lookInput = z.strictObject({ token: token.optional() });

export const invitationLook = z
  .object({
    organisation: z.string(),
    email: z.string(),
    name: z.string(),
    /** The login in Microsoft 365; null: invited by e-mail. */
    login: z.string().nullable(),
    invitedBy: z.string(),
    expiresAt: instant,
    /** How it is accepted. An invitation by e-mail can be with Microsoft too, where the login there is the address. */
    way: z.enum(['microsoft', 'newAccount', 'account']),
    /** Whom Microsoft has just shown to be here. */
    visitor: z.object({ login: z.string(), name: z.string() }).nullable(),
    /** Whether that is the invited person. */
    visitorFits: z.boolean(),
    /** Who is signed in here in this browser. */
    session: z.object({ name: z.string(), email: z.string() }).nullable(),
  })
  .meta({ id: 'InvitationLook' });

export const acceptInput = z.strictObject({
  token: token.optional(),
  /** Of the terms that the person was shown and accepts. */
  termsVersion: z.string().max(100),
  by: z.discriminatedUnion('method', [
    z.strictObject({
      method: z.literal('newAccount'),
      name: z.string().trim().min(1).max(200),
      password,
      timeZone: z.string().max(100).optional(),
    }),
    z.strictObject({ method: z.literal('account'), password }),
    /** `password`: of the account with the same login, where there is one. */
    z.strictObject({ method: z.literal('microsoft'), password: password.optional() }),
  ]),
});

export const associateInput = z.strictObject({
  token: token.optional(),
  account: z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('session') }),
    z.strictObject({ method: z.literal('password'), email: z.string().min(1).max(320), password }),
  ]),
});

export const joinView = z
  .object({
    organisation: z.string(),
    login: z.string(),
    name: z.string(),
    /** The newest request of this person. */
    request: joinRequest.pick({ state: true, reason: true, createdAt: true }).nullable(),
  })
  .meta({ id: 'JoinView' });

export const joinInput = z.strictObject({
  termsVersion: z.string().max(100),
  note: z.string().max(500).optional(),
  /** Of the account with the same login, where there is one. */
  password: password.optional(),
});
