import { z } from 'zod';
import { id } from './common.schema.ts';
import { contactField } from './contacts.schema.ts';

const row = z.record(z.string(), z.string());

/** A row or card that was not taken: where it stands in the file, and why. */
export const refusedRow = z.object({
  line: z.number().int(),
  reason: z.string(),
  row: z.string().nullable(),
});

export const importPreview = z
  .object({
    id,
    fileName: z.string(),
    format: z.enum(['csv', 'vcf']),
    columns: z.array(z.string()),
    /** Column → field of a contact; columns without a counterpart are missing. */
    suggestedMapping: z.record(z.string(), contactField),
    /** The first rows by column, at most ten. */
    preview: z.array(row),
    rowCount: z.number().int(),
    refused: z.array(refusedRow),
  })
  .meta({ id: 'ImportPreview' });

export const startImport = z.strictObject({
  /** Column → field of a contact. Columns that are not named are left out. */
  mapping: z.record(z.string(), contactField),
  /** What to do with a row whose e-mail address a contact already has. */
  duplicates: z.enum(['skip', 'update', 'create']),
});

export const importState = z
  .object({
    id,
    fileName: z.string(),
    state: z.enum(['ready', 'running', 'done', 'cancelled', 'failed']),
    total: z.number().int(),
    done: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    skipped: z.number().int(),
    refused: z.array(refusedRow),
  })
  .meta({ id: 'ImportState' });
