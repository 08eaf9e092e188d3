import type { ChannelSettings, KindName } from '@counterpart/engine';
import { contactTable } from '../contacts/table.ts';
import { meetingTable } from '../meetings/table.ts';
import { contentOf } from '../records/columns.ts';
import { syncedColumns, type RecordTable } from '../records/table.ts';
import { taskTable } from '../tasks/table.ts';

/** The tables of records that channels sync. */
export const recordTables: { readonly [name in KindName]?: RecordTable } = {
  contact: contactTable,
  meeting: meetingTable,
  task: taskTable,
};

/** Whose records a channel syncs, and which of them (C5, C7, T2). */
export interface ChannelScope {
  readonly orgId: string;
  readonly membershipId: string;
  readonly channelId: string;
  readonly settings: ChannelSettings;
  readonly table: RecordTable;
}

/** C7, T2: imported and migrated records stay out until a mass update touched them. Of a row `c`. */
export const imported = `(c.origin in ('import', 'migration') and c.mass_updated_at is null)`;

/** The canonical content of a row `c`, as far as it is synced. */
export const syncedContent = (table: RecordTable): string => contentOf(syncedColumns(table));

/** When a row `c` was last modified, milliseconds since 1970. */
export const modifiedAtMs = `(extract(epoch from c.modified_at) * 1000)::bigint`;
