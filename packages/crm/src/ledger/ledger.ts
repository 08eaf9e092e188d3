import type { Conflict, Intent, Ledger, LedgerTransaction, Link } from '@counterpart/engine';
import { applyRecords } from '../replica/apply.ts';
import type { ChannelScope } from '../replica/record-table.ts';
import { LedgerChanges } from './changes.ts';
import { openingOf, type Leased } from './opening.ts';
import { hashKey, linkColumns, linkOf, type LinkRow } from './rows.ts';
import type { RunSession } from './session.ts';

/** The engine's ledger on PostgreSQL: one statement per call, however many rows. `opened`: what the lease already knows. */
export function createLedger(session: RunSession, scope: ChannelScope, opened: Leased): Ledger {
  const here = [scope.orgId, scope.channelId] as const;
  const order = new Map<string, number>();
  let fresh: Leased | null = opened;

  const links = async (name: string, text: string, values: readonly unknown[]): Promise<Link[]> => {
    const rows = await session.query<LinkRow>(name, `select ${linkColumns} from links l ${text}`, values);
    const last = rows.at(-1);
    if (last) order.set(last.id, last.seq);
    return rows.map(linkOf);
  };

  /** The place of a link in the order of storing; the link itself may be gone by now. */
  const placeOf = async (id: string | null): Promise<number> => {
    const known = id === null ? 0 : order.get(id);
    if (known !== undefined) return known;
    const [row] = await session.query<{ seq: number }>(
      'link_place',
      'select seq from links where org_id = $1 and id = $2',
      [scope.orgId, id],
    );
    if (row === undefined) throw new Error(`No link ${id} to go on after`);
    return row.seq;
  };

  const linksById = (ids: readonly string[]): Promise<Link[]> =>
    links('links_by_id', 'where l.org_id = $1 and l.id = any($2::uuid[])', [scope.orgId, ids]);

  return {
    async open() {
      const answer = fresh ?? (await session.open());
      fresh = null;
      if (answer.outcome !== 'leased') throw new Error(`The lease is lost: ${answer.outcome}`);
      return openingOf(answer);
    },
    linksByRecord: (side, ids) =>
      links(
        `links_by_${side}`,
        `where l.org_id = $1 and l.channel_id = $2 and l.stage = 'open' and l.${side}_id = any($3::text[])
         union all select ${linkColumns} from links l
         where l.org_id = $1 and l.channel_id = $2 and l.stage <> 'open' and l.${side}_id = any($3::text[])`,
        [...here, ids],
      ),
    linksById,
    async lonelyLinksByKey(side, keys) {
      const byHash = new Map(keys.map((key) => [hashKey(side, key), key]));
      const found = await session.query<{ key: string; link_id: string }>(
        'link_keys',
        'select key, link_id from link_keys where org_id = $1 and channel_id = $2 and key = any($3::uuid[])',
        [...here, [...byHash.keys()]],
      );
      if (found.length === 0) return [];
      const waiting = new Map(
        (await linksById(found.map((row) => row.link_id))).map((link) => [link.id, link]),
      );
      return found.flatMap((row) => {
        const link = waiting.get(row.link_id);
        return link?.stage === 'open' ? [{ key: byHash.get(row.key) ?? '', link }] : [];
      });
    },
    async dueLinks(nowMs, after, limit) {
      const text = `where l.org_id = $1 and l.channel_id = $2 and l.due_at_ms <= $3 and l.seq > $4 order by l.seq limit $5`;
      return links('links_due', text, [...here, nowMs, await placeOf(after), limit]);
    },
    async lonelyLinks(side, nowMs, after, limit) {
      const other = side === 'local' ? 'remote' : 'local';
      const text = `where l.org_id = $1 and l.channel_id = $2 and l.due_at_ms <= $3 and l.seq > $4
        and l.${side}_id is not null and l.${other}_id is null order by l.seq limit $5`;
      return links(`links_lonely_${side}`, text, [...here, nowMs, await placeOf(after), limit]);
    },
    async unlistedLinks(side, round, after, limit) {
      const text = `where l.org_id = $1 and l.channel_id = $2 and l.stage = 'open' and l.${side}_state = 'present'
        and l.${side}_round is distinct from $3 and l.seq > $4 order by l.seq limit $5`;
      return links(`links_unlisted_${side}`, text, [...here, round, await placeOf(after), limit]);
    },
    async deletionFigures() {
      const [row] = await session.query<{ links: number; deletedLocal: number; deletedRemote: number }>(
        'deletion_figures',
        `select pairs as links, deleted_local as "deletedLocal", deleted_remote as "deletedRemote"
         from channel_figures where org_id = $1 and channel_id = $2`,
        here,
      );
      return row ?? { links: 0, deletedLocal: 0, deletedRemote: 0 };
    },
    intents: () =>
      session.query<Intent>(
        'intents',
        `select id, link_id as "linkId", op, run_id as "runId", target, fields, marker, at_ms as "atMs"
         from intents where org_id = $1 and channel_id = $2 order by at_ms, id`,
        here,
      ),
    async settleIdle(remoteCursor) {
      const changes = new LedgerChanges();
      changes.putCursor('remote', remoteCursor, null);
      changes.putQuietCursor(session.quietLocalCursor);
      await session.inTurn(() => session.write(changes.toJson()));
    },
    async nextDueAtMs() {
      const [row] = await session.query<{ due: number | null }>(
        'next_due',
        'select min(due_at_ms) as due from links where org_id = $1 and channel_id = $2 and due_at_ms > 0',
        here,
      );
      return row?.due ?? null;
    },
    transaction(work) {
      fresh = null;
      return session.inTurn(() => transaction(session, scope, work));
    },
  };
}

/**
 * Writes are gathered and stored by one statement at the end, which is a transaction by itself; only where records are written too
 * does it take begin and commit.
 */
async function transaction<T>(
  session: RunSession,
  scope: ChannelScope,
  work: (tx: LedgerTransaction) => Promise<T>,
): Promise<T> {
  const changes = new LedgerChanges();
  let begun = false;
  const tx: LedgerTransaction = {
    local: {
      async apply(operations) {
        if (operations.length === 0) return [];
        await session.useRunName();
        if (!begun) await session.begin();
        begun = true;
        return applyRecords(session, scope, operations);
      },
    },
    putLinks: async (links) => changes.putLinks(links),
    dropLinks: async (ids) => changes.dropLinks(ids),
    async putCursor(side, cursor, round) {
      // What is stored on purpose, such as forgetting the cursor on disabling, is not overwritten by a reading that found nothing.
      if (side === 'local') session.quietLocalCursor = null;
      changes.putCursor(side, cursor, round);
    },
    putChannel: async (change) => changes.putChannel(change),
    addIntents: async (intents) => changes.addIntents(intents),
    dropIntents: async (ids) => changes.dropIntents(ids),
    addJournal: async (entries) => changes.addJournal(entries),
    addConflicts: async (conflicts: readonly Conflict[]) => changes.addConflicts(conflicts),
    putHold: async (hold) => changes.putHold(hold),
    closeHold: async (id) => changes.closeHold(id),
    releaseLinks: async () => changes.releaseLinks(),
    forgetFields: async (fields) => changes.forgetFields(fields),
    putRun: async (run) => changes.putRun(run),
  };
  try {
    const result = await work(tx);
    changes.putQuietCursor(session.quietLocalCursor);
    const written = changes.toJson();
    if (begun || written !== '{}') await session.write(written);
    if (begun) await session.commit();
    return result;
  } catch (error) {
    if (begun) await session.rollback();
    throw error;
  }
}
