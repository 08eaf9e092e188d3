import type { Duplicates, ImportFormat, ImportState } from '../database/tables.ts';

/** A row or card that was not taken: the line of the file on which it begins, why, and the row itself (cut when long). */
export interface RefusedRow {
  readonly line: number;
  readonly reason: string;
  readonly row: string | null;
}

/** Column of the file → field of the record. Columns that are not named are left out. */
export type Mapping = { [column: string]: string };

export interface ImportPreview {
  readonly id: string;
  readonly fileName: string;
  readonly format: ImportFormat;
  readonly columns: string[];
  readonly suggestedMapping: Mapping;
  /** The first rows by column, at most ten. */
  readonly preview: { [column: string]: string }[];
  readonly rowCount: number;
  /** What cannot be read whatever the mapping; at most 1,000 are told here. */
  readonly refused: RefusedRow[];
}

export interface ImportStatus {
  readonly id: string;
  readonly fileName: string;
  readonly state: ImportState;
  readonly total: number;
  /** Rows dealt with: `created + updated + skipped` and the refused ones. */
  readonly done: number;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly refused: RefusedRow[];
}

export interface StartImportInput {
  readonly id: string;
  readonly mapping: Mapping;
  /** What to do with a row that is there already among the records within reach: a contact with its e-mail address, a task with its subject and due date. */
  readonly duplicates: Duplicates;
}
