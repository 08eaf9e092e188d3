import { z } from 'zod';
import { scopes } from '../http/scopes.ts';
import { id, instant, pageOf } from './common.schema.ts';

const scope = z.enum(scopes);

export const accessToken = z
  .object({
    id,
    name: z.string(),
    scopes: z.array(scope),
    createdAt: instant,
    expiresAt: instant,
    /** To the minute. */
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: 'AccessToken' });
export const accessTokenPage = pageOf(accessToken).meta({ id: 'AccessTokenPage' });

/** `token` is shown this once. */
export const newAccessToken = z
  .object({ ...accessToken.shape, token: z.string() })
  .meta({ id: 'NewAccessToken' });

export const accessTokenInput = z.strictObject({
  /** For its owner: which program has it. */
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta({ examples: ['Monthly report'] }),
  scopes: z.array(scope).min(1).max(scopes.length),
  lifetimeDays: z
    .number()
    .int()
    .min(1)
    .max(366)
    .meta({ examples: [90] }),
});
