import type { Channel, Conflict, Hold, Intent, JournalEntry, Link, Run, Side } from '../model.ts';
import type { Clock, Ledger, LedgerTransaction, Opening, Replica } from '../ports.ts';
import type { Journalled } from './journalled.ts';

/** Everything that a ledger keeps, in memory. */
export interface LedgerState {
  channel: Channel;
  readonly links: Map<string, Link>;
  readonly keys: Map<string, readonly string[]>;
  readonly order: Map<string, number>;
  readonly intents: Map<string, Intent>;
  readonly conflicts: Map<string, Conflict>;
  readonly holds: Map<string, Hold>;
  readonly journal: Map<string, JournalEntry>;
  readonly runs: Map<string, Run>;
}

/** A local replica that takes part in the ledger's transactions. */
export interface TransactionalReplica extends Replica {
  readonly undo: Journalled;
}

/** The engine's ledger in memory: for previews, for the simulation, and as the simplest statement of what a ledger does. */
export class MemoryLedger implements Ledger {
  readonly state: LedgerState;
  readonly #local: TransactionalReplica;
  readonly #clock: Clock;
  #sequence = 0;

  constructor(channel: Channel, local: TransactionalReplica, clock: Clock) {
    this.#local = local;
    this.#clock = clock;
    const map = () => new Map<string, never>();
    this.state = {
      channel,
      links: map(),
      keys: map(),
      order: map(),
      intents: map(),
      conflicts: map(),
      holds: map(),
      journal: map(),
      runs: map(),
    };
  }

