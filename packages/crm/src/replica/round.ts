import type { ChangePage, Content } from '@counterpart/engine';
import type { Round, SyncOrder } from '../records/sync-order.ts';
import { writeCursor, type ChangeCursor, type PagePlace } from './cursor.ts';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './records.ts';
import { imported, syncedContent, type ChannelScope } from './record-table.ts';
import type { Statements } from './statements.ts';

const pageSize = 500;

type RoundPlace = Extract<PagePlace, { in: 'round' }>;
/** Where a page begins. */
type Start = Required<Pick<RoundPlace, 'place' | 'after' | 'stretch' | 'nowMs'>>;
type RoundRow = SnapshotRow & { readonly place: string };

/** Begins a full round. Changes are read from its beginning on: what happens during the round is read after it. */
export async function beginRound(statements: Statements, scope: ChannelScope): Promise<ChangePage> {
  const [now] = await statements.query<{ identity: string; snapshot: string; nowMs: number }>(
    'change_log_now',
    `select change_log_identity() as identity, pg_current_snapshot()::text as snapshot,
       (extract(epoch from current_instant()) * 1000)::bigint as "nowMs"`,
    [],
  );
  if (now === undefined) throw new Error('No answer to a question that always has one');
  const { nowMs, ...since } = now;
  return readFrom(statements, scope, { ...since, page: null }, topOf(0, nowMs), null);
}

/**
 * A page of everything in scope, in the order of the table (contacts: the most recently modified first; meetings: E5; tasks: T2). Beyond the cap (E4,
 * C6, T2) only records that already have a link are listed; the last page tells how many were left out.
 */
export function readRound(
  statements: Statements,
  scope: ChannelScope,
  since: ChangeCursor,
  page: RoundPlace,
): Promise<ChangePage> {
  const { place, after, stretch = 0, nowMs = 0 } = page;
  return readFrom(statements, scope, since, { place, after, stretch, nowMs }, page);
}

/** Before every record of a stretch. */
const topOf = (stretch: number, nowMs: number): Start => ({
  place: null,
  after: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  stretch,
  nowMs,
});

async function readFrom(
  statements: Statements,
  scope: ChannelScope,
  since: ChangeCursor,
  start: Start,
  page: RoundPlace | null,
): Promise<ChangePage> {
  const cap = scope.settings.firstSyncCap;
  const before = page?.listed ?? 0;
  const limit = before >= cap ? pageSize : Math.min(pageSize, cap - before);
  const rows = await list(statements, scope, start, before >= cap, limit);
  const last = rows.at(-1);
  const listed = before + rows.length;
  const end: Start = last ? { ...start, place: last.place, after: last.id } : start;
  const leftOut = page?.leftOut ?? (listed >= cap ? await countUnlinked(statements, scope, end) : null);
  const next = nextStart(scope, end, rows.length === limit);
  return {
    lost: false,
    entries: rows.map((row) => ({ state: 'present', ...snapshotOf(row) })),
    next: writeCursor({ ...since, page: next === null ? null : { in: 'round', ...next, listed, leftOut } }),
    more: next !== null,
    ...(next === null ? { leftOut: leftOut ?? 0 } : {}),
  };
}

/** Where to go on: in the same stretch, at the top of the next one, or nowhere. */
function nextStart({ table }: ChannelScope, end: Start, full: boolean): Start | null {
  if (full) return end;
  return end.stretch + 1 < table.syncOrder.length ? topOf(end.stretch + 1, end.nowMs) : null;
}

const round: Round = { now: '$6::timestamptz', places: '$7::jsonb' };

/** In every statement here $1 to $7 are the scope and where the page begins; one that does not use all of them must have them all the same. */
const inScope = ({ table }: ChannelScope): string =>
  `c.org_id = $1 and c.owner_membership_id = $2 and c.deleted_at is null and not ${imported}
   ${table.unsyncable === undefined ? '' : `and ${table.unsyncable} is null`}
   and ($3::uuid is not null and $4::text is not null and $5::uuid is not null and ${round.now} is not null and ${round.places} is not null)`;
const linked = `exists (select from links l
  where l.org_id = $1 and l.channel_id = $3 and l.stage = 'open' and l.local_id = c.id::text)`;

function stretchOf({ table }: ChannelScope, number: number): SyncOrder {
  const stretch = table.syncOrder[number];
  if (stretch === undefined) throw new Error(`A round of ${table.table} has no stretch ${number}`);
  return stretch;
}

const belongs = ({ where }: SyncOrder): string => where?.(round) ?? 'true';
const further = ({ by, type }: SyncOrder): string => `(${by(round)}, c.id) < ($4::text::${type}, $5::uuid)`;

async function valuesOf(statements: Statements, scope: ChannelScope, start: Start): Promise<unknown[]> {
  const { places } = stretchOf(scope, start.stretch);
  const values = [scope.orgId, scope.membershipId, scope.channelId, start.place ?? 'infinity', start.after];
  const now = [...values, new Date(start.nowMs).toISOString()];
  if (places === undefined) return [...now, '{}'];
  const rows = await statements.query<{ id: string; content: Content }>(
    `round_places_of_${scope.table.table}`,
    `select c.id, ${syncedContent(scope.table)} as content from ${scope.table.table} c
     where ${inScope(scope)} and ${places.of(round)}`,
    [...now, '{}'],
  );
  const found = rows.map(({ id, content }) => [id, places.at(content, start.nowMs)]);
  return [...now, JSON.stringify(Object.fromEntries(found))];
}

async function list(
  statements: Statements,
  scope: ChannelScope,
  start: Start,
  linkedOnly: boolean,
  limit: number,
): Promise<RoundRow[]> {
  const stretch = stretchOf(scope, start.stretch);
  const by = stretch.by(round);
  return statements.query<RoundRow>(
    `round_of_${scope.table.table}_${start.stretch}${linkedOnly ? '_linked' : ''}`,
    `select ${snapshotColumns(scope)}, (${by})::text as place from ${scope.table.table} c
     where ${inScope(scope)} ${linkedOnly ? `and ${linked}` : ''} and ${belongs(stretch)} and ${further(stretch)}
     order by ${by} desc, c.id desc limit $8`,
    [...(await valuesOf(statements, scope, start)), limit],
  );
}

/** What comes after a place, in its stretch and the later ones. */
async function countUnlinked(statements: Statements, scope: ChannelScope, start: Start): Promise<number> {
  const stretch = stretchOf(scope, start.stretch);
  const later = scope.table.syncOrder.slice(start.stretch + 1).map(belongs);
  const rest = [`(${belongs(stretch)} and ${further(stretch)})`, ...later].join(' or ');
  const [row] = await statements.query<{ count: number }>(
    `round_rest_of_${scope.table.table}_${start.stretch}`,
    `select count(*) as count from ${scope.table.table} c where ${inScope(scope)} and not ${linked} and (${rest})`,
    await valuesOf(statements, scope, start),
  );
  return row?.count ?? 0;
}
