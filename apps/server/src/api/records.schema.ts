import { z } from 'zod';
import { id, instant, person } from './common.schema.ts';

export const origin = z.enum(['created', 'import', 'migration', 'microsoft365', 'api']);

/** What every record has beside its fields. */
export const recordShape = {
  id,
  owner: person,
  /** How the record came into the CRM (R1). */
  origin,
  /** When a mass update last changed it: from then on it is synced, imported or not (C7, T2). */
  massUpdatedAt: instant.nullable(),
  version: z.number().int(),
  createdAt: instant,
  modifiedAt: instant,
  deletedAt: instant.nullable(),
};

/** What every list of records can be narrowed by. */
export const commonFilter = {
  search: z.string().max(200).optional(),
  ownerId: id.optional(),
  origin: origin.optional(),
};

/** A field, or `-field` for the other way round. */
export function sortBy<const Field extends string>(fields: readonly Field[]) {
  return z.enum([...fields, ...fields.map((field) => `-${field}` as const)]);
}

/** Bodies of mass operations, for a filter and values of a kind. */
export function massShapes<Filter extends z.ZodType, Values extends z.ZodType>(
  filter: Filter,
  values: Values,
) {
  /** Either some records by id, or all that a filter finds, less some. */
  const selection = z.union([
    z.strictObject({ ids: z.array(id).min(1).max(10_000) }),
    z.strictObject({ filter, except: z.array(id).max(10_000).optional() }),
  ]);
  return {
    massUpdate: z.strictObject({ selection, changes: values, ownerId: id.optional() }),
    massDelete: z.strictObject({ selection }),
  };
}

export const massUpdateResult = z.object({ matched: z.number().int(), changed: z.number().int() });
export const massDeleteResult = z.object({ deleted: z.number().int() });

export const timeline = z
  .object({
    items: z.array(
      z.object({
        at: instant,
        source: z.enum(['page', 'api', 'import', 'massUpdate', 'microsoft365', 'system']),
        by: person.nullable(),
        runId: id.nullable(),
        channelId: id.nullable(),
        op: z.enum(['create', 'update', 'delete', 'restore']),
        changes: z.array(
          z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
        ),
      }),
    ),
  })
  .meta({ id: 'Timeline' });

/** Why is this not syncing? Rule by rule, with the remedy (B6). */
export const recordSync = z
  .object({
    state: z.enum(['synced', 'waiting', 'conflict', 'problem', 'held', 'excluded', 'unlinked', 'off']),
    sentence: z.string(),
    rules: z.array(
      z.object({ rule: z.string(), holds: z.boolean(), sentence: z.string(), remedy: z.string().nullable() }),
    ),
    link: z
      .object({
        id,
        stage: z.enum(['open', 'unlinked', 'released']),
        lastAgreedAt: instant.nullable(),
        problem: z.object({ code: z.string(), sentence: z.string(), retryAt: instant.nullable() }).nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'RecordSync' });
