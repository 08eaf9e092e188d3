import type { JournalEntry, Link } from '../model.ts';
import type { Outcome } from '../ports.ts';
import type { RemoteStep } from './apply-local.ts';
import { problem, step as takeStep, type RunContext } from './context.ts';
import { agree, observationOf, settled } from './links.ts';
import { look } from './look.ts';
import { observeEntries } from './observe.ts';
import { putLinks } from './put-links.ts';
import { isMarking, journalFor, mailsOfOperation, unmarked } from './operations.ts';

interface Gathered {
  links: Link[];
  dropped: string[];
  settledIntents: string[];
  journal: JournalEntry[];
  /** Links whose remote record changed under our hands: it is to be read again. */
  stale: Link[];
}

/**
 * Carries out remote operations whose intents are committed, batch by batch; what a batch confirmed is stored while the next one is under way.
 * A reply that was lost leaves its intent standing; `recoverIntents` looks what became of it (V5, V9).
 */
export async function applyRemotely(context: RunContext, steps: readonly RemoteStep[]): Promise<void> {
  let storing: Promise<unknown> = Promise.resolve();
  const size = context.remote.batchSize;
  try {
    for (let at = 0; at < steps.length; at += size) {
      const batch = steps.slice(at, at + size);
      takeStep(context);
      const outcomes = await context.remote.apply(batch.map(({ operation }) => operation));
      await storing;
      storing = store(context, batch, outcomes);
      // Marked as handled; the await above or below still throws it.
      storing.catch(() => undefined);
    }
  } finally {
    await storing;
  }
}

async function store(
  context: RunContext,
  batch: readonly RemoteStep[],
  outcomes: readonly Outcome[],
): Promise<void> {
  const byKey = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
  const gathered: Gathered = { links: [], dropped: [], settledIntents: [], journal: [], stale: [] };
  for (const remote of batch) {
    const { key } = remote.operation;
    gather(
      context,
      gathered,
      remote,
      byKey.get(key) ?? { key, outcome: 'unknown', detail: 'There was no answer for it' },
    );
  }
  await context.ledger.transaction(async (tx) => {
    await tx.dropLinks(gathered.dropped);
    await putLinks(context, tx, gathered.links);
    await tx.dropIntents(gathered.settledIntents);
    await tx.addJournal(gathered.journal);
  });
  if (gathered.stale.length === 0) return;
  const again = await look(context, 'remote', gathered.stale);
  const links = await observeEntries(context, 'remote', again, null);
  await context.ledger.transaction((tx) => putLinks(context, tx, links));
}

function gather(context: RunContext, gathered: Gathered, remote: RemoteStep, outcome: Outcome): void {
  const { step, operation, intent } = remote;
  const { link } = step;
  if (outcome.outcome !== 'unknown') gathered.settledIntents.push(intent.id);
  if (isMarking(operation) && (outcome.outcome === 'later' || outcome.outcome === 'refused')) {
    gathered.links.push({ ...link, problem: problem(context, link, unmarked, outcome.detail) });
    return;
  }
  switch (outcome.outcome) {
    case 'done':
      confirm(context, gathered, remote, outcome);
      return;
    case 'gone':
      if (operation.op === 'delete') confirm(context, gathered, remote, { ...outcome, outcome: 'done' });
      else if ('id' in operation) gathered.stale.push(link);
      else gathered.links.push({ ...link, problem: problem(context, link, 'containerMissing', '') });
      return;
    case 'stale':
      if ('id' in operation) gathered.stale.push(link);
      return;
    case 'refused':
      context.counters.refused += 1;
      gathered.links.push({ ...link, problem: problem(context, link, outcome.code, outcome.detail) });
      return;
    case 'later':
      gathered.links.push({
        ...link,
        problem: problem(context, link, 'later', outcome.detail, outcome.retryAfterMs),
      });
      return;
    case 'unknown': {
      const waitMs = Math.max(0, intent.atMs + context.channel.settings.intentSettleMs - context.clock.now());
      gathered.links.push({ ...link, problem: problem(context, link, 'uncertain', outcome.detail, waitMs) });
    }
  }
}

function confirm(
  context: RunContext,
  gathered: Gathered,
  { step, operation }: RemoteStep,
  outcome: Extract<Outcome, { outcome: 'done' }>,
): void {
  const { link } = step;
  context.counters.mails += mailsOfOperation(context, step, operation);
  if (operation.op === 'delete') {
    context.counters.deletedRemote += 1;
    gathered.dropped.push(link.id);
    gathered.journal.push(journalFor(context, step, 'remote', operation, link));
    return;
  }
  const written = confirmedWrite(
    context,
    link,
    operation.op,
    outcome,
    operation.op === 'update' ? operation.fields : null,
  );
  gathered.links.push(written);
  if (isMarking(operation)) return;
  context.counters[operation.op === 'create' ? 'createdRemote' : 'updatedRemote'] += 1;
  gathered.journal.push(journalFor(context, step, 'remote', operation, written));
}

/** What the remote side gave of its own is news to the local one, not what was agreed. */
const given = ({ kind }: RunContext, { local }: Link, remote: Link['remote'], field: string): boolean =>
  kind.fields.some((spec) => spec.name === field && spec.given === true) &&
  local?.content[field] === undefined &&
  remote?.content[field] !== undefined;

/** The link after a remote write that is known to have happened: what was written is agreed, whatever the server made of it. */
export function confirmedWrite(
  context: RunContext,
  link: Link,
  op: 'create' | 'update' | 'restore',
  outcome: { readonly snapshot?: Parameters<typeof observationOf>[0] },
  fields: readonly string[] | null,
): Link {
  const remote = outcome.snapshot ? observationOf(outcome.snapshot, link.remote?.round) : link.remote;
  const made = op === 'create' ? ('remote' as const) : link.made;
  const agreed = (fields ?? context.fields).filter((field) => !given(context, link, remote, field));
  return settled(agree({ ...link, remote, made }, agreed), context.fields);
}
