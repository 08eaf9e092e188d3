import type { Content, Kind } from '@counterpart/engine';
import type { Tx } from '../crm.ts';
import type { Actor } from '../actor.ts';
import type { Column } from './columns.ts';
import type { Condition, Moment } from './condition.ts';
import type { Derived } from './derived.ts';
import type { FileShape } from './files.ts';
import type { RecordRow } from './rows.ts';
import type { SyncOrder } from './sync-order.ts';
import type { Checked } from './validate.ts';
import type { InputProblem } from '../errors.ts';

/** A table of records: all that the services, imports and the replica need to know of a kind. One more kind is one more of these. */
export interface RecordTable {
  readonly kind: Kind;
  readonly table: 'contacts' | 'tasks' | 'meetings';
  /** The words for one and for several of them. */
  readonly words: { readonly one: string; readonly many: string };
  readonly columns: readonly Column[];
  /** Orders of lists beside those by field: name → column. Columns named sort_… and …_at are indexed. */
  readonly sorts: { readonly [name: string]: string };
  readonly defaultSort: string;
  /** The order of a full round: one stretch after the other (E5, T2). */
  readonly syncOrder: readonly SyncOrder[];
  /** SQL of the reason why a row `c` cannot be synced as it is; null where it can. Absent: every one can. */
  readonly unsyncable?: string;
  /** SQL of the name by which people know a row `c`. */
  readonly name: string;
  /** The field without which there is no record, or null: then any field will do. `code`: of the table of errors. */
  readonly required: { readonly field: string; readonly code: string; readonly sentence: string } | null;
  /**
   * By what an import takes a row for a record that is there already: of a content, and the column that holds the same. The first counts for which the
   * row has a value.
   */
  readonly duplicates: readonly {
    readonly column: string;
    readonly keyOf: (content: Content) => string | undefined;
  }[];
  /** The columns that files have; absent: a column for each field. */
  readonly files?: FileShape;
  /** Columns that the program computes. */
  readonly derived?: Derived;
  /** Fields that are not the same for many records: a mass update cannot set them. */
  readonly singly?: readonly string[];
  /** Whether one record may be in several people's hands, and is then shown once to whoever sees everybody's (B12). */
  readonly shared?: boolean;
  /** Other names of fields in the heads of files, strongest first, divided by `|`. */
  readonly otherNames: { readonly [field: string]: string };
  /** What a list's filters mean that are no plain equality. */
  filter?(filter: { readonly [name: string]: unknown }, now: Moment): Partial<Condition>;
  /**
   * What a person's change of a record comes to as a whole; `before` is null where it is created. `confirmed`: they were told what it costs.
   * @throws CrmError where the values do not go together
   */
  settle?(before: Content | null, change: Checked, confirmed: boolean): Checked;
  /** @throws CrmError where these records cannot be changed in these fields by people, whoever they are */
  mayChange?(tx: Tx, rows: readonly RecordRow[], fields: readonly string[]): Promise<void>;
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
