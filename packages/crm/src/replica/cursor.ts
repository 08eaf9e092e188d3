import type { Cursor } from '@counterpart/engine';

/**
 * How far the change log was read: the snapshot (PostgreSQL's `pg_snapshot`) of the reading and whose transaction numbers it holds.
 * A sequence number would not do: numbers are given before transactions commit, so a reader that goes by them misses late ones (V10).
 */
export interface ChangeCursor {
  /** `change_log_identity()` (migration 013): cluster and database. A restored backup has another. */
  readonly identity: string;
  readonly snapshot: string;
  /** In the middle of a reading. */
  readonly page: PagePlace | null;
}

export type PagePlace =
  /** Changes: after which record, and the snapshot of the first page, where the next reading begins. */
  | { readonly in: 'changes'; readonly after: string; readonly to: string }
  /** A full round: after which record in its order, and how many were listed. */
  | {
      readonly in: 'round';
      /** Its value of what the round goes by; null: from the top of the stretch. */
      readonly place: string | null;
      readonly after: string;
      /** Which stretch of the order, and the instant at which the round began (E5). Cursors of former versions have neither. */
      readonly stretch?: number;
      readonly nowMs?: number;
      readonly listed: number;
      readonly leftOut: number | null;
    };

const form = /^(\d+\/\d+)\/(\d+:\d+:[\d,]*)(?:#(.*))?$/;

/** Null: not one of ours, so everything is read again. */
export function parseCursor(cursor: Cursor): ChangeCursor | null {
  const found = form.exec(cursor);
  if (!found) return null;
  const [, identity = '', snapshot = '', page] = found;
  return { identity, snapshot, page: page === undefined ? null : (JSON.parse(page) as PagePlace) };
}

export function writeCursor({ identity, snapshot, page }: ChangeCursor): Cursor {
  return `${identity}/${snapshot}${page === null ? '' : `#${JSON.stringify(page)}`}`;
}
