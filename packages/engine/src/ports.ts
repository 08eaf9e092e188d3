import type {
  Channel,
  Conflict,
  Cursor,
  Hold,
  Intent,
  JournalEntry,
  Link,
  Run,
  Seen,
  Side,
  Snapshot,
} from './model.ts';
import type { Content, FieldValue } from './content/content.ts';

/** Time, chance and names come in from outside; nothing in the engine calls the global ones. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Identifiers {
  /** A new UUID. */
  next(): string;
}

/** A page of a side's changes. `lost`: the cursor is unknown to the side; read everything again (a normal answer). */
export type ChangePage =
  | { readonly lost: true }
  | {
      readonly lost: false;
      readonly entries: readonly Seen[];
      /** Where to go on: the next page when `more`, else where the next run begins. */
      readonly next: Cursor;
      readonly more: boolean;
      /** In a full round: how many records the cap left out (E4, C6, T2). */
      readonly leftOut?: number;
    };

export type WriteOperation =
  | {
      readonly op: 'create';
      /** Identifies the operation within its batch. */
      readonly key: string;
      readonly content: Content;
      readonly marker: string;
    }
  | {
      readonly op: 'update';
      readonly key: string;
      readonly id: string;
      /** The whole content that the record is to have. */
      readonly content: Content;
      /** The fields that differ from what the side has: only these may be written. */
      readonly fields: readonly string[];
      /** The version that was observed; the side refuses as `stale` when the record has another. */
      readonly version: string;
      readonly native?: FieldValue;
      readonly marker: string;
    }
  | { readonly op: 'delete'; readonly key: string; readonly id: string; readonly version: string }
  /** Local side only: takes back a deletion, with the content that the record is to have. */
  | { readonly op: 'restore'; readonly key: string; readonly id: string; readonly content: Content };

export type Outcome =
  /** Applied. `snapshot`: the record as the side now shows it; absent for a deletion. */
  | { readonly key: string; readonly outcome: 'done'; readonly snapshot?: Snapshot }
  /** Not applied: the record has another version than the one observed. Read it again. */
  | { readonly key: string; readonly outcome: 'stale' }
  /** Not applied: there is no such record. For a deletion that is success. */
  | { readonly key: string; readonly outcome: 'gone' }
  /** Not applied, and will not be until the record changes: the side refuses this content (V18). */
  | { readonly key: string; readonly outcome: 'refused'; readonly code: string; readonly detail: string }
  /** Not applied; may be tried again later. */
  | {
      readonly key: string;
      readonly outcome: 'later';
      readonly retryAfterMs: number;
      readonly detail: string;
    }
  /** The reply was lost: it may have been applied or not. */
  | { readonly key: string; readonly outcome: 'unknown'; readonly detail: string };

/**
 * What stops a whole channel: thrown by a replica when going on makes no sense (sign-in lapsed, consent withdrawn, mailbox or
 * container missing, service out of reach). `code` is a code of the error table.
 */
