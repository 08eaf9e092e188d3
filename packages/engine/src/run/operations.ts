import { valueAt } from '../content/path.ts';
import type { Decision } from '../decide/decide.ts';
import type { Content } from '../content/content.ts';
import type { Conflict, Intent, JournalEntry, Link, Side } from '../model.ts';
import type { WriteOperation } from '../ports.ts';
import { journalEntry, marker, type RunContext } from './context.ts';
import { valuesOf } from './links.ts';

/** A link with the decision about it: one step of the plan. */
export interface Step {
  readonly link: Link;
  readonly decision: Decision;
  /** Both sides meet for the first time. */
  readonly isFirstContact: boolean;
}

/** The operation on one side that a step of the plan asks for, or null. */
export function operationFor(
  context: RunContext,
  { link, decision }: Step,
  side: Side,
): WriteOperation | null {
  const seen = link[side];
  const mark = marker(context, link.local?.id ?? '');
  switch (decision.do) {
    case 'create':
      return decision.side === side
        ? { op: 'create', key: link.id, content: createdContent(context, link, decision), marker: mark }
        : marking(context, link, side);
    case 'delete':
      return decision.side === side && seen
        ? { op: 'delete', key: link.id, id: seen.id, version: seen.version }
        : null;
    case 'restore':
      return side === 'local' && seen
        ? { op: 'restore', key: link.id, id: seen.id, content: decision.content }
        : null;
    case 'write': {
      const write = decision[side];
      if (write === null) return marking(context, link, side);
      if (seen === null) return null;
      const { id, version, native } = seen;
      const keep = native === undefined ? {} : { native };
      return { op: 'update', key: link.id, id, version, marker: mark, ...write, ...keep };
    }
    case 'nothing':
      return marking(context, link, side);
    default:
      return null;
  }
}

/**
 * E11: the first sync makes nothing that sends mail, and neither does whatever else came by a full round and not by somebody's edit, such as what a
 * limit had left out (B11). What is left out stays in the local record and is remembered as shown otherwise.
 */
function createdContent(
  { channel, kind }: RunContext,
  { local }: Link,
  { side, content }: Extract<Decision, { do: 'create' }>,
): Content {
  const isSilent = side === 'remote' && (channel.isFirstSync || local?.round !== undefined);
  return isSilent && kind.mailing ? kind.mailing.silent(content) : content;
}

/** How many people an operation on the remote side mails (E11). */
export function mailsOfOperation({ kind }: RunContext, { link }: Step, operation: WriteOperation): number {
  if (kind.mailing === undefined || isMarking(operation)) return 0;
  const before = link.remote?.state === 'present' ? link.remote.content : undefined;
  return kind.mailing.mails(before, 'content' in operation ? operation.content : undefined);
}

/** The problem of a link whose remote record does not carry our marker yet (`RemoteReplica.identifiersChange`). */
export const unmarked = 'unmarked';

/** At the first agreement: our marker in a remote record that is otherwise left as it is, where identifiers change (T1). */
function marking(context: RunContext, link: Link, side: Side): WriteOperation | null {
  const { local, remote } = link;
  const isNew = link.base === null || link.problem?.code === unmarked;
  if (side !== 'remote' || !isNew || context.remote.identifiersChange !== true) return null;
  if (context.channel.settings.direction === 'toLocal') return null;
  if (local === null || remote?.state !== 'present') return null;
  const { id, version, content, native } = remote;
  const keep = native === undefined ? {} : { native };
  const mark = marker(context, local.id);
  return { op: 'update', key: link.id, id, version, marker: mark, content, fields: [], ...keep };
}

/** Whether an operation writes nothing but our marker: no business of the record's timeline. */
export const isMarking = (operation: WriteOperation): boolean =>
  operation.op === 'update' && operation.fields.length === 0;

export function intentFor(context: RunContext, link: Link, operation: WriteOperation): Intent {
  return {
    id: context.ids.next(),
    linkId: link.id,
    op: operation.op === 'restore' ? 'update' : operation.op,
    runId: context.runId,
    target: 'content' in operation ? operation.content : {},
    fields: operation.op === 'update' ? operation.fields : context.fields,
    marker: 'marker' in operation ? operation.marker : '',
    atMs: context.clock.now(),
  };
}

/** What an applied operation did, for the record's timeline (B5) and for undo (B7). */
export function journalFor(
  context: RunContext,
  step: Step,
  side: Side,
  operation: WriteOperation,
  after: Link,
): JournalEntry {
  const fields = operation.op === 'update' ? operation.fields : context.fields;
  const before = operation.op === 'create' || operation.op === 'restore' ? {} : step.link[side]?.content;
  return journalEntry(context, {
    linkId: step.link.id,
    side,
    op: operation.op,
    recordId: after[side]?.id ?? step.link[side]?.id ?? '',
    before: valuesOf(before, fields),
    after: operation.op === 'delete' ? {} : valuesOf(after[side]?.content, fields),
    decision: step.decision.cell.name,
  });
}

export function conflictsOf(context: RunContext, { link, decision }: Step): Conflict[] {
  if (decision.do !== 'write') return [];
  return decision.conflicts.map(({ field, winner }) => ({
    id: context.ids.next(),
    runId: context.runId,
    linkId: link.id,
    field,
    winner,
    localValue: valueAt(link.local?.content, field) ?? null,
    remoteValue: valueAt(link.remote?.content, field) ?? null,
    baseValue: valueAt(link.base, field) ?? null,
    atMs: context.clock.now(),
  }));
}
