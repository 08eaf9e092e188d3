import { contact, type ChannelSettings, type Kind, type KindName } from '@counterpart/engine';
import { contactColumn, contactFieldNames } from '../contacts/columns.ts';

/** A table of records that channels sync: all that the replica needs to know of a kind. One more kind is one more of these. */
export interface RecordTable {
  readonly kind: Kind;
  readonly table: string;
  /** Field → column; the columns are text. */
  readonly columns: readonly { readonly field: string; readonly column: string }[];
}

const contacts: RecordTable = {
  kind: contact,
  table: 'contacts',
  columns: contactFieldNames.map((field) => ({ field, column: contactColumn[field] })),
};

export const recordTables: { readonly [name in KindName]?: RecordTable } = { contact: contacts };

/** Whose records a channel syncs, and which of them (C5, C7). */
export interface ChannelScope {
  readonly orgId: string;
  readonly membershipId: string;
  readonly channelId: string;
  readonly settings: ChannelSettings;
  readonly table: RecordTable;
}

/** C7: imported and migrated records stay out until a mass update touched them. Of a row `c`. */
export const imported = `(c.origin in ('import', 'migration') and c.mass_updated_at is null)`;

/** The canonical content of a row `c`: the fields that have a value. */
export function contentOf({ columns }: RecordTable): string {
  const pairs = columns.map(({ field, column }) => `'${field}', c.${column}`);
  return `jsonb_strip_nulls(jsonb_build_object(${pairs.join(', ')}))`;
}

/** When a row `c` was last modified, milliseconds since 1970. */
export const modifiedAtMs = `(extract(epoch from c.modified_at) * 1000)::bigint`;
