import { sameValue } from '../content/content.ts';
import type { Conflict, Intent, JournalEntry, Link } from '../model.ts';
import type { LedgerTransaction, Outcome, WriteOperation } from '../ports.ts';
import { journalEntry, problem, type RunContext } from './context.ts';
import { agree, observationOf, settled } from './links.ts';
import type { Match } from './match.ts';
import { putLinks } from './put-links.ts';
import {
  conflictsOf,
  intentFor,
  isMarking,
  journalFor,
  mailsOfOperation,
  operationFor,
  unmarked,
  type Step,
} from './operations.ts';

/** A remote operation whose intent is committed. */
export interface RemoteStep {
  readonly step: Step;
  readonly operation: WriteOperation;
  readonly intent: Intent;
}

/** What a page of the plan changes in the local replica and the ledger, gathered for one transaction. */
interface Gathered {
  links: Link[];
  dropped: string[];
  journal: JournalEntry[];
  conflicts: Conflict[];
  remote: RemoteStep[];
  /** Local records that changed under our hands: to be read again. */
  stale: string[];
}

/**
 * Applies a page of the plan to the local side, and writes the intents of its remote operations, in one transaction: all or nothing (V9).
 * Returns the remote operations that may now be carried out and the local records that must be read again.
 */
export async function applyLocally(
  context: RunContext,
  steps: readonly Step[],
  matches: readonly Match[],
): Promise<{ remote: RemoteStep[]; stale: string[] }> {
  const operations = steps.flatMap((step) => operationFor(context, step, 'local') ?? []);
  return context.ledger.transaction(async (tx) => {
    if (matches.length > 0) await tx.dropLinks(matches.map((match) => match.dropped));
    // Whatever becomes of the operations: two records found to be one stay one.
    await putLinks(
      context,
      tx,
      matches.map((match) => match.link),
    );
    const outcomes = operations.length > 0 ? await tx.local.apply(operations) : [];
    const byKey = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
    const gathered: Gathered = { links: [], dropped: [], journal: [], conflicts: [], remote: [], stale: [] };
    for (const step of steps) gather(context, gathered, step, byKey.get(step.link.id));
    await store(context, tx, gathered);
    return { remote: gathered.remote, stale: gathered.stale };
  });
}

async function store(context: RunContext, tx: LedgerTransaction, gathered: Gathered): Promise<void> {
  if (gathered.dropped.length > 0) await tx.dropLinks(gathered.dropped);
  await putLinks(context, tx, gathered.links);
  if (gathered.remote.length > 0) await tx.addIntents(gathered.remote.map((step) => step.intent));
  if (gathered.journal.length > 0) await tx.addJournal(gathered.journal);
  if (gathered.conflicts.length > 0) await tx.addConflicts(gathered.conflicts);
}

function gather(context: RunContext, gathered: Gathered, step: Step, outcome: Outcome | undefined): void {
  const { link, decision } = step;
  const clean = { ...link, dirty: false, problem: null };
  switch (decision.do) {
    case 'nothing':
      if (operationFor(context, step, 'remote') !== null) write(context, gathered, step, outcome);
      else gathered.links.push(clean);
      return;
    case 'close':
      gathered.dropped.push(link.id);
      return;
    case 'park':
      if (link.problem?.code !== decision.reason) context.counters.parked += 1;
      gathered.links.push({
        ...clean,
        problem: problem(context, link, decision.reason, decision.cell.reason, null),
      });
      return;
    case 'wait':
      gathered.links.push({ ...link, problem: problem(context, link, 'unreadable', decision.reason) });
      return;
    case 'unlink':
      unlink(context, gathered, step, decision.reason);
      return;
    default:
      write(context, gathered, step, outcome);
  }
}

function unlink(context: RunContext, gathered: Gathered, { link, decision }: Step, reason: string): void {
  context.counters.unlinked += 1;
  const detail = decision.cell.reason;
  gathered.links.push({
    ...link,
    stage: 'unlinked',
    dirty: false,
    problem: problem(context, link, reason, detail, null),
  });
  const side = link.local?.state === 'present' ? 'local' : 'remote';
  const { cell } = decision;
  gathered.journal.push(
    journalEntry(context, {
      linkId: link.id,
      side,
      op: 'unlink',
      recordId: link[side]?.id ?? '',
      before: {},
      after: {},
      decision: cell.name,
    }),
  );
}

/** A step that writes: its local part is done now, its remote part gets an intent. */
function write(context: RunContext, gathered: Gathered, step: Step, outcome: Outcome | undefined): void {
  const operation = operationFor(context, step, 'local');
  let { link } = step;
  if (operation !== null) {
    if (outcome?.outcome === 'refused' || outcome === undefined) {
      const code = outcome?.code ?? 'noOutcome';
      const detail = outcome?.detail ?? 'The CRM gave no answer';
      context.counters.refused += 1;
      gathered.links.push({ ...link, problem: problem(context, link, code, detail) });
      return;
    }
    if (outcome.outcome === 'gone' && operation.op === 'delete') {
      gathered.dropped.push(link.id);
      return;
    }
    if (outcome.outcome !== 'done') {
      gathered.stale.push(link.local?.id ?? '');
      return;
    }
    count(context, operation.op);
    if (operation.op === 'delete') {
      gathered.dropped.push(link.id);
      gathered.journal.push(journalFor(context, step, 'local', operation, link));
      return;
    }
    if (outcome.snapshot) link = { ...link, local: observationOf(outcome.snapshot, link.local?.round) };
    if (operation.op === 'create') link = { ...link, made: 'local' };
    gathered.journal.push(journalFor(context, step, 'local', operation, link));
  }
  const conflicts = conflictsOf(context, step);
  context.counters.conflicts += conflicts.length;
  gathered.conflicts.push(...conflicts);
  const remote = operationFor(context, { ...step, link }, 'remote');
  const pending = new Set(remote === null ? [] : remote.op === 'update' ? remote.fields : context.fields);
  const agreed =
    step.decision.do === 'restore' ? equalFields(context, link) : without(context.fields, pending);
  link = agree(link, agreed);
  if (remote === null) {
    gathered.links.push(settled(link, context.fields));
    return;
  }
  // E11: that two records are found to be one is no person's edit. The next edit of a person carries it on.
  if (remote.op !== 'create' && step.isFirstContact && mailsOfOperation(context, step, remote) > 0) {
    context.counters.parked += 1;
    const detail = `Writing it would mail ${mailsOfOperation(context, step, remote)} people whom nobody asked to mail.`;
    gathered.links.push({
      ...link,
      dirty: false,
      problem: problem(context, link, 'wouldMail', detail, null),
    });
    return;
  }
  if (isMarking(remote)) link = { ...link, problem: problem(context, link, unmarked, '', 0) };
  if (pending.size < context.fields.length || operation !== null) gathered.links.push(link);
  gathered.remote.push({
    step: { ...step, link },
    operation: remote,
    intent: intentFor(context, link, remote),
  });
}

function count(context: RunContext, op: WriteOperation['op']): void {
  if (op === 'delete') context.counters.deletedLocal += 1;
  else if (op === 'update') context.counters.updatedLocal += 1;
  else context.counters.createdLocal += 1;
}

const without = (fields: readonly string[], some: ReadonlySet<string>) =>
  fields.filter((field) => !some.has(field));

const equalFields = (context: RunContext, { local, remote }: Link) =>
  context.fields.filter((field) => sameValue(local?.content[field], remote?.content[field]));