  #openLinks(): Link[] {
    const { links, order } = this.state;
    const open = [...links.values()].filter((link) => link.stage === 'open');
    return open.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  }

  #after(links: readonly Link[], after: string | null, limit: number): Link[] {
    const from = after === null ? 0 : (this.state.order.get(after) ?? 0);
    return links.filter((link) => (this.state.order.get(link.id) ?? 0) > from).slice(0, limit);
  }

  #isDue(link: Link, nowMs: number): boolean {
    const { problem } = link;
    return link.dirty && (problem === null || (problem.retryAtMs !== null && problem.retryAtMs <= nowMs));
  }

  open(): Promise<Opening> {
    const holds = [...this.state.holds.values()];
    const now = this.#clock.now();
    return Promise.resolve({
      channel: this.state.channel,
      hasIntents: this.state.intents.size > 0,
      hasDueLinks: this.#openLinks().some((link) => this.#isDue(link, now)),
      localMayHaveChanges: true,
      answeredHolds: holds.filter((hold) => hold.answer !== null),
      openHolds: holds.filter((hold) => hold.answer === null).length,
    });
  }

  linksByRecord(side: Side, ids: readonly string[]): Promise<Link[]> {
    const wanted = new Set(ids);
    return Promise.resolve([...this.state.links.values()].filter((link) => wanted.has(link[side]?.id ?? '')));
  }

  linksById(ids: readonly string[]): Promise<Link[]> {
    return Promise.resolve(ids.flatMap((id) => this.state.links.get(id) ?? []));
  }

  lonelyLinksByKey(side: Side, keys: readonly string[]): Promise<{ key: string; link: Link }[]> {
    const wanted = new Set(keys);
    const other: Side = side === 'local' ? 'remote' : 'local';
    const lonely = this.#openLinks().filter((link) => link[side] !== null && link[other] === null);
    const found = lonely.flatMap((link) =>
      (this.state.keys.get(link.id) ?? []).filter((key) => wanted.has(key)).map((key) => ({ key, link })),
    );
    return Promise.resolve(found);
  }

  dueLinks(nowMs: number, after: string | null, limit: number): Promise<Link[]> {
    const due = this.#openLinks().filter((link) => this.#isDue(link, nowMs));
    return Promise.resolve(this.#after(due, after, limit));
  }

  async lonelyLinks(side: Side, nowMs: number, after: string | null, limit: number): Promise<Link[]> {
    const other: Side = side === 'local' ? 'remote' : 'local';
    const due = await this.dueLinks(nowMs, after, Number.MAX_SAFE_INTEGER);
    return due.filter((link) => link[side] !== null && link[other] === null).slice(0, limit);
  }

  unlistedLinks(side: Side, round: string, after: string | null, limit: number): Promise<Link[]> {
    const unlisted = this.#openLinks().filter(
      (link) => link[side]?.state === 'present' && link[side].round !== round,
    );
    return Promise.resolve(this.#after(unlisted, after, limit));
  }

  deletionFigures(): Promise<{ links: number; deletedLocal: number; deletedRemote: number }> {
    const two = this.#openLinks().filter((link) => link.local && link.remote);
    const deleted = (side: Side) =>
      two.filter((link) => link.dirty && link[side]?.state === 'deleted').length;
    return Promise.resolve({
      links: two.length,
      deletedLocal: deleted('local'),
      deletedRemote: deleted('remote'),
    });
  }

  intents(): Promise<Intent[]> {
    return Promise.resolve([...this.state.intents.values()]);
  }

  settleIdle(remoteCursor: string): Promise<void> {
    this.#putChannel({ cursors: { ...this.state.channel.cursors, remote: remoteCursor } });
    return Promise.resolve();
  }

  nextDueAtMs(): Promise<number | null> {
    const times = this.#openLinks().flatMap((link) => (link.dirty ? (link.problem?.retryAtMs ?? []) : []));
    return Promise.resolve(times.length === 0 ? null : Math.min(...times));
  }

  transaction<T>(work: (tx: LedgerTransaction) => Promise<T>): Promise<T> {
    return this.#local.undo.transaction(() => work(this.#writes()));
  }

  #putChannel(change: Partial<Channel>): void {
    const before = this.state.channel;
    this.#local.undo.undoWith(() => {
      this.state.channel = before;
    });
    this.state.channel = { ...before, ...change };
  }

  #putLink(link: Link, keys: readonly string[] | undefined): void {
    const { undo } = this.#local;
    for (const side of ['local', 'remote'] as const)
      for (const other of this.state.links.values())
        if (other.id !== link.id && link[side] !== null && other[side]?.id === link[side].id)
          throw new Error(`Links ${other.id} and ${link.id} share the ${side} record ${link[side].id} (V5)`);
    if (!this.state.order.has(link.id)) undo.put(this.state.order, link.id, (this.#sequence += 1));
    undo.put(this.state.links, link.id, link);
    undo.put(this.state.keys, link.id, keys);
  }

  #writes(): LedgerTransaction {
    const { state } = this;
    const { undo } = this.#local;
    const done = Promise.resolve();
    const putAll = <T extends { id: string }>(map: Map<string, T>, items: readonly T[]) => {
      for (const item of items) undo.put(map, item.id, item);
      return done;
    };
    const dropAll = <T>(maps: readonly Map<string, T>[], ids: readonly string[]) => {
      for (const map of maps) for (const id of ids) undo.put(map, id, undefined);
      return done;
    };
    return {
      local: this.#local,
      putLinks: (links) => {
        for (const { link, keys } of links) this.#putLink(link, keys);
        return done;
      },
      dropLinks: (ids) => dropAll<unknown>([state.links, state.keys, state.order], ids),
      putCursor: (side, cursor, round) => {
        const { cursors, rounds } = state.channel;
        this.#putChannel({ cursors: { ...cursors, [side]: cursor }, rounds: { ...rounds, [side]: round } });
        return done;
      },
      putChannel: (change) => {
        const { state } = change;
        const first =
          state === 'active' ? { isFirstSync: false } : state === 'off' ? { isFirstSync: true } : {};
        this.#putChannel({ ...change, ...first });
        return done;
      },
      addIntents: (intents) => putAll(state.intents, intents),
      dropIntents: (ids) => dropAll([state.intents], ids),
      addJournal: (entries) => putAll(state.journal, entries),
      addConflicts: (conflicts) => {
        const same = (a: Conflict, b: Conflict) =>
          JSON.stringify([a.linkId, a.field, a.localValue, a.remoteValue]) ===
          JSON.stringify([b.linkId, b.field, b.localValue, b.remoteValue]);
        const known = [...state.conflicts.values()];
        return putAll(
          state.conflicts,
          conflicts.filter((conflict) => !known.some((other) => same(other, conflict))),
        );
      },
      putHold: (hold) => putAll(state.holds, [hold]),
      closeHold: (id) => dropAll([state.holds], [id]),
      releaseLinks: () => {
        for (const link of this.#openLinks())
          undo.put(state.links, link.id, { ...link, stage: 'released', dirty: false, problem: null });
        return dropAll([state.intents], [...state.intents.keys()]);
      },
      forgetFields: (fields) => {
        for (const link of state.links.values()) undo.put(state.links, link.id, forgotten(link, fields));
        this.#putChannel({ cursors: { local: null, remote: null } });
        return done;
      },
      putRun: (run) => putAll(state.runs, [run]),
    };
  }
}

/** The link without what is known of the agreement on these fields. */
function forgotten(link: Link, fields: readonly string[]): Link {
  const without = <T extends object>(values: T): T =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !fields.includes(name))) as T;
  const { local, remote } = link.shown;
  return {
    ...link,
    base: link.base && without(link.base),
    shown: { ...(local ? { local: without(local) } : {}), ...(remote ? { remote: without(remote) } : {}) },
    dirty: link.stage === 'open',
  };
}
