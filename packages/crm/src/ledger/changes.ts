import type {
  Channel,
  Conflict,
  Cursor,
  Hold,
  Intent,
  JournalEntry,
  Link,
  Run,
  Side,
} from '@counterpart/engine';
import { itemOf, keyItemsOf, type LinkItem } from './rows.ts';

/** What a transaction wrote so far: gathered, and stored by one statement at its end (`write_ledger`, migration 014). */
export class LedgerChanges {
  #links = new Map<string, LinkItem>();
  #keys = new Map<string, { linkId: string; key: string }[]>();
  #dropped = new Set<string>();
  #intents = new Map<string, Intent>();
  #droppedIntents = new Set<string>();
  #journal: JournalEntry[] = [];
  #conflicts: Conflict[] = [];
  #holds: Hold[] = [];
  #closedHolds: string[] = [];
  #head: { [name: string]: string | null } = {};
  #run: Run | null = null;
  #release = false;
  #forgotten: readonly string[] = [];

  putLinks(links: readonly { link: Link; keys: readonly string[] }[]): void {
    for (const { link, keys } of links) {
      this.#links.set(link.id, itemOf(link));
      this.#keys.set(link.id, keyItemsOf(link, keys));
      this.#dropped.delete(link.id);
    }
  }

  dropLinks(ids: readonly string[]): void {
    for (const id of ids) {
      this.#links.delete(id);
      this.#keys.delete(id);
      this.#dropped.add(id);
    }
  }

  putCursor(side: Side, cursor: Cursor | null, round: string | null): void {
    Object.assign(this.#head, { [`${side}Cursor`]: cursor, [`${side}Round`]: round });
  }

  /** Where an empty reading of the local side ended, so that the same stretch of the log is not read again. */
  putQuietCursor(cursor: Cursor | null): void {
    if (cursor !== null && !('localCursor' in this.#head)) this.putCursor('local', cursor, null);
  }

  putChannel(change: Partial<Pick<Channel, 'state' | 'reason' | 'container'>>): void {
    Object.assign(this.#head, change);
  }

  addIntents(intents: readonly Intent[]): void {
    for (const intent of intents) this.#intents.set(intent.id, intent);
  }

  dropIntents(ids: readonly string[]): void {
    for (const id of ids) if (!this.#intents.delete(id)) this.#droppedIntents.add(id);
  }

  addJournal(entries: readonly JournalEntry[]): void {
    this.#journal.push(...entries);
  }

  addConflicts(conflicts: readonly Conflict[]): void {
    this.#conflicts.push(...conflicts);
  }

  putHold(hold: Hold): void {
    this.#holds.push(hold);
  }

  closeHold(id: string): void {
    this.#closedHolds.push(id);
  }

  releaseLinks(): void {
    this.#release = true;
  }

  forgetFields(fields: readonly string[]): void {
    this.#forgotten = [...this.#forgotten, ...fields];
  }

  putRun(run: Run): void {
    this.#run = run;
  }

  /** The parameter of `write_ledger`; empty lists are left out. `{}`: nothing was written. */
  toJson(): string {
    const lists = {
      links: [...this.#links.values()],
      linkKeys: [...this.#keys.values()].flat(),
      dropLinks: [...this.#dropped],
      intents: [...this.#intents.values()],
      dropIntents: [...this.#droppedIntents],
      journal: this.#journal,
      conflicts: this.#conflicts,
      holds: this.#holds,
      closeHolds: this.#closedHolds,
      forgetFields: this.#forgotten,
    };
    return JSON.stringify({
      ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
      ...(Object.keys(this.#head).length > 0 ? { head: this.#head } : {}),
      ...(this.#run === null ? {} : { run: this.#run }),
      ...(this.#release ? { releaseLinks: true } : {}),
    });
  }
}
