import { z } from 'zod';

/** Shapes that several resources share. Ids are UUIDs, instants are ISO 8601 in UTC, dates are `yyyy-mm-dd`. */
export const id = z.uuid();
export const instant = z.iso.datetime();
export const idParams = z.object({ id });

export const kindName = z.enum(['meeting', 'contact', 'task']);
export const kindParams = z.object({ kind: kindName });

/** A person as others see them: the id is that of the membership. */
export const person = z.object({ id, name: z.string() }).meta({ id: 'Person' });

/** RFC 9457. `code` is a code of the error table (docs/errors.md). */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    remedy: z.object({ label: z.string(), url: z.string().nullable() }).optional(),
    retryable: z.boolean(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    instance: z.string(),
  })
  .meta({ id: 'Problem' });

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
});

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    /** Give it back as `cursor` for the next page. */
    nextCursor: z.string().nullable(),
    /** How many match in all; null where counting would cost too much. */
    total: z.number().int().nullable(),
  });
}