export class ChannelProblem extends Error {
  override readonly name = 'ChannelProblem';
  readonly code: string;
  /** When to try again by itself; null: when a person has acted. */
  readonly retryAfterMs: number | null;
  constructor(code: string, message: string, options: { retryAfterMs: number | null; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A place that holds records of one kind for one channel. Content going in and out is canonical. */
export interface Replica {
  /** The changes since a cursor, page by page; null begins a full round over everything in scope. */
  changesSince(cursor: Cursor | null): Promise<ChangePage>;
  /**
   * Reads records one by one, with their markers: the second look. Never answers `missing`. A side that keeps tombstones leaves out what it
   * never had; to the other it is `deleted`.
   * @param markers the marker that each record has where it was marked: where identifiers change, one that is not found is looked for by it.
   */
  read(ids: readonly string[], markers?: ReadonlyMap<string, string>): Promise<readonly Seen[]>;
  /** Applies a batch; one outcome per operation, in any order. Throws only `ChannelProblem`. */
  apply(operations: readonly WriteOperation[]): Promise<readonly Outcome[]>;
}

/** A record found by its marker; `outOfScope`: why it is out of scope where it lies, if nothing else will tell. */
export type FoundRecord = Snapshot & { readonly outOfScope?: string };

/** The side that is reached by requests. It keeps the channel's records in a container of its own (E2, C4, T1). */
export interface RemoteReplica extends Replica {
  /** How many operations the runner hands over at a time. */
  readonly batchSize: number;
  /**
   * Whether a record gets another identifier when somebody moves it. Then only its marker tells that it is still the same one: every record is marked when
   * both sides first agree, by an update without fields, and a known marker under a new identifier is looked into.
   */
  readonly identifiersChange?: boolean;
  /** What this side would show of a content given to it: less where it keeps less detail (three priorities for five). */
  readonly project: (content: Content) => Content;
  /** The records that carry the markers, if there are any. */
  findByMarkers(markers: readonly string[]): Promise<readonly FoundRecord[]>;
  /** Finds the container by its id or by our marker in it, or makes it. Safe to repeat. */
  ensureContainer(known: string | null): Promise<{ id: string; made: boolean }>;
  /** Whether the container is there: asked twice before a loss is believed (E7, C8, T4). */
  containerExists(id: string): Promise<boolean>;
  /** Removes the container with what is in it. Safe to repeat. */
  removeContainer(id: string): Promise<void>;
}

/** What the ledger knows of a channel when a run opens; one query where possible. */
export interface Opening {
  readonly channel: Channel;
  readonly hasIntents: boolean;
  /** Links that are dirty and due. */
  readonly hasDueLinks: boolean;
  /** A hint: false only when the local side certainly has no change since the cursor. */
  readonly localMayHaveChanges: boolean;
  /** Holds that a person answered and that were not carried out yet. */
  readonly answeredHolds: readonly Hold[];
  /** How many holds still wait for an answer. */
  readonly openHolds: number;
}

/** Keeps links with their observations, cursors, intents, holds, conflicts, journal and runs of one channel. */
export interface Ledger {
  open(): Promise<Opening>;
  /** Links (of any stage) whose record on a side has one of the ids. */
  linksByRecord(side: Side, ids: readonly string[]): Promise<readonly Link[]>;
  linksById(ids: readonly string[]): Promise<readonly Link[]>;
  /** Open links that have a record on `side` only, by one of the match keys that were stored with them. */
  lonelyLinksByKey(side: Side, keys: readonly string[]): Promise<readonly { key: string; link: Link }[]>;
  /** Open links that are dirty and due at `nowMs`, in the order in which they were first stored. */
  dueLinks(nowMs: number, after: string | null, limit: number): Promise<readonly Link[]>;
  /** The due links that have a record on `side` only. */
  lonelyLinks(side: Side, nowMs: number, after: string | null, limit: number): Promise<readonly Link[]>;
  /** Open links with a record on `side` that was `present` and was not listed in `round`. */
  unlistedLinks(side: Side, round: string, after: string | null, limit: number): Promise<readonly Link[]>;
  /** How many open two-sided links there are, and how many dirty ones have a deleted side. */
  deletionFigures(): Promise<{ links: number; deletedLocal: number; deletedRemote: number }>;
  intents(): Promise<readonly Intent[]>;
  /** A run found nothing to do: stores where the remote side's changes go on, in one statement, and nothing else. */
  settleIdle(remoteCursor: Cursor): Promise<void>;
  /** When the earliest link that waits (`problem.retryAtMs`) is due, or null. */
  nextDueAtMs(): Promise<number | null>;
  /**
   * Runs `work` in one transaction: all or nothing. What a transaction writes is visible to the reads above afterwards.
   * Throws when the channel's run was taken over by another worker (the lease is fenced).
   */
  transaction<T>(work: (tx: LedgerTransaction) => Promise<T>): Promise<T>;
}

export interface LedgerTransaction {
  /** The local replica's writes, in this transaction. */
  readonly local: Pick<Replica, 'apply'>;
  /** Inserts or replaces links, with the match keys of those that are one-sided. */
  putLinks(links: readonly { link: Link; keys: readonly string[] }[]): Promise<void>;
  dropLinks(ids: readonly string[]): Promise<void>;
  putCursor(side: Side, cursor: Cursor | null, round: string | null): Promise<void>;
  putChannel(change: Partial<Pick<Channel, 'state' | 'reason' | 'container'>>): Promise<void>;
  addIntents(intents: readonly Intent[]): Promise<void>;
  dropIntents(ids: readonly string[]): Promise<void>;
  addJournal(entries: readonly JournalEntry[]): Promise<void>;
  /** A conflict with the same link, field and values as one that a person has not settled yet is the same conflict. */
  addConflicts(conflicts: readonly Conflict[]): Promise<void>;
  putHold(hold: Hold): Promise<void>;
  /** Forgets an answered hold that was carried out. */
  closeHold(id: string): Promise<void>;
  /** Keeps the links of a disabled channel as tombstones: every open link becomes `released`, without a problem (E7, C8, T4). */
  releaseLinks(): Promise<void>;
  /**
   * The mapping of these fields changed: their base and what was shown no longer say anything. Removes them from every link,
   * marks the open links dirty and forgets both cursors, so that both sides are read again (C2).
   */
  forgetFields(fields: readonly string[]): Promise<void>;
  putRun(run: Run): Promise<void>;
}
