import type { Content } from '@counterpart/engine';
import type { RecordTable } from './table.ts';

/**
 * Columns that the program computes from a content, because the database cannot. Whatever writes records computes them here: pages, imports and the
 * sync (`RecordTable.derived`).
 */
export interface Derived {
  /** Column → its type. */
  readonly columns: { readonly [column: string]: string };
  /** The fields that they are made from. */
  readonly from: readonly string[];
  /** Column → value as text. */
  readonly of: (content: Content) => { readonly [column: string]: string };
}

type Of = Pick<RecordTable, 'derived'>;

/** Items with their computed columns beside the content, as `r.derived` of the statement that writes them. */
export const withDerived = <Item extends { readonly content: Content }>(
  { derived }: Of,
  items: readonly Item[],
) => (derived === undefined ? items : items.map((item) => ({ ...item, derived: derived.of(item.content) })));

/** The computed columns, each with the SQL of its value in a jsonb. */
export const derivedColumns = ({ derived }: Of, jsonb = 'r.derived'): { column: string; value: string }[] =>
  Object.entries(derived?.columns ?? {}).map(([column, type]) => ({
    column,
    value: `(${jsonb} ->> '${column}')::${type}`,
  }));

/** Whether a change of these fields changes computed columns. */
export const changesDerived = ({ derived }: Of, fields: readonly string[]): boolean =>
  derived !== undefined && fields.some((field) => derived.from.includes(field));
