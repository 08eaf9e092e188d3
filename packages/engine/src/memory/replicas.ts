import type { Content } from '../content/content.ts';
import type { Seen, Snapshot } from '../model.ts';
import {
  ChannelProblem,
  type ChangePage,
  type Outcome,
  type RemoteReplica,
  type WriteOperation,
} from '../ports.ts';
import type { TransactionalReplica } from './ledger.ts';
import type { MemoryStore } from './store.ts';

/** A local replica in memory; its own sync's changes do not come back to it. */
export class MemoryLocal implements TransactionalReplica {
  readonly store: MemoryStore;

  constructor(store: MemoryStore) {
    this.store = store;
  }

  get undo() {
    return this.store.undo;
  }

  changesSince(cursor: string | null): Promise<ChangePage> {
    return Promise.resolve(this.store.changesSince(cursor, false));
  }

  read(ids: readonly string[]): Promise<Seen[]> {
    return Promise.resolve(ids.filter((id) => this.store.records.has(id)).map((id) => this.store.seen(id)));
  }

  apply(operations: readonly WriteOperation[]): Promise<Outcome[]> {
    return Promise.resolve(operations.map((operation) => this.store.apply(operation, false)));
  }
}

/** A remote replica in memory: its own writes come back as changes, removals are only reports, markers are seen on reading. */
export class MemoryRemote implements RemoteReplica {
  readonly store: MemoryStore;
  readonly batchSize = 20;
  container: string | null = null;
  /** Called before each request; may throw, or answer for the request of a write ("lost" after it was done). */
  beforeRequest: (request: string) => void = () => undefined;
  afterWrite: (operation: WriteOperation, outcome: Outcome) => Outcome = (_, outcome) => outcome;

  constructor(store: MemoryStore) {
    this.store = store;
  }

  #request(name: string): void {
    this.beforeRequest(name);
    if (this.container === null && name !== 'container')
      throw new ChannelProblem('containerMissing', 'The container is missing', { retryAfterMs: null });
  }

  // oxlint-disable-next-line typescript/require-await -- a failure must be a rejection, as over the network
  async changesSince(cursor: string | null): Promise<ChangePage> {
    this.#request('changes');
    const page = this.store.changesSince(cursor, true);
    if (page.lost || cursor === null || cursor.includes('"full":true')) return page;
    const reported = (seen: Seen): Seen =>
      seen.state === 'present' ? withoutMarker(seen) : { state: 'missing', id: seen.id };
    return { ...page, entries: page.entries.map((seen) => reported(seen)) };
  }

  // oxlint-disable-next-line typescript/require-await -- as above
  async read(ids: readonly string[]): Promise<Seen[]> {
    this.#request('read');
    return ids.map((id) => this.store.seen(id));
  }

  // oxlint-disable-next-line typescript/require-await -- as above
  async apply(operations: readonly WriteOperation[]): Promise<Outcome[]> {
    this.#request('apply');
    return operations.map((operation) => this.afterWrite(operation, this.store.apply(operation, true)));
  }

  readonly project = (content: Content): Content => content;

  // oxlint-disable-next-line typescript/require-await -- as above
  async findByMarkers(markers: readonly string[]): Promise<Snapshot[]> {
    this.#request('find');
    const wanted = new Set(markers);
    const found = this.store.live().filter((record) => record.marker !== null && wanted.has(record.marker));
    return found.map((record) => this.store.snapshot(record));
  }

  // oxlint-disable-next-line typescript/require-await -- as above
  async ensureContainer(): Promise<{ id: string; made: boolean }> {
    this.#request('container');
    const made = this.container === null;
    this.container ??= this.store.ports.ids.next();
    return { id: this.container, made };
  }

  // oxlint-disable-next-line typescript/require-await -- as above
  async containerExists(id: string): Promise<boolean> {
    this.beforeRequest('container');
    return this.container === id;
  }

  // oxlint-disable-next-line typescript/require-await -- as above
  async removeContainer(id: string): Promise<void> {
    this.beforeRequest('container');
    if (this.container !== id) return;
    this.container = null;
    this.store.records.clear();
  }
}

function withoutMarker(seen: Seen & { state: 'present' }): Seen {
  const { marker: _, ...rest } = seen;
  return rest;
}
