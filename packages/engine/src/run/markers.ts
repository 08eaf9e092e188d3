import type { Link } from '../model.ts';
import type { RunContext } from './context.ts';
import { look } from './look.ts';
import { lonelyLink, observed, paired } from './links.ts';

/**
 * Remote records that carry our marker belong to the local record it names (B8), also after the ledger was lost. A copy that a person
 * made of a linked item carries the same marker: it is a record of its own.
 */
export async function attachMarked(
  context: RunContext,
  strangers: readonly Link[],
  markers: ReadonlyMap<string, string>,
): Promise<Link[]> {
  const prefix = context.channel.markerPrefix;
  const named = new Map<string, Link>();
  const rest: Link[] = [];
  for (const link of strangers) {
    const mark = markers.get(link.remote?.id ?? '');
    const localId = mark?.startsWith(prefix) ? mark.slice(prefix.length) : undefined;
    if (localId === undefined || named.has(localId)) rest.push(link);
    else named.set(localId, link);
  }
  if (named.size === 0) return rest;
  const twins = await context.ledger.linksByRecord('local', [...named.keys()]);
  const byLocal = new Map(twins.map((link) => [link.local?.id ?? '', link]));
  const unknown = [...named.keys()].filter((id) => !byLocal.has(id));
  const found = unknown.length > 0 ? await context.local.read(unknown) : [];
  for (const seen of found)
    byLocal.set(seen.id, lonelyLink(named.get(seen.id)?.id ?? '', 'local', observed(null, seen)));
  const undecided = new Set<string>();
  const away = await movedAway(context, [...byLocal.values()], undecided);
  return [
    ...rest,
    ...[...named].map(([localId, stranger]) => {
      const twin = byLocal.get(localId);
      if (twin && undecided.has(twin.id)) context.identified.delete(stranger.remote?.id ?? '');
      return attached(context, stranger, twin && away.has(twin.id) ? { ...twin, remote: null } : twin);
    }),
  ];
}

/**
 * Links whose remote record was there when it was last seen, and is not now. Where identifiers change, one that was moved out and back comes under a new
 * identifier, and the report that the old one is gone may come later, or at once with it (GRAPH 6: order is undefined).
 */
async function movedAway(
  context: RunContext,
  twins: readonly Link[],
  undecided: Set<string>,
): Promise<Set<string>> {
  if (context.remote.identifiersChange !== true) return new Set();
  const open = twins.filter((link) => link.stage === 'open' && link.remote?.state === 'present');
  if (open.length === 0) return new Set();
  const seen = new Map((await look(context, 'remote', open)).map((one) => [one.id, one.state]));
  const away = new Set<string>();
  for (const link of open) {
    const state = seen.get(link.remote?.id ?? '');
    if (state === 'deleted' || state === 'outOfScope') away.add(link.id);
    // Nobody can say yet whose the new identifier is: it waits, like one whose marker could not be read.
    else if (state !== 'present') undecided.add(link.id);
  }
  return away;
}

function attached(context: RunContext, stranger: Link, twin: Link | undefined): Link {
  if (!twin || twin.stage === 'unlinked') return stranger;
  if (twin.stage === 'open' && twin.remote?.state === 'present') return stranger;
  const fresh = twin.stage === 'released' ? { ...twin, stage: 'open' as const, base: null, shown: {} } : twin;
  context.counters.adopted += 1;
  return paired(fresh, stranger.remote, context.remote.project);
}
