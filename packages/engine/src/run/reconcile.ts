import { decideLink } from '../decide/decide.ts';
import type { Link, Seen, Side } from '../model.ts';
import { applyLocally } from './apply-local.ts';
import { applyRemotely } from './apply-remote.ts';
import { withoutBraked } from './brake.ts';
import { problem, step as takeStep, type RunContext } from './context.ts';
import { isLonely } from './links.ts';
import { look } from './look.ts';
import { matchLonely } from './match.ts';
import { observeEntries } from './observe.ts';
import { putLinks } from './put-links.ts';

/** Links are planned and carried out in pages, so that memory does not grow with the mailbox. */
const pageSize = 100;

/** How often links that changed under our hands are looked at again within one run; the rest waits for the next run (V14). */
const mostPasses = 5;

/** Goes through everything that is due until nothing is. */
export async function reconcile(context: RunContext): Promise<void> {
  for (let pass = 0; pass < mostPasses; pass += 1) if (!(await reconcileOnce(context))) return;
}

async function reconcileOnce(context: RunContext): Promise<boolean> {
  const now = context.clock.now();
  let after: string | null = null;
  for (;;) {
    takeStep(context);
    const links = await context.ledger.dueLinks(now, after, pageSize);
    const last = links.at(-1);
    if (!last) return after !== null;
    await reconcilePage(context, links);
    after = last.id;
  }
}

/** One page of the plan. */
async function reconcilePage(context: RunContext, due: readonly Link[]): Promise<void> {
  const reread = await withoutUnidentified(context, await readAgain(context, due));
  const matches = await matchLonely(context, reread);
  const gone = new Set(matches.map((match) => match.dropped));
  const merged = new Map(matches.map((match) => [match.link.id, match.link]));
  context.counters.adopted += matches.length;
  const links = [...reread.filter((link) => !gone.has(link.id) && !merged.has(link.id)), ...merged.values()];
  const planned = links.map((link) => ({
    link,
    decision: decideLink(context.kind, context.channel.settings, link),
    isFirstContact: link.base === null || merged.has(link.id),
  }));
  const { steps, held } = withoutBraked(context, planned);
  if (held.length > 0) await context.ledger.transaction((tx) => putLinks(context, tx, held));
  const { remote, stale } = await applyLocally(context, steps, matches);
  await applyRemotely(context, remote);
  if (stale.length > 0) await observeAgain(context, 'local', await context.local.read(stale));
}

/** A remote record whose marker could not be read is not taken over while it may be one of ours (V5). */
async function withoutUnidentified(context: RunContext, links: readonly Link[]): Promise<Link[]> {
  if (!context.markersMatter) return [...links];
  const isDoubtful = (link: Link) =>
    isLonely(link, 'remote') && !context.identified.has(link.remote?.id ?? '');
  const doubtful = links.filter((link) => isDoubtful(link));
  const detail = 'Its marker could not be read';
  const waiting = doubtful.map((link) => ({
    ...link,
    problem: problem(context, link, 'unreadable', detail),
  }));
  if (waiting.length > 0) await context.ledger.transaction((tx) => putLinks(context, tx, waiting));
  return links.filter((link) => !isDoubtful(link));
}

/** A side that could not be read is read again when its link is due again (V18). */
async function readAgain(context: RunContext, links: readonly Link[]): Promise<Link[]> {
  const renewed = new Map(links.map((link) => [link.id, link]));
  for (const side of ['local', 'remote'] as const) {
    const doubtful = links.filter(
      (link) => link[side]?.state === 'unreadable' || link[side]?.state === 'missing',
    );
    if (doubtful.length === 0) continue;
    const before = new Map([...renewed.values()].map((link) => [link.id, link.problem]));
    for (const link of await observeAgain(context, side, await look(context, side, doubtful)))
      renewed.set(link.id, { ...link, problem: link.problem ?? before.get(link.id) ?? null });
  }
  return [...renewed.values()];
}

async function observeAgain(context: RunContext, side: Side, seen: readonly Seen[]): Promise<Link[]> {
  const links = await observeEntries(context, side, seen, null);
  await context.ledger.transaction((tx) => putLinks(context, tx, links));
  return links;
}
