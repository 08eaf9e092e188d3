import { z } from 'zod';
import { id, instant } from './common.schema.ts';

export const permission = z.enum([
  'manageUsers',
  'manageProfiles',
  'manageMarketplace',
  'import',
  'export',
  'massUpdate',
  'massDelete',
  'syncMeetings',
  'syncContacts',
  'syncTasks',
  'viewAll',
  'editAll',
]);

const named = z.object({ id, name: z.string() });

export const session = z
  .object({
    account: z.object({
      id,
      name: z.string(),
      email: z.string(),
      timeZone: z.string(),
      locale: z.string(),
    }),
    organisation: named,
    /** All organisations that the person belongs to (R3). */
    organisations: z.array(named),
    membershipId: id,
    profile: named,
    permissions: z.array(permission),
  })
  .meta({ id: 'Session' });

export const signIn = z.strictObject({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(1000),
});

export const chooseOrganisation = z.strictObject({ organisationId: id });

/** What the sign-in page may offer; answered without a session. */
export const signInOptions = z
  .object({ microsoft: z.boolean(), demoLogins: z.array(z.object({ email: z.string(), name: z.string() })) })
  .meta({ id: 'SignInOptions' });

export const token = z.object({ token: z.string(), expiresAt: instant }).meta({ id: 'Token' });
