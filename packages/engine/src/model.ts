import type { Content, FieldValue } from './content/content.ts';
import type { KindName } from './kinds/kind.ts';

/**
 * The two replicas of a channel as the engine sees them. `local` shares its transactions with the ledger (the CRM);
 * `remote` is reached by requests whose replies may be lost (Microsoft 365).
 */
export type Side = 'local' | 'remote';

/** How far a side's changes have been read. Opaque to the engine; only the side that issued it understands it. */
export type Cursor = string;

/** A record as one side shows it. */
export interface Snapshot {
  readonly id: string;
  /** The side's version tag. A guard for writing and a hint that something may have changed, never proof of an edit. */
  readonly version: string;
  readonly content: Content;
  /** When the side says the record was last modified, milliseconds since 1970; decides "latest" in conflicts only. */
  readonly modifiedAtMs: number;
  /** What the side needs to write this record again without losing what the mapping does not carry. */
  readonly native?: FieldValue;
  /** Our identifier stored inside the item; empty: it was looked at and there is none; absent: the reading could not see it. */
  readonly marker?: string;
}

/**
 * What a side says of a record. `missing` is a report of removal that must be looked at again (`Replica.read`) before it counts:
 * Graph reports removal also for what merely left the folder or the window (V7).
 */
export type Seen =
  | ({ readonly state: 'present' } & Snapshot)
  | { readonly state: 'missing'; readonly id: string }
  | { readonly state: 'deleted'; readonly id: string }
  | {
      readonly state: 'outOfScope';
      readonly id: string;
      readonly reason: string;
      /** What it shows where it lies, where the reading could see it: tells what became of a write whose reply was lost, and nothing else. */
      readonly content?: Content;
    }
  | { readonly state: 'unreadable'; readonly id: string; readonly reason: string };

/** The last observation of one side of a link. Content and version outlive a deletion, for the journal and for undo. */
export interface Observation {
  readonly id: string;
  readonly state: Seen['state'];
  readonly version: string;
  readonly content: Content;
  readonly modifiedAtMs: number;
  readonly native?: FieldValue;
  readonly reason?: string;
  /** The full round in which the record was last listed. */
  readonly round?: string;
}

/** What stops a link and when it is tried again (V18, V19). */
export interface Problem {
  /** A code of the error table. */
  readonly code: string;
  /** What the side said, for people. Never a secret. */
  readonly detail: string;
  readonly attempts: number;
  /** When it is tried again; null: when one of its sides changes. */
  readonly retryAtMs: number | null;
}

/**
 * `open`: takes part. `unlinked`: a person removed it on one side and the other keeps its record (C3), or rejected a deletion;
 * it takes no part until a person asks for it (V6). `released`: the channel was disabled (E7, C8).
 */
export type LinkStage = 'open' | 'unlinked' | 'released';

/** Two records known to be the same, with the base between them; or one record that still waits for its twin. */
export interface Link {
  readonly id: string;
  readonly stage: LinkStage;
  readonly local: Observation | null;
  readonly remote: Observation | null;
  /** The canonical content on which both sides last agreed; null before the first agreement. */
  readonly base: Content | null;
  /**
   * Where a side showed something else than the base when they agreed (a side that keeps less detail, a server that normalises):
   * the value shown, or null where it showed none. A difference that stands here is no edit (V12).
   */
  readonly shown: { readonly [side in Side]?: { readonly [field: string]: FieldValue | null } };
  /** The side that this channel created, if it created one (E7: only what the channel made is removed on disabling). */
  readonly made: Side | null;
  /** Something changed since the link was last reconciled. */
  readonly dirty: boolean;
  readonly problem: Problem | null;
}

/** A row written before a remote write whose reply may be lost. One per link at most. */
export interface Intent {
  readonly id: string;
  readonly linkId: string;
  readonly op: 'create' | 'update' | 'delete';
  readonly runId: string;
  /** The whole content that the remote side is to have. */
  readonly target: Content;
  /** The fields that the write sets. */
  readonly fields: readonly string[];
  /** The marker written with it. */
  readonly marker: string;
  readonly atMs: number;
}

