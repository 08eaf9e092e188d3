import { z } from 'zod';
import { id, pageOf } from './common.schema.ts';
import { permission } from './session.schema.ts';

export const user = z
  .object({
    /** The membership. */
    id,
    accountId: id,
    name: z.string(),
    email: z.string(),
    profile: z.object({ id, name: z.string() }),
    state: z.enum(['active', 'invited', 'asking', 'deactivated']),
  })
  .meta({ id: 'User' });
export const userPage = pageOf(user).meta({ id: 'UserPage' });

export const profile = z
  .object({
    id,
    name: z.string(),
    /** System profiles cannot be changed (P1). */
    system: z.boolean(),
    permissions: z.array(permission),
  })
  .meta({ id: 'Profile' });
export const profilePage = pageOf(profile).meta({ id: 'ProfilePage' });
