import { syncedFields } from '../decide/decide.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Channel, JournalEntry, Link, Problem, Run, RunCounters, Side } from '../model.ts';
import type { Clock, Identifiers, Ledger, RemoteReplica, Replica } from '../ports.ts';

/** What a run needs from outside. */
export interface RunPorts {
  readonly kind: Kind;
  readonly ledger: Ledger;
  /** Reads only; its writes go through the ledger's transactions. */
  readonly local: Pick<Replica, 'changesSince' | 'read'>;
  readonly remote: RemoteReplica;
  readonly clock: Clock;
  readonly ids: Identifiers;
  /** Stops the run between two steps; nothing is left half done. */
  readonly signal?: AbortSignal;
  /** Called after each committed step. */
  readonly onProgress?: (run: Run) => void;
}

/** A run under way. Only `run` and the sets change. */
export interface RunContext extends RunPorts {
  channel: Channel;
  readonly fields: readonly string[];
  readonly startedAtMs: number;
  readonly runId: string;
  readonly counters: RunCounters;
  /** Remote records whose marker was looked at in this run. */
  readonly identified: Set<string>;
  /** Whether a remote record may be ours without our knowing, so that no marker may be passed over. */
  markersMatter: boolean;
  /** Links whose deletion a person approved (B4). */
  readonly approved: ReadonlySet<string>;
  /** Sides on which the brake is on in this run, with the links that it stopped. */
  readonly braked: Map<Side, string[]>;
}

export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

export function emptyCounters(): RunCounters {
  return {
    pulledLocal: 0,
    pulledRemote: 0,
    createdLocal: 0,
    createdRemote: 0,
    updatedLocal: 0,
    updatedRemote: 0,
    deletedLocal: 0,
    deletedRemote: 0,
    adopted: 0,
    unlinked: 0,
    parked: 0,
    conflicts: 0,
    refused: 0,
    held: 0,
    leftOut: 0,
    mails: 0,
  };
}

export function openContext(ports: RunPorts, channel: Channel, approved: ReadonlySet<string>): RunContext {
  return {
    ...ports,
    channel,
    fields: syncedFields(ports.kind, channel.settings),
    startedAtMs: ports.clock.now(),
    runId: ports.ids.next(),
    counters: emptyCounters(),
    identified: new Set(),
    markersMatter: false,
    approved,
    braked: new Map(),
  };
}

export function runOf(
  context: RunContext,
  outcome: Run['outcome'],
  reason: string | null,
  endedAtMs: number | null,
): Run {
  const { runId: id, startedAtMs } = context;
  return { id, startedAtMs, endedAtMs, outcome, reason, counters: { ...context.counters } };
}

/** Reports progress, and stops here if the run was asked to stop. */
export function step(context: RunContext): void {
  context.onProgress?.(runOf(context, 'running', null, null));
  if (context.signal?.aborted)
    throw new RunStopped('The run was asked to stop', { cause: context.signal.reason });
}

export function marker(context: RunContext, localId: string): string {
  return `${context.channel.markerPrefix}${localId}`;
}

/** Growing intervals from one minute to a day (V18). */
export function problem(
  context: RunContext,
  link: Link,
  code: string,
  detail: string,
  retryAfterMs?: number | null,
): Problem {
  const attempts = (link.problem?.code === code ? link.problem.attempts : 0) + 1;
  const backoffMs = Math.min(60_000 * 2 ** (attempts - 1), 86_400_000);
  const waitMs = retryAfterMs === undefined ? backoffMs : retryAfterMs;
  return { code, detail, attempts, retryAtMs: waitMs === null ? null : context.clock.now() + waitMs };
}

export function journalEntry(
  context: RunContext,
  entry: Omit<JournalEntry, 'id' | 'runId' | 'atMs'>,
): JournalEntry {
  return { id: context.ids.next(), runId: context.runId, atMs: context.clock.now(), ...entry };
}
