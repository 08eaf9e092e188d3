import type { Link, Side } from '../model.ts';
import type { RunContext } from './context.ts';
import { isLonely, paired } from './links.ts';
import { keysOf } from './put-links.ts';

const opposite = (side: Side): Side => (side === 'local' ? 'remote' : 'local');

/** Two lonely links found to be one record: `link` stays, `dropped` goes. */
export interface Match {
  readonly link: Link;
  readonly dropped: string;
}

/**
 * First contact: lonely records on both sides with the same exact key are the same record, before anything is created (DESIGN).
 * A key counts only where one lonely record on each side has it; the strongest key that decides is taken.
 */
export async function matchLonely(context: RunContext, links: readonly Link[]): Promise<Match[]> {
  const matches: Match[] = [];
  const taken = new Set<string>();
  for (const side of ['local', 'remote'] as const) {
    const lonely = links.filter((link) => isLonely(link, side) && !taken.has(link.id));
    if (lonely.length === 0) continue;
    const keys = new Map(lonely.map((link) => [link.id, keysOf(context, link)]));
    const all = [...new Set([...keys.values()].flat())];
    const there = await byKey(context, opposite(side), all);
    if (there.size === 0) continue;
    const here = await byKey(context, side, [...there.keys()]);
    for (const link of lonely) {
      const twin = twinOf(keys.get(link.id) ?? [], here, there, taken);
      if (!twin) continue;
      taken.add(link.id).add(twin.id);
      const [keep, drop] = side === 'local' ? [link, twin] : [twin, link];
      matches.push({ link: paired(keep, drop.remote, context.remote.project), dropped: drop.id });
    }
  }
  return matches;
}

async function byKey(context: RunContext, side: Side, keys: readonly string[]): Promise<Map<string, Link[]>> {
  const found = new Map<string, Link[]>();
  for (const { key, link } of await context.ledger.lonelyLinksByKey(side, keys))
    found.set(key, [...(found.get(key) ?? []), link]);
  return found;
}

function twinOf(
  keys: readonly string[],
  here: ReadonlyMap<string, Link[]>,
  there: ReadonlyMap<string, Link[]>,
  taken: ReadonlySet<string>,
): Link | undefined {
  for (const key of keys) {
    const [twin, another] = there.get(key) ?? [];
    if (!twin || another || (here.get(key)?.length ?? 0) !== 1) continue;
    if (!taken.has(twin.id)) return twin;
  }
  return undefined;
}
