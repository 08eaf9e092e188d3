import { decideLink } from '../decide/decide.ts';
import type { Channel, Link, Side } from '../model.ts';
import { problem, type RunContext } from './context.ts';
import { putLinks } from './put-links.ts';
import type { Step } from './operations.ts';

/** Below this many deletions a share of the links says nothing: two of three contacts are soon deleted by hand. */
const smallestShareCount = 10;

/** Whether so many deletions on one side are more than the settings allow without asking (B4). */
export function overBrake(settings: Channel['settings'], deletions: number, links: number): boolean {
  const { count, share } = settings.brake;
  return deletions > count || (deletions >= smallestShareCount && deletions > share * links);
}

/**
 * Decides before anything is executed whether this run may delete. Counting is cheap where few links have a deleted side; only
 * where their number could exceed the brake, the plan is gone through for the exact count.
 */
export async function setBrake(context: RunContext): Promise<void> {
  const { settings } = context.channel;
  const figures = await context.ledger.deletionFigures();
  const atMost = { local: figures.deletedRemote, remote: figures.deletedLocal };
  if (!overBrake(settings, Math.max(atMost.local, atMost.remote), figures.links)) return;
  const planned = { local: 0, remote: 0 };
  const now = context.clock.now();
  for (let after: string | null = null; ;) {
    const links = await context.ledger.dueLinks(now, after, 500);
    const last = links.at(-1);
    if (!last) break;
    after = last.id;
    for (const link of links) {
      const decision = decideLink(context.kind, settings, link);
      if (decision.do === 'delete' && !context.approved.has(link.id)) planned[decision.side] += 1;
    }
  }
  for (const side of ['local', 'remote'] as const)
    if (overBrake(settings, planned[side], figures.links)) context.braked.set(side, []);
}

/** Takes the deletions out of a page of the plan that the brake stops. */
export function withoutBraked(context: RunContext, steps: readonly Step[]): { steps: Step[]; held: Link[] } {
  const held: Link[] = [];
  const rest = steps.filter(({ link, decision }) => {
    if (decision.do !== 'delete' || context.approved.has(link.id)) return true;
    const stopped = context.braked.get(decision.side);
    if (!stopped) return true;
    stopped.push(link.id);
    held.push({ ...link, problem: problem(context, link, 'held', decision.cell.reason, null) });
    return false;
  });
  context.counters.held += held.length;
  return { steps: rest, held };
}

/** Stores what the brake stopped, as a question to a person. */
export async function storeHolds(context: RunContext): Promise<void> {
  const holds = [...context.braked].filter(([, linkIds]) => linkIds.length > 0);
  if (holds.length === 0) return;
  await context.ledger.transaction(async (tx) => {
    for (const [side, linkIds] of holds)
      await tx.putHold({
        id: context.ids.next(),
        runId: context.runId,
        side: side satisfies Side,
        linkIds,
        answer: null,
        atMs: context.clock.now(),
      });
    await tx.putChannel({ state: 'held', reason: 'brake' });
  });
}

/** Carries out the answers that people gave: approved deletions become due again, rejected ones leave both records alone. */
export async function applyAnswers(
  context: RunContext,
  holds: readonly {
    readonly id: string;
    readonly linkIds: readonly string[];
    readonly answer: string | null;
  }[],
): Promise<void> {
  for (const hold of holds) {
    for (let at = 0; at < hold.linkIds.length; at += 500) {
      const links = await context.ledger.linksById(hold.linkIds.slice(at, at + 500));
      const waiting = links.filter((link) => link.problem?.code === 'held');
      const answered = waiting.map((link): Link =>
        hold.answer === 'approved'
          ? { ...link, problem: null, dirty: true }
          : {
              ...link,
              stage: 'unlinked',
              dirty: false,
              problem: problem(context, link, 'rejected', '', null),
            },
      );
      await context.ledger.transaction((tx) => putLinks(context, tx, answered));
    }
  }
}
