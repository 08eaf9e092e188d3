import {
  listConflicts,
  listHolds,
  listProblems,
  listRuns,
  readChannel,
  readRun,
  type Actor,
  type Sliced,
  type Tx,
} from '@counterpart/crm';
import type { KindName } from '@counterpart/engine';
import type { z } from 'zod';
import type * as shapes from '../api/channels.schema.ts';
import { errorTable, Refusal } from '../errors.ts';
import type { Page } from '../sync-port.ts';
import { labelOf } from './configuration.ts';
import type { SyncContext } from './context.ts';
import { runOf } from './section.ts';

const instant = (ms: number): string => new Date(ms).toISOString();

/** A list of the person's own channel; empty where there is no channel yet. */
async function listed<Row, Item>(
  { crm }: SyncContext,
  actor: Actor,
  kind: KindName,
  read: (tx: Tx, channelId: string) => Promise<Sliced<Row>>,
  present: (row: Row) => Item,
): Promise<Sliced<Item>> {
  const found = await crm.transaction(actor, async (tx) => {
    const channel = await readChannel(tx, actor.membershipId, kind);
    return channel === null ? { items: [], nextCursor: null, total: 0 } : read(tx, channel.id);
  });
  return { ...found, items: found.items.map(present) };
}

export function runs(
  context: SyncContext,
  actor: Actor,
  kind: KindName,
  page: Page,
): Promise<z.output<typeof shapes.runPage>> {
  return listed(
    context,
    actor,
    kind,
    (tx, id) => listRuns(tx, id, page),
    (run) => runOf(run),
  );
}

export async function runDetail(
  { crm }: SyncContext,
  actor: Actor,
  kind: KindName,
  runId: string,
  page: Page,
): Promise<z.output<typeof shapes.runDetail>> {
  const found = await crm.transaction(actor, async (tx) => {
    const channel = await readChannel(tx, actor.membershipId, kind);
    return channel === null ? null : readRun(tx, channel.id, runId, page);
  });
  if (found === null) throw new Refusal('notFound');
  return {
    run: runOf(found.run),
    journal: {
      ...found.journal,
      items: found.journal.items.map(({ id, side, op, recordId, name, before, after, decision, atMs }) => ({
        id,
        side,
        op,
        recordId,
        name,
        before,
        after,
        decision,
        at: instant(atMs),
      })),
    },
  };
}

export function problems(
  context: SyncContext,
  actor: Actor,
  kind: KindName,
  page: Page,
): Promise<z.output<typeof shapes.problemPage>> {
  return listed(
    context,
    actor,
    kind,
    (tx, id) => listProblems(tx, id, page),
    ({ problem, ...link }) => {
      const { code, detail, attempts, retryAtMs } = problem;
      const known = errorTable[code];
      return {
        ...link,
        code,
        detail,
        attempts,
        sentence: known?.sentence ?? detail,
        remedy: known?.remedy ?? null,
        retryAt: retryAtMs === null ? null : instant(retryAtMs),
      };
    },
  );
}

export function conflicts(
  context: SyncContext,
  actor: Actor,
  kind: KindName,
  page: Page,
): Promise<z.output<typeof shapes.conflictPage>> {
  return listed(
    context,
    actor,
    kind,
    (tx, id) => listConflicts(tx, id, page),
    (conflict) => {
      const { id, runId, localId, name, field, winner, localValue, remoteValue, baseValue, atMs } = conflict;
      return {
        id,
        runId,
        localId,
        name,
        field,
        label: labelOf(field),
        winner,
        localValue,
        remoteValue,
        baseValue,
        at: instant(atMs),
      };
    },
  );
}

export function holds(
  context: SyncContext,
  actor: Actor,
  kind: KindName,
  page: Page,
): Promise<z.output<typeof shapes.holdPage>> {
  return listed(
    context,
    actor,
    kind,
    (tx, id) => listHolds(tx, id, page),
    ({ id, runId, side, linkIds, examples, answer, atMs }) => ({
      id,
      runId,
      side,
      count: linkIds.length,
      examples: [...examples],
      answer,
      at: instant(atMs),
    }),
  );
}
