import type {
  Conflict,
  Hold,
  JournalEntry,
  KindName,
  LinkStage,
  Problem,
  Run,
  Side,
} from '@counterpart/engine';
import { sql } from 'kysely';
import type { Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { recordTables } from '../replica/record-table.ts';

/** Part of a list; `cursor` of the page before it. */
export interface Slice {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Sliced<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
  readonly total: number | null;
}

/** The name of the record behind a link `l`: as it is here now, or what Microsoft 365 showed of it. */
const nameOfLink = sql<string>`coalesce(${sql.join(
  Object.values(recordTables).map(
    ({ table, name }) =>
      sql`(select ${sql.raw(name)} from ${sql.table(table)} c where c.org_id = l.org_id and c.id::text = l.local_id)`,
  ),
)}, record_name(seen.content))`;
const seenContent = sql`cross join lateral (
  select coalesce(l.remote_rest -> 'content', l.local_rest -> 'content', l.base, '{}') as content) as seen`;

const position = (slice: Slice): number => {
  if (slice.cursor === undefined) return 0;
  if (!/^\d{1,15}$/.test(slice.cursor)) throw new CrmError('invalidCursor');
  return Number(slice.cursor);
};

function sliced<Item>(rows: readonly Item[], slice: Slice, total: number | null): Sliced<Item> {
  const more = rows.length > slice.limit;
  return {
    items: rows.slice(0, slice.limit),
    nextCursor: more ? String(position(slice) + slice.limit) : null,
    total,
  };
}

const runAsJson = sql<Run>`jsonb_build_object('id', id, 'startedAtMs', started_at_ms, 'endedAtMs', ended_at_ms,
  'outcome', outcome, 'reason', reason, 'counters', counters)`;

/** The runs of a channel that did something, the latest first. */
export async function listRuns(tx: Tx, channelId: string, slice: Slice): Promise<Sliced<Run>> {
  const { rows } = await sql<{ run: Run }>`select ${runAsJson} as run from runs
    where org_id = current_org() and channel_id = ${channelId}
    order by started_at_ms desc, id offset ${position(slice)} limit ${slice.limit + 1}`.execute(tx);
  return sliced(
    rows.map(({ run }) => run),
    slice,
    null,
  );
}

export type NamedJournalEntry = JournalEntry & { readonly name: string };

/** A run with its journal; null: the channel has no such run. */
export async function readRun(
  tx: Tx,
  channelId: string,
  runId: string,
  slice: Slice,
): Promise<{ run: Run; journal: Sliced<NamedJournalEntry> } | null> {
  const found = await sql<{ run: Run }>`select ${runAsJson} as run from runs
    where org_id = current_org() and channel_id = ${channelId} and id = ${runId}`.execute(tx);
  const [row] = found.rows;
  if (row === undefined) return null;
  const { rows } = await sql<NamedJournalEntry>`
    select id, run_id as "runId", link_id as "linkId", side, op, record_id as "recordId", before, after, decision, at_ms as "atMs",
      coalesce(nullif(record_name(before || after), ''), (
        select ${nameOfLink} from links l ${seenContent} where l.org_id = j.org_id and l.id = j.link_id), '') as name
    from journal j where org_id = current_org() and channel_id = ${channelId} and run_id = ${runId}
    order by seq offset ${position(slice)} limit ${slice.limit + 1}`.execute(tx);
  return { run: row.run, journal: sliced(rows, slice, null) };
}

export interface LinkProblem {
  readonly linkId: string;
  readonly localId: string | null;
  readonly name: string;
  readonly problem: Problem;
}

/** Records that cannot follow for now (V18, V19), in the order in which they came. */
export async function listProblems(tx: Tx, channelId: string, slice: Slice): Promise<Sliced<LinkProblem>> {
  const { rows } = await sql<LinkProblem>`
    select l.id as "linkId", l.local_id as "localId", l.problem, ${nameOfLink} as name from links l ${seenContent}
    where l.org_id = current_org() and l.channel_id = ${channelId} and l.problem is not null and l.stage = 'open'
    order by l.seq offset ${position(slice)} limit ${slice.limit + 1}`.execute(tx);
  return sliced(rows, slice, null);
}

export type NamedConflict = Conflict & { readonly localId: string | null; readonly name: string };

const conflictColumns = sql<NamedConflict>`k.id, k.run_id as "runId", k.link_id as "linkId", k.field, k.winner,
  k.local_value as "localValue", k.remote_value as "remoteValue", k.base_value as "baseValue", k.at_ms as "atMs",
  l.local_id as "localId"`;

/** Conflicts that nobody has settled yet, the latest first (B3). */
export async function listConflicts(tx: Tx, channelId: string, slice: Slice): Promise<Sliced<NamedConflict>> {
  const { rows } = await sql<NamedConflict>`
    select ${conflictColumns}, coalesce((select ${nameOfLink} from (select 1) as one ${seenContent}), '') as name
    from conflicts k left join links l on l.org_id = k.org_id and l.id = k.link_id
    where k.org_id = current_org() and k.channel_id = ${channelId} and k.taken is null
    order by k.at_ms desc, k.id offset ${position(slice)} limit ${slice.limit + 1}`.execute(tx);
  return sliced(rows, slice, null);
}

/** A conflict of one of the person's channels; null: there is none of that id, or it was settled. */
export async function readConflict(
  tx: Tx,
  membershipId: string,
  conflictId: string,
): Promise<(Conflict & { readonly localId: string | null; readonly kind: KindName }) | null> {
  const { rows } = await sql<Conflict & { localId: string | null; kind: KindName }>`
    select ${conflictColumns}, c.kind
    from conflicts k join channels c on c.org_id = k.org_id and c.id = k.channel_id
      left join links l on l.org_id = k.org_id and l.id = k.link_id
    where k.org_id = current_org() and k.id = ${conflictId} and c.membership_id = ${membershipId} and k.taken is null`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export async function settleConflict(
  tx: Tx,
  conflictId: string,
  side: Side,
  membershipId: string,
): Promise<void> {
  await sql`update conflicts set taken = ${side}, taken_by_membership_id = ${membershipId}, taken_at = now()
    where org_id = current_org() and id = ${conflictId}`.execute(tx);
}

export type NamedHold = Hold & { readonly examples: readonly string[] };

/** Deletions that wait for an answer, or whose answer is not carried out yet (B4), with the names of a few. */
export async function listHolds(tx: Tx, channelId: string, slice: Slice): Promise<Sliced<NamedHold>> {
  const { rows } = await sql<NamedHold>`
    select h.id, h.run_id as "runId", h.side, h.link_ids as "linkIds", h.answer, h.at_ms as "atMs", array(
      select ${nameOfLink} from jsonb_array_elements_text(h.link_ids) with ordinality as held (id, n)
        join links l on l.org_id = h.org_id and l.id = held.id::uuid ${seenContent} where held.n <= 5) as examples
    from holds h where h.org_id = current_org() and h.channel_id = ${channelId} and h.closed_at is null
    order by h.at_ms, h.id offset ${position(slice)} limit ${slice.limit + 1}`.execute(tx);
  return sliced(rows, slice, null);
}

/** Keeps the answer to a hold of one of the person's channels and looks at the channel; false: there is none that waits. */
export async function answerHeld(
  tx: Tx,
  membershipId: string,
  holdId: string,
  answer: 'approved' | 'rejected',
): Promise<boolean> {
  const { rows } = await sql`
    with answered as (
      update holds h set answer = ${answer}, answered_by_membership_id = ${membershipId}, answered_at = now()
      from channels c
      where h.org_id = current_org() and h.id = ${holdId} and h.answer is null and c.org_id = h.org_id
        and c.id = h.channel_id and c.membership_id = ${membershipId}
      returning h.channel_id)
    select enqueue_look(channel_id) from answered`.execute(tx);
  return rows.length > 0;
}

/** What is known of the sync of one record (B6). */
export interface RecordLink {
  readonly id: string;
  readonly stage: LinkStage;
  readonly dirty: boolean;
  readonly agreed: boolean;
  readonly problem: Problem | null;
  readonly conflicts: number;
  /** The last operation of the journal; milliseconds since 1970. */
  readonly lastAtMs: number | null;
  /** Invitations were asked for before the sync took the meeting over, and nobody was invited (E11). */
  readonly notInvited: boolean;
}

export async function readRecordLink(
  tx: Tx,
  channelId: string,
  recordId: string,
): Promise<RecordLink | null> {
  const { rows } = await sql<RecordLink>`
    select l.id, l.stage, l.dirty, l.base is not null as agreed, l.problem,
      (select count(*) from conflicts k
        where k.org_id = l.org_id and k.channel_id = l.channel_id and k.link_id = l.id and k.taken is null) as conflicts,
      (select max(j.at_ms) from journal j
        where j.org_id = l.org_id and j.channel_id = l.channel_id and j.link_id = l.id) as "lastAtMs",
      coalesce(l.shown #> '{remote,invite}' = 'null', false) as "notInvited"
    from links l where l.org_id = current_org() and l.channel_id = ${channelId} and l.local_id = ${recordId}
    order by l.stage = 'open' desc, l.seq desc limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** The owner asks for the invitations that the first sync withheld (E11): they count as an edit of now. False: none were withheld. */
export async function askToInvite(tx: Tx, channelId: string, recordId: string): Promise<boolean> {
  const { rows } = await sql`
    update links set base = base - 'invite', shown = shown #- '{remote,invite}', dirty = true,
      -- An observation without content has that of the base, which it is to keep.
      local_rest = jsonb_build_object('content', base) || local_rest
    where org_id = current_org() and channel_id = ${channelId} and local_id = ${recordId} and stage = 'open'
      and shown #> '{remote,invite}' = 'null'
    returning enqueue_look(channel_id)`.execute(tx);
  return rows.length > 0;
}
