import type { Link, Seen, Side } from '../model.ts';
import { marker, type RunContext } from './context.ts';

/** Reads the records of links on one side, with what is needed to find those that were moved. */
export function look(context: RunContext, side: Side, links: readonly Link[]): Promise<readonly Seen[]> {
  const ids = links.flatMap((link) => link[side]?.id ?? []);
  if (side === 'local' || context.remote.identifiersChange !== true) return context[side].read(ids);
  const markers = links.flatMap(({ local, remote }) =>
    local && remote ? [[remote.id, marker(context, local.id)] as const] : [],
  );
  return context.remote.read(ids, new Map(markers));
}
