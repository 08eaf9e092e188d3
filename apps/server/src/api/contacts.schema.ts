import { contactFieldNames as fieldNames, type ContactFieldName } from '@counterpart/crm';
import { z } from 'zod';
import { id, instant, pageOf, pageQuery, person } from './common.schema.ts';

export const contactFieldNames = fieldNames;
export const contactField = z.enum(contactFieldNames);
export const origin = z.enum(['created', 'import', 'migration', 'microsoft365', 'api']);

/** One entry per contact field, so that requests, answers and filters name the same fields. */
function perField<T extends z.ZodType>(schema: T): Record<ContactFieldName, T> {
  return Object.fromEntries(contactFieldNames.map((name) => [name, schema])) as Record<ContactFieldName, T>;
}

/** Longest text of a field that a page or the API may send; what Microsoft 365 holds is kept whatever its length. */
const fieldText = z.string().max(32_000);

export const contactValues = z.strictObject(perField(fieldText.nullable().optional()));

export const contact = z
  .object({
    id,
    ...perField(z.string().nullable()),
    owner: person,
    /** How the contact came into the CRM (R1). */
    origin,
    /** When a mass update last changed it: from then on it is synced, imported or not (C7). */
    massUpdatedAt: instant.nullable(),
    version: z.number().int(),
    createdAt: instant,
    modifiedAt: instant,
    deletedAt: instant.nullable(),
  })
  .meta({ id: 'Contact' });

export const contactPage = pageOf(contact).meta({ id: 'ContactPage' });

export const createContact = z.strictObject({
  ...perField(fieldText.nullable().optional()),
  ownerId: id.optional(),
});
export const updateContact = createContact;

const sortFields = [...contactFieldNames, 'createdAt', 'modifiedAt'] as const;
/** A field, or `-field` for the other way round. */
const sort = z.enum([...sortFields, ...sortFields.map((field) => `-${field}` as const)]);

/** Which contacts: whole-text search, and equality by field (case is ignored). */
export const contactFilter = z.strictObject({
  search: z.string().max(200).optional(),
  ownerId: id.optional(),
  origin: origin.optional(),
  ...perField(z.string().max(1000).optional()),
});

export const contactListQuery = z.strictObject({
  ...contactFilter.shape,
  ...pageQuery.shape,
  sort: sort.default('lastName'),
});

/** Either some contacts by id, or all that a filter finds, less some. */
export const selection = z.union([
  z.strictObject({ ids: z.array(id).min(1).max(10_000) }),
  z.strictObject({ filter: contactFilter, except: z.array(id).max(10_000).optional() }),
]);

export const massUpdate = z.strictObject({
  selection,
  changes: contactValues,
  ownerId: id.optional(),
});
export const massUpdateResult = z.object({ matched: z.number().int(), changed: z.number().int() });
export const massDelete = z.strictObject({ selection });
export const massDeleteResult = z.object({ deleted: z.number().int() });

export const exportQuery = z.strictObject({ format: z.enum(['csv', 'vcf']) });

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
export const contactSync = z
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
  .meta({ id: 'ContactSync' });
