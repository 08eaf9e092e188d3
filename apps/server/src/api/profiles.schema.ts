import { z } from 'zod';
import { id, pageOf } from './common.schema.ts';
import { permission } from './session.schema.ts';

export const profile = z
  .object({
    id,
    name: z.string(),
    /** System profiles cannot be changed (P1). */
    system: z.boolean(),
    permissions: z.array(permission),
    /** How many people have it. */
    members: z.number().int().min(0),
  })
  .meta({ id: 'Profile' });
export const profilePage = pageOf(profile).meta({ id: 'ProfilePage' });

const name = z.string().trim().min(1).max(100);
export const cloneProfile = z.strictObject({ name });
export const updateProfile = z.strictObject({
  name: name.optional(),
  permissions: z.array(permission).optional(),
});
export const profileToMoveTo = z.object({ moveTo: id.optional() });
