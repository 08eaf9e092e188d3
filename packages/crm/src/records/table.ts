import type { Content, Kind } from '@counterpart/engine';
import type { Tx } from '../crm.ts';
import type { Actor } from '../actor.ts';
import type { Column } from './columns.ts';
import type { Condition } from './condition.ts';
import type { InputProblem } from '../errors.ts';

/** A table of records: all that the services, imports and the replica need to know of a kind. One more kind is one more of these. */
export interface RecordTable {
  readonly kind: Kind;
  readonly table: 'contacts' | 'tasks';
  /** The words for one and for several of them. */
  readonly words: { readonly one: string; readonly many: string };
  readonly columns: readonly Column[];
  /** Orders of lists beside those by field: name → column. Columns named sort_… and …_at are indexed. */
  readonly sorts: { readonly [name: string]: string };
  readonly defaultSort: string;
  /** In a full round the highest value of this column comes first (T2). Its type has the value 'infinity'. */
  readonly syncOrder: { readonly column: string; readonly type: string };
  /** SQL of the name by which people know a row `c`. */
  readonly name: string;
  /** The field without which there is no record, or null: then any field will do. `code`: of the table of errors. */
  readonly required: { readonly field: string; readonly code: string; readonly sentence: string } | null;
  /** By what an import takes a row for a record that is there already: of a content, and the column that holds the same. */
  readonly duplicate: { readonly column: string; readonly keyOf: (content: Content) => string | undefined };
  /** Other names of fields in the heads of files, strongest first, divided by `|`. */
  readonly otherNames: { readonly [field: string]: string };
  /** What a list's filters mean that are no plain equality. `today`: in the actor's zone. */
  filter?(filter: { readonly [name: string]: unknown }, today: string): Partial<Condition>;
  /** What is wrong with values that refer to other records. */
  checkReferences?(tx: Tx, actor: Actor, content: Content): Promise<InputProblem[]>;
  /** What else comes of a person's change: what the record is to have, and a record that is added. Null: nothing. */
  consequence?(before: Content, after: Content, zone: string): { after: Content; added: Content } | null;
}

/** The columns that people write. */
export const written = ({ columns }: Pick<RecordTable, 'columns'>): Column[] =>
  columns.filter(({ computed }) => !computed);

/** The columns that channels sync. */
export const syncedColumns = ({ columns }: Pick<RecordTable, 'columns'>): Column[] =>
  columns.filter(({ synced }) => synced);

export const columnOfField = ({ columns }: RecordTable, field: string): Column | undefined =>
  columns.find((column) => column.field === field);

/** Canonical content of any input. Unknown and computed fields are left out. */
export function canonical(table: RecordTable, input: { readonly [field: string]: unknown }): Content {
  return Object.fromEntries(
    written(table).flatMap(({ field, normalise }) => {
      const value = normalise(input[field]);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}
