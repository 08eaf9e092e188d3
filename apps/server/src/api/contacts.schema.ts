import { contactFieldNames as fieldNames, type ContactFieldName } from '@counterpart/crm';
import { z } from 'zod';
import { id, pageOf, pageQuery } from './common.schema.ts';
import { commonFilter, massShapes, recordShape, sortBy } from './records.schema.ts';

export const contactFieldNames = fieldNames;
export const contactField = z.enum(contactFieldNames);

/** One entry per contact field, so that requests, answers and filters name the same fields. */
function perField<T extends z.ZodType>(schema: T): Record<ContactFieldName, T> {
  return Object.fromEntries(contactFieldNames.map((name) => [name, schema])) as Record<ContactFieldName, T>;
}

/** Longest text of a field that a page or the API may send; what Microsoft 365 holds is kept whatever its length. */
const fieldText = z.string().max(32_000);

const contactValues = z.strictObject(perField(fieldText.nullable().optional()));

export const contact = z
  .object({ ...recordShape, ...perField(z.string().nullable()) })
  .meta({ id: 'Contact' });

export const contactPage = pageOf(contact).meta({ id: 'ContactPage' });

export const contactInput = z.strictObject({ ...contactValues.shape, ownerId: id.optional() });

/** Which contacts: whole-text search, and equality by field (case is ignored). */
const contactFilter = z.strictObject({ ...commonFilter, ...perField(z.string().max(1000).optional()) });

export const contactListQuery = z.strictObject({
  ...contactFilter.shape,
  ...pageQuery.shape,
  sort: sortBy([...contactFieldNames, 'createdAt', 'modifiedAt']).default('lastName'),
});

export const { massUpdate, massDelete } = massShapes(contactFilter, contactValues);

export const exportQuery = z.strictObject({ format: z.enum(['csv', 'vcf']).default('csv') });
