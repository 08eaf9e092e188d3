import { z } from 'zod';
import { id } from './common.schema.ts';
import { contactField } from './contacts.schema.ts';
import { meetingFileField } from './meetings.schema.ts';
import { taskFileField } from './tasks.schema.ts';

const row = z.record(z.string(), z.string());

/** A row or card that was not taken: where it stands in the file, and why. */
export const refusedRow = z.object({
  line: z.number().int(),
  reason: z.string(),
  row: z.string().nullable(),
});

/** What is in a file, for a kind whose fields these are. */
export const importPreviewOf = <Field extends z.ZodType, Format extends string>(
  field: Field,
  formats: readonly Format[],
) =>
  z.object({
    id,
    fileName: z.string(),
    format: z.enum(formats),
    columns: z.array(z.string()),
    /** Column → field of the record; columns without a counterpart are missing. */
    suggestedMapping: z.record(z.string(), field),
    /** The first rows by column, at most ten. */
    preview: z.array(row),
    rowCount: z.number().int(),
    refused: z.array(refusedRow),
  });

export const startImport = z.strictObject({
  /** Column → field of the record. Columns that are not named are left out. */
  mapping: z
    .record(z.string(), z.union([contactField, meetingFileField, taskFileField]))
    .meta({ examples: [{ 'Last name': 'lastName', 'E-mail': 'email' }] }),
  /** What to do with a row that is there already: a contact with its e-mail address, a meeting with its UID or else its title and start,
   * a task with its subject and due date. */
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
