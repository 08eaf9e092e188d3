import type { ChangePage } from '@counterpart/engine';
import { writeCursor, type ChangeCursor, type PagePlace } from './cursor.ts';
import { seenOf, snapshotColumns, stateColumn, type SeenRow } from './records.ts';
import type { ChannelScope } from './record-table.ts';
import type { Statements } from './statements.ts';

const pageSize = 500;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * The records that others than this channel's own runs changed (V12) since a cursor, as they are now, in one statement. A change
 * belongs to the reading when its transaction was not visible in the cursor's snapshot: late commits are not missed (V10).
 */
export async function readChanges(
  statements: Statements,
  scope: ChannelScope,
  since: ChangeCursor,
  page: Extract<PagePlace, { in: 'changes' }> | null,
): Promise<ChangePage> {
  const changedOf = (owner: string) => `select record_id from change_log
    where org_id = $1 and ${owner} = $2 and kind = $3 and xid >= pg_snapshot_xmin($4::pg_snapshot)
      and not pg_visible_in_snapshot(xid, $4::pg_snapshot) and channel_id is distinct from $5::uuid and record_id > $6`;
  const [found] = await statements.query<{ identity: string; now: string; records: SeenRow[] }>(
    `changes_of_${scope.table.table}`,
    `select change_log_identity() as identity, pg_current_snapshot()::text as now, coalesce((
       select jsonb_agg(to_jsonb(r) order by r.id) from (
         select ${snapshotColumns(scope)}, ${stateColumn(scope)}
         from (
           ${changedOf('owner_membership_id')} union ${changedOf('previous_owner_membership_id')}
           order by record_id limit ${pageSize}
         ) as changed join ${scope.table.table} c on c.org_id = $1 and c.id = changed.record_id
       ) as r), '[]') as records`,
    [
      scope.orgId,
      scope.membershipId,
      scope.table.kind.name,
      since.snapshot,
      scope.channelId,
      page?.after ?? beforeAll,
    ],
  );
  if (found === undefined || found.identity !== since.identity) return { lost: true };
  const to = page?.to ?? found.now;
  const last = found.records.at(-1);
  const more = found.records.length === pageSize && last !== undefined;
  return {
    lost: false,
    entries: found.records.map(seenOf),
    next: more
      ? writeCursor({ ...since, page: { in: 'changes', after: last.id, to } })
      : writeCursor({ ...since, snapshot: to, page: null }),
    more,
  };
}
