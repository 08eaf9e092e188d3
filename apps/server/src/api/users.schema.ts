import { z } from 'zod';
import { id, pageOf } from './common.schema.ts';

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
