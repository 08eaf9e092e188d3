import type { FieldSpec, FieldValue } from '@counterpart/engine';

/** How a value lies in the database and as text in files. */
export interface ColumnType {
  /** SQL of a column's value for JSON; null where it is empty. */
  readonly read: (column: string) => string;
  /** SQL of a value from a jsonb of content. */
  readonly write: (content: string, field: string) => string;
  /** A value as a cell of a file, from where `fromText` reads it again. */
  readonly toText: (value: FieldValue) => string;
  /** What a cell stands for, before it is made canonical. */
  readonly fromText: (text: string) => unknown;
}

/** One field of a record: how it is made canonical, stored, named and checked. */
export interface Column extends ColumnType {
  readonly field: string;
  readonly column: string;
  /** Its name for people. */
  readonly label: string;
  readonly normalise: FieldSpec['normalise'];
  /** Whether channels sync it: a field of the engine's kind. */
  readonly synced: boolean;
  /** Made by the database from others: nobody writes it. */
  readonly computed: boolean;
  /** false: only files and the sync set it, nobody by hand. */
  readonly byHand?: false;
  /** What is wrong with a value that somebody gave, for people; undefined where it can be used. */
  readonly objection?: (given: unknown, value: FieldValue | undefined) => string | undefined;
}

const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const asText = (value: FieldValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

export const textType: ColumnType = {
  read: (column) => column,
  write: (content, field) => `${content} ->> '${field}'`,
  toText: asText,
  fromText: (text) => text,
};

/** A column whose type PostgreSQL casts from the canonical text: date, uuid. */
export const castType = (type: string): ColumnType => ({
  ...textType,
  write: (content, field) => `(${content} ->> '${field}')::${type}`,
});

/** An instant to the second, in UTC. */
export const instantType: ColumnType = {
  ...castType('timestamptz'),
  read: (column) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
};

/** One of some values. The usual one is stored as it is and canonically empty. */
export const choiceType = (usual: string): ColumnType => ({
  ...textType,
  read: (column) => `nullif(${column}, '${usual}')`,
  write: (content, field) => `coalesce(${content} ->> '${field}', '${usual}')`,
});

export const jsonType: ColumnType = {
  ...textType,
  write: (content, field) => `${content} -> '${field}'`,
};

/** A set of lines: text[]. */
export const linesType: ColumnType = {
  ...textType,
  write: (content, field) =>
    `case when ${content} ? '${field}' then array(select jsonb_array_elements_text(${content} -> '${field}')) end`,
  toText: (value) => (Array.isArray(value) ? value.map((item: unknown) => String(item)).join('; ') : ''),
  fromText: (text) => text.split(';'),
};

/** A field of the engine's kind as a column. */
export function syncedColumn(
  { name, normalise }: FieldSpec,
  label: string,
  more: Partial<Column> = {},
): Column {
  return {
    ...textType,
    field: name,
    column: columnOf(name),
    label,
    normalise,
    synced: true,
    computed: false,
    ...more,
  };
}

/** The canonical content of a row `c`, as jsonb: the fields that have a value. */
export function contentOf(columns: readonly Column[]): string {
  const pairs = columns.map(({ field, column, read }) => `'${field}', ${read(`c.${column}`)}`);
  return `jsonb_strip_nulls(jsonb_build_object(${pairs.join(', ')}))`;
}
