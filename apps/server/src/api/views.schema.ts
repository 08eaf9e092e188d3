import { z } from 'zod';
import { id, kindName, pageOf, person } from './common.schema.ts';

const input = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta({ examples: ['Uppsala'] }),
  /** Whether the others of the organisation see it too. */
  shared: z.boolean(),
  /** What the list of the kind takes as its query, without sort, limit and cursor. */
  filter: z
    .record(z.string().max(100), z.string().max(1000))
    .meta({ examples: [{ mailingCity: 'Uppsala' }] }),
  /** What the list takes as `sort`; null: its usual order. */
  sort: z
    .string()
    .max(100)
    .nullable()
    .meta({ examples: ['-modifiedAt'] }),
  /** Fields in the order in which they are shown; none: the usual ones. */
  columns: z.array(z.string().min(1).max(100)).max(100),
};

export const viewInput = z.strictObject({
  kind: kindName,
  name: input.name,
  shared: input.shared.default(false),
  filter: input.filter.default({}),
  sort: input.sort.default(null),
  columns: input.columns.default([]),
});
export const viewChange = z.strictObject(input).partial();

export const view = z
  .object({ id, kind: kindName, ...input, owner: person, version: z.number().int() })
  .meta({ id: 'View' });
export const viewPage = pageOf(view).meta({ id: 'ViewPage' });
export const viewQuery = z.strictObject({ kind: kindName.optional() });