/** One applied operation with the values before and after (B5, B7). */
export interface JournalEntry {
  readonly id: string;
  readonly runId: string;
  readonly linkId: string;
  readonly side: Side;
  readonly op: 'create' | 'update' | 'delete' | 'restore' | 'adopt' | 'unlink' | 'park';
  readonly recordId: string;
  /** Values of the touched fields. */
  readonly before: Content;
  readonly after: Content;
  /** The name of the decision that led to it. */
  readonly decision: string;
  readonly atMs: number;
}

/** Both sides changed one field since the base; the value that lost is kept here (B3). */
export interface Conflict {
  readonly id: string;
  readonly runId: string;
  readonly linkId: string;
  /** A field, or one entry of it (`Path`). */
  readonly field: string;
  readonly winner: Side;
  readonly localValue: FieldValue | null;
  readonly remoteValue: FieldValue | null;
  readonly baseValue: FieldValue | null;
  readonly atMs: number;
}

/** Deletions that the brake stopped and a person must approve (B4). */
export interface Hold {
  readonly id: string;
  readonly runId: string;
  readonly side: Side;
  readonly linkIds: readonly string[];
  readonly answer: 'approved' | 'rejected' | null;
  readonly atMs: number;
}

export type ChannelState = 'off' | 'enabling' | 'active' | 'disabling' | 'paused' | 'held' | 'needsAttention';

export type FieldDirection = 'both' | 'toRemote' | 'toLocal';

/** What a person set for a channel, as far as the engine is concerned. */
export interface ChannelSettings {
  /** The mapped fields with their direction (C2). A field that is not named here is neither read nor written. */
  readonly fields: { readonly [field: string]: FieldDirection };
  /** Which way records travel at all (E2). */
  readonly direction: FieldDirection;
  /** C3: whether a deletion on the remote side deletes the local record; otherwise it is unlinked. */
  readonly deleteLocalWhenDeletedRemotely: boolean;
  readonly conflictRule: 'latest' | Side;
  /** E4, C6, T2: how many local records the first sync takes. */
  readonly firstSyncCap: number;
  /** B4: a run that would delete more than `count` records, or more than `share` (0 to 1) of the links, on a side stops. */
  readonly brake: { readonly count: number; readonly share: number };
  /** How long after a lost reply a record that cannot be found may still turn up. */
  readonly intentSettleMs: number;
}

export interface Channel {
  readonly id: string;
  readonly kind: KindName;
  readonly state: ChannelState;
  /** Why the state is what it is: a code of the error table. */
  readonly reason: string | null;
  readonly settings: ChannelSettings;
  readonly cursors: { readonly [side in Side]: Cursor | null };
  /** No run has ended well since the channel was enabled (E11). */
  readonly isFirstSync: boolean;
  /** The full round that is under way on a side, or null. */
  readonly rounds: { readonly [side in Side]: string | null };
  /** The remote container (folder, calendar, list) that the channel made or adopted. */
  readonly container: string | null;
  /** Prefix of every marker that this channel writes; `${markerPrefix}${local record id}` is a marker. */
  readonly markerPrefix: string;
}

/** One execution for one channel, with its counters. */
export interface Run {
  readonly id: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly outcome: 'running' | 'done' | 'held' | 'stopped' | 'failed';
  /** Why it stopped or failed: a code of the error table. */
  readonly reason: string | null;
  readonly counters: RunCounters;
}

export interface RunCounters {
  pulledLocal: number;
  pulledRemote: number;
  createdLocal: number;
  createdRemote: number;
  updatedLocal: number;
  updatedRemote: number;
  deletedLocal: number;
  deletedRemote: number;
  adopted: number;
  unlinked: number;
  parked: number;
  conflicts: number;
  refused: number;
  held: number;
  leftOut: number;
  /** People whom Microsoft 365 mailed because of what was written (E11). */
  mails: number;
}
