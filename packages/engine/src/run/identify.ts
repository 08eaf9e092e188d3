import type { Link } from '../model.ts';
import type { RunContext } from './context.ts';
import { lonelyLink, observed } from './links.ts';
import { createdAsIntended } from './recover.ts';
import { putLinks } from './observe.ts';

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
    if (seen.state !== 'deleted' || !byLocal.has(seen.id))
      byLocal.set(seen.id, lonelyLink(named.get(seen.id)?.id ?? '', 'local', observed(null, seen)));
  return [
    ...rest,
    ...[...named].map(([localId, stranger]) => attached(context, stranger, byLocal.get(localId))),
  ];
}

function attached(context: RunContext, stranger: Link, twin: Link | undefined): Link {
  if (!twin || twin.stage === 'unlinked') return stranger;
  if (twin.stage === 'open' && twin.remote?.state === 'present') return stranger;
  const fresh = twin.stage === 'released' ? { ...twin, stage: 'open' as const, base: null, shown: {} } : twin;
  context.counters.adopted += 1;
  return { ...fresh, remote: stranger.remote, dirty: true, problem: null };
}

/**
 * Before anything is created remotely, the markers of remote records that turned up in this run are looked at: one of them may be the very
 * record, created by a request whose reply was lost, or before a backup was restored (V5).
 */
export async function identifyStrangers(context: RunContext): Promise<boolean> {
  const ids = [...context.unidentified];
  context.unidentified.clear();
  if (ids.length === 0) return false;
  const answers = await context.remote.read(ids);
  const marked = answers.filter((seen) => seen.state === 'present' && seen.marker !== undefined);
  if (marked.length === 0) return false;
  const links = await context.ledger.linksByRecord(
    'remote',
    marked.map((seen) => seen.id),
  );
  const lonely = links.filter((link) => link.local === null && link.stage === 'open');
  const markers = new Map(
    marked.flatMap((seen) => (seen.state === 'present' && seen.marker ? [[seen.id, seen.marker]] : [])),
  );
  const found = await attachMarked(context, lonely, markers);
  const intents = new Map((await context.ledger.intents()).map((intent) => [intent.linkId, intent]));
  const attachedLinks = found.map((link) => {
    const intent = intents.get(link.id);
    const ours = intent?.op === 'create' && link.remote !== null;
    return ours ? createdAsIntended(link, intent, link.remote) : link;
  });
  const kept = new Set(attachedLinks.map((link) => link.id));
  await context.ledger.transaction(async (tx) => {
    await tx.dropLinks(lonely.map((link) => link.id).filter((id) => !kept.has(id)));
    await putLinks(context, tx, attachedLinks);
  });
  return true;
}
