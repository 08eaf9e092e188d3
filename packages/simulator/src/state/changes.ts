import type { ChangeEntry, ChangeLog } from './types.ts';

/** Stale entries are swept out once there are this many times more entries than keys. */
const SWEEP_FACTOR = 3;
const SWEEP_FLOOR = 256;

export function emptyLog(): ChangeLog {
  return { entries: [], newest: new Map() };
}

/** Appends; the key's earlier entry becomes stale. */
export function appendChange(log: ChangeLog, entry: ChangeEntry): void {
  log.entries.push(entry);
  log.newest.set(entry.key, entry.sequence);
  if (log.entries.length > SWEEP_FLOOR && log.entries.length > SWEEP_FACTOR * log.newest.size) {
    log.entries = log.entries.filter((kept) => isCurrent(log, kept));
  }
}

/** What was told of a key so far becomes stale. */
export function forgetKey(log: ChangeLog, key: string): void {
  log.newest.delete(key);
}

function isCurrent(log: ChangeLog, entry: ChangeEntry): boolean {
  return log.newest.get(entry.key) === entry.sequence;
}

/**
 * Up to `limit` current entries after `position`, oldest first, none younger than `untilMs` (read lag).
 * `position` of the answer is where to go on; `more` tells whether anything is left there.
 */
export function changesAfter(
  log: ChangeLog,
  position: number,
  limit: number,
  untilMs: number,
): { entries: ChangeEntry[]; position: number; more: boolean } {
  const entries: ChangeEntry[] = [];
  let reached = position;
  for (let index = firstAfter(log, position); index < log.entries.length; index++) {
    const entry = log.entries[index];
    if (entry === undefined || entry.atMs > untilMs) break;
    if (isCurrent(log, entry)) {
      if (entries.length === limit) return { entries, position: reached, more: true };
      entries.push(entry);
    }
    reached = entry.sequence;
  }
  return { entries, position: reached, more: false };
}

function firstAfter(log: ChangeLog, position: number): number {
  let low = 0;
  let high = log.entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((log.entries[middle]?.sequence ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
