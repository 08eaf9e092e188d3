import type { Link, Seen, Side } from '../model.ts';
import { step, type RunContext } from './context.ts';
import { isNews, lonelyLink, observed } from './links.ts';
import { look } from './look.ts';
import { attachMarked } from './markers.ts';
import { unmarked } from './operations.ts';
import { putLinks } from './put-links.ts';

/** The last entry of a record wins: the same record may come several times in a round (GRAPH 6). */
function lastOfEach(entries: readonly Seen[]): Map<string, Seen> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/** What was reported as removed is looked at again before it counts (V7). */
export async function confirmed(
  context: RunContext,
  side: Side,
  entries: readonly Seen[],
  links: ReadonlyMap<string, Link>,
): Promise<Seen[]> {
  const doubtful = entries.flatMap((entry) => (entry.state === 'missing' ? (links.get(entry.id) ?? []) : []));
  if (doubtful.length === 0) return entries.filter((entry) => entry.state !== 'missing');
  const answers = await look(context, side, doubtful);
  return [...entries.filter((entry) => entry.state !== 'missing'), ...answers];
}

/**
 * Turns what a side says into observations on links. A record without a link that is present becomes a lonely link, and so does one that cannot
 * be read now: the cursor moves on, and nobody would tell of it again (V10). Anything else that is unknown is no business of ours.
 */
export async function observeEntries(
  context: RunContext,
  side: Side,
  reported: readonly Seen[],
  round: string | null,
): Promise<Link[]> {
  const unique = [...lastOfEach(reported).values()];
  if (unique.length === 0) return [];
  const known = await context.ledger.linksByRecord(
    side,
    unique.map((entry) => entry.id),
  );
  const links = new Map(known.map((link) => [link[side]?.id ?? '', link]));
  const entries = await confirmed(context, side, unique, links);
  const changed: Link[] = [];
  const strangers: Link[] = [];
  for (const entry of entries) {
    const link = links.get(entry.id);
    const observation = observed(link?.[side] ?? null, entry, round ?? undefined);
    if (link) changed.push(renewed(context, link, side, observation));
    else if (entry.state === 'present' || entry.state === 'unreadable')
      strangers.push(lonelyLink(context.ids.next(), side, observation));
  }
  if (side === 'local') return [...changed, ...strangers];
  const markers = new Map(
    entries.flatMap((entry) => (entry.state === 'present' && entry.marker ? [[entry.id, entry.marker]] : [])),
  );
  // A full round shows markers; what changed since a cursor may not (GRAPH 1.4). A marker that is there and empty was looked at.
  for (const entry of entries) {
    const mark = entry.state === 'present' ? entry.marker : undefined;
    const waits = links.get(entry.id);
    // One that waits for its twin is given it by `identifyStrangers`, which looks at it again.
    const passedOver = waits?.local === null && Boolean(mark);
    const isListed = round !== null && entry.state === 'present';
    const isShown = mark !== undefined || (isListed && context.remote.identifiersChange !== true);
    if (isShown && !passedOver) context.identified.add(entry.id);
  }
  const attached = await attachMarked(context, strangers, markers);
  // A record that came back under another identifier: what its old one says no longer counts.
  const back = new Set(attached.map((link) => link.id));
  return [...changed.filter((link) => !back.has(link.id)), ...attached];
}

/** Problems that a new observation does not settle. */
const lasting = new Set(['uncertain', unmarked]);

function renewed(context: RunContext, link: Link, side: Side, observation: Link[Side] & {}): Link {
  const news = isNews(link[side], observation, context.fields);
  if (link.stage === 'released') {
    // The channel was disabled and enabled again: what is seen now begins anew (B8).
    return observation.state === 'present' ? lonelyLink(link.id, side, observation) : link;
  }
  if (link.stage === 'unlinked') {
    // Unlinked by a deletion over there (C3): it comes back only where the person brings that very record back.
    const back = link[side]?.state !== 'present' && observation.state === 'present';
    return { ...link, [side]: observation, ...(back ? { stage: 'open', dirty: true, problem: null } : {}) };
  }
  return {
    ...link,
    [side]: observation,
    dirty: link.dirty || news,
    problem: news && !lasting.has(link.problem?.code ?? '') ? null : link.problem,
  };
}

/** Reads a side's changes to their end. Each page is stored in one transaction with the cursor behind it (V10). */
export async function pull(
  context: RunContext,
  side: Side,
): Promise<{ dirty: boolean; cursor: string; stored: boolean }> {
  let cursor = context.channel.cursors[side];
  let round = context.channel.rounds[side] ?? (cursor === null ? context.ids.next() : null);
  let dirty = false;
  let stored = false;
  for (;;) {
    step(context);
    const page = await context[side].changesSince(cursor);
    if (page.lost) {
      cursor = null;
      round = context.ids.next();
      continue;
    }
    if (side === 'local' && page.leftOut !== undefined) context.counters.leftOut = page.leftOut;
    const links = await observeEntries(context, side, page.entries, round);
    context.counters[side === 'local' ? 'pulledLocal' : 'pulledRemote'] += page.entries.length;
    dirty ||= links.some((link) => link.dirty);
    cursor = page.next;
    stored = links.length > 0 || round !== null || page.more;
    if (stored) {
      const [next, stamp] = [cursor, round];
      await context.ledger.transaction(async (tx) => {
        await putLinks(context, tx, links);
        await tx.putCursor(side, next, stamp);
      });
    }
    if (!page.more) break;
  }
  if (round !== null) dirty = (await closeRound(context, side, round, cursor)) || dirty;
  return { dirty, cursor, stored };
}

/** What a full round did not list may have been deleted, or left the scope: each is looked at by itself (V7). */
async function closeRound(context: RunContext, side: Side, round: string, cursor: string): Promise<boolean> {
  let dirty = false;
  for (let after: string | null = null; ;) {
    const unlisted = await context.ledger.unlistedLinks(side, round, after, 200);
    const last = unlisted.at(-1);
    if (!last) break;
    after = last.id;
    step(context);
    const answers = await look(context, side, unlisted);
    const links = await observeEntries(context, side, answers, round);
    dirty ||= links.some((link) => link.dirty);
    await context.ledger.transaction((tx) => putLinks(context, tx, links));
  }
  await context.ledger.transaction((tx) => tx.putCursor(side, cursor, null));
  return dirty;
}
