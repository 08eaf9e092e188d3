import { stringify } from 'csv-stringify/sync';
import { fileColumns } from '../records/files.ts';
import { columnOfField, type RecordTable } from '../records/table.ts';
import type { CrmRecord } from '../records/types.ts';

/** A byte order mark, by which Excel sees that the text is UTF-8, and the names of the fields. */
export const csvHead = (table: RecordTable): string =>
  `\ufeff${stringify([filed(table).map(({ label }) => label)])}`;

/** Values are written as they are: a file of data that comes back the same when it is imported. */
export const csvRows = (table: RecordTable, records: readonly CrmRecord[]): string =>
  stringify(records.map(({ content }) => filed(table).map(({ toText }) => toText(content))));

/** Identifiers of other records mean nothing elsewhere. */
const filed = (table: RecordTable) =>
  table.files?.columns ??
  fileColumns(table).filter(({ field }) => columnOfField(table, field)?.synced === true);
