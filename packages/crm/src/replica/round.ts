import type { ChangePage } from '@counterpart/engine';
import { writeCursor, type ChangeCursor, type PagePlace } from './cursor.ts';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './records.ts';
import { imported, type ChannelScope } from './record-table.ts';
import type { Statements } from './statements.ts';

const pageSize = 500;

type RoundPlace = Extract<PagePlace, { in: 'round' }>;
type Place = Pick<RoundPlace, 'place' | 'after'>;
type RoundRow = SnapshotRow & { readonly place: string };

/** Begins a full round. Changes are read from its beginning on: what happens during the round is read after it. */
export async function beginRound(statements: Statements, scope: ChannelScope): Promise<ChangePage> {
  const [now] = await statements.query<{ identity: string; snapshot: string }>(
    'change_log_now',
    'select change_log_identity() as identity, pg_current_snapshot()::text as snapshot',
    [],
  );
  if (now === undefined) throw new Error('No answer to a question that always has one');
  return readRound(statements, scope, { ...now, page: null }, null);
}

/**
 * A page of everything in scope, in the order of the table (contacts: the most recently modified first; tasks: T2). Beyond the cap (C6, T2) only records that already have a link are
 * listed; the last page tells how many were left out.
 */
export async function readRound(
  statements: Statements,
  scope: ChannelScope,
  since: ChangeCursor,
  place: RoundPlace | null,
): Promise<ChangePage> {
  const cap = scope.settings.firstSyncCap;
  const before = place?.listed ?? 0;
  const limit = before >= cap ? pageSize : Math.min(pageSize, cap - before);
  const rows = await list(statements, scope, place, before >= cap, limit);
  const last = rows.at(-1);
  const listed = before + rows.length;
  const end: Place | null = last ? { place: last.place, after: last.id } : place;
  const leftOut =
    place?.leftOut ?? (listed >= cap && end !== null ? await countUnlinked(statements, scope, end) : null);
  const more = last !== undefined && rows.length === limit;
  return {
    lost: false,
    entries: rows.map((row) => ({ state: 'present', ...snapshotOf(row) })),
    next: writeCursor({
      ...since,
      page: more && end !== null ? { in: 'round', ...end, listed, leftOut } : null,
    }),
    more,
    ...(more ? {} : { leftOut: leftOut ?? 0 }),
  };
}

const inScope = `c.org_id = $1 and c.owner_membership_id = $2 and c.deleted_at is null and not ${imported}`;
const linked = `exists (select from links l
  where l.org_id = $1 and l.channel_id = $3 and l.stage = 'open' and l.local_id = c.id::text)`;
const further = ({ table: { syncOrder } }: ChannelScope): string =>
  `(c.${syncOrder.column}, c.id) < ($4::${syncOrder.type}, $5::uuid)`;

/** Sorts after every record. */
const fromTheTop: Place = { place: 'infinity', after: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

function list(
  statements: Statements,
  scope: ChannelScope,
  place: Place | null,
  linkedOnly: boolean,
  limit: number,
): Promise<RoundRow[]> {
  const { place: from, after } = place ?? fromTheTop;
  const { column } = scope.table.syncOrder;
  return statements.query<RoundRow>(
    `round_of_${scope.table.table}${linkedOnly ? '_linked' : ''}`,
    `select ${snapshotColumns(scope)}, c.${column}::text as place from ${scope.table.table} c
     where ${inScope} and ($3::uuid is not null ${linkedOnly ? `and ${linked}` : ''}) and ${further(scope)}
     order by c.${column} desc, c.id desc limit $6`,
    [scope.orgId, scope.membershipId, scope.channelId, from, after, limit],
  );
}

async function countUnlinked(statements: Statements, scope: ChannelScope, place: Place): Promise<number> {
  const [row] = await statements.query<{ count: number }>(
    `round_rest_of_${scope.table.table}`,
    `select count(*) as count from ${scope.table.table} c where ${inScope} and not ${linked} and ${further(scope)}`,
    [scope.orgId, scope.membershipId, scope.channelId, place.place, place.after],
  );
  return row?.count ?? 0;
}
