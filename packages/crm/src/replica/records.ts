import type { Content, Seen, Snapshot } from '@counterpart/engine';
import { imported, modifiedAtMs, syncedContent, type ChannelScope } from './record-table.ts';
import type { Statements } from './statements.ts';

/** A record as the replica's statements give it. */
export interface SnapshotRow {
  readonly id: string;
  readonly version: number;
  readonly modifiedAtMs: number;
  readonly content: Content;
}

export interface SeenRow extends SnapshotRow {
  readonly state: 'present' | 'deleted' | 'notOwner' | 'imported' | 'notExpressible';
}

/** The columns of a `SnapshotRow`, of a row `c`. */
export function snapshotColumns(scope: ChannelScope): string {
  return `c.id, c.version, ${modifiedAtMs} as "modifiedAtMs", ${syncedContent(scope.table)} as content`;
}

/**
 * The column `state` of a row `c` for the owner `$2`. Whose record it is comes first: what another owner deletes has left this
 * channel's scope before, and that is no deletion (V7).
 */
export const stateColumn = ({ table: { unsyncable = 'null' } }: ChannelScope): string =>
  `case when c.owner_membership_id <> $2 then 'notOwner' when c.deleted_at is not null then 'deleted'
    when ${imported} then 'imported' else coalesce(${unsyncable}, 'present') end as state`;

export function snapshotOf(row: SnapshotRow): Snapshot {
  return { id: row.id, version: String(row.version), content: row.content, modifiedAtMs: row.modifiedAtMs };
}

export function seenOf(row: SeenRow): Seen {
  const { id, state } = row;
  if (state === 'present') return { state, ...snapshotOf(row) };
  return state === 'deleted' ? { state, id } : { state: 'outOfScope', id, reason: state };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The second look. Deleted records stay as tombstones, so what is not here never was: it gets no answer and counts as unknown. That is how a
 * record comes back from the mailbox that was made after the backup from which this database was restored (B8).
 */
export async function readRecords(
  statements: Statements,
  scope: ChannelScope,
  ids: readonly string[],
): Promise<Seen[]> {
  const rows = await statements.query<SeenRow>(
    `read_${scope.table.table}`,
    `select ${snapshotColumns(scope)}, ${stateColumn(scope)} from ${scope.table.table} c
     where c.org_id = $1 and c.id = any($3::uuid[])`,
    [scope.orgId, scope.membershipId, ids.filter((id) => uuid.test(id))],
  );
  return rows.map(seenOf);
}
