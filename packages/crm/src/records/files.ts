import type { Content } from '@counterpart/engine';
import { written, type RecordTable } from './table.ts';
import type { RecordInput } from './types.ts';

/** A column of files: what it holds of a record, and what a cell of it stands for. */
export interface FileColumn {
  readonly field: string;
  readonly label: string;
  readonly toText: (content: Content) => string;
  readonly fromText: (text: string) => unknown;
}

/** Who takes a file in: their zone, for times without one, and the addresses that are theirs, in lower case. */
export interface Taker {
  readonly zone: string;
  readonly addresses: ReadonlySet<string>;
}

/** The columns that files have where they are not the fields: a time in two of them, say. */
export interface FileShape {
  readonly columns: readonly FileColumn[];
  /** The column without which a row is nothing. */
  readonly required: { readonly field: string; readonly sentence: string };
  /** The values of fields that cells, by column, stand for. */
  readonly valuesOf: (cells: { readonly [field: string]: unknown }, taker: Taker) => RecordInput;
}

/** The columns that files of a table have. */
export const fileColumns = (table: RecordTable): readonly FileColumn[] =>
  table.files?.columns ??
  written(table).map(({ field, label, toText, fromText }) => ({
    field,
    label,
    fromText,
    toText: (content) => {
      const value = content[field];
      return value === undefined ? '' : toText(value);
    },
  }));
