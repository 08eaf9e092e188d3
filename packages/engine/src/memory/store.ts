import { normaliseContent, type Kind } from '../kinds/kind.ts';
import type { Content } from '../content/content.ts';
import type { Seen, Snapshot } from '../model.ts';
import type { ChangePage, Clock, Identifiers, Outcome, WriteOperation } from '../ports.ts';
import { Journalled } from './journalled.ts';

/** A record of a store in memory. */
export interface StoredRecord {
  readonly id: string;
  readonly content: Content;
  readonly version: number;
  readonly modifiedAtMs: number;
  readonly deleted: boolean;
  /** Why the record is out of scope, or null (owner, import, folder). */
  readonly outOfScope: string | null;
  readonly marker: string | null;
  /** Number of the last change, and whether the sync made it. */
  readonly change: number;
  /** Number of the change that created it. */
  readonly created: number;
  readonly bySync: boolean;
}

export interface StorePorts {
  readonly kind: Kind;
  readonly clock: Clock;
  readonly ids: Identifiers;
  /** Records of a page, and records of a first sync (E4, C6, T2). */
  readonly pageSize?: number;
  readonly cap?: number;
}

/** Records with a change number: the simplest store from which both replicas in memory are made. */
export class MemoryStore {
  readonly records = new Map<string, StoredRecord>();
  readonly undo = new Journalled();
  readonly ports: StorePorts;
  #change = 0;

  constructor(ports: StorePorts) {
    this.ports = ports;
  }

  /** Writes a record whole. Absent fields of `change` stay. */
  write(id: string, change: Partial<StoredRecord>, bySync = false): StoredRecord {
    const before = this.records.get(id);
    this.#change += 1;
    const after: StoredRecord = {
      id,
      content: {},
      deleted: false,
      outOfScope: null,
      marker: null,
      created: this.#change,
      ...before,
      ...change,
      version: (before?.version ?? 0) + 1,
      modifiedAtMs: this.ports.clock.now(),
      change: this.#change,
      bySync,
    };
    this.undo.put(this.records, id, after);
    return after;
  }

  /** What a person does: creates or edits a record with field values as typed. */
  edit(id: string | null, values: { readonly [field: string]: unknown }): string {
    const key = id ?? this.ports.ids.next();
    const content = normaliseContent(this.ports.kind, { ...this.records.get(key)?.content, ...values });
    this.write(key, { content, deleted: false });
    return key;
  }

  remove(id: string): void {
    this.write(id, { deleted: true });
  }

  live(): StoredRecord[] {
    return [...this.records.values()].filter((record) => !record.deleted);
  }

  snapshot(record: StoredRecord): Snapshot {
    const { id, content, version, modifiedAtMs, marker } = record;
    return { id, content, version: String(version), modifiedAtMs, ...(marker === null ? {} : { marker }) };
  }

  seen(id: string): Seen {
    const record = this.records.get(id);
    if (!record || record.deleted) return { state: 'deleted', id };
    const { outOfScope: reason, content } = record;
    if (reason !== null) return { state: 'outOfScope', id, reason, content };
    return { state: 'present', ...this.snapshot(record) };
  }

  /** A full round lists what is in scope, newest first and capped; afterwards records changed since, in the order of their changes. */
  changesSince(cursor: string | null, withSync: boolean): ChangePage {
    const { pageSize = 100, cap = Number.MAX_SAFE_INTEGER } = this.ports;
    const position: Position =
      cursor === null
        ? { full: true, since: this.#change, before: Number.MAX_SAFE_INTEGER, listed: 0 }
        : (JSON.parse(cursor) as Position);
    if (position.since > this.#change) return { lost: true };
    if (!position.full) {
      const changed = [...this.records.values()]
        .filter((record) => record.change > position.since && (withSync || !record.bySync))
        .sort((a, b) => a.change - b.change);
      const page = changed.slice(0, pageSize);
      const more = changed.length > pageSize;
      const since = more ? (page.at(-1)?.change ?? position.since) : this.#change;
      const entries = page.map((record) => this.seen(record.id));
      return {
        lost: false,
        entries,
        more,
        next: JSON.stringify({ full: false, since, before: 0, listed: 0 }),
      };
    }
    const inScope = this.live().filter((record) => record.outOfScope === null);
    inScope.sort((a, b) => b.created - a.created);
    const rest = inScope.filter((record) => record.created < position.before);
    const page = rest.slice(0, Math.min(pageSize, cap - position.listed));
    const listed = position.listed + page.length;
    const more = page.length < rest.length && listed < cap;
    const before = page.at(-1)?.created ?? 0;
    const next: Position = more
      ? { ...position, before, listed }
      : { full: false, since: position.since, before: 0, listed };
    return {
      lost: false,
      entries: page.map((record) => this.seen(record.id)),
      more,
      next: JSON.stringify(next),
      leftOut: more ? 0 : Math.max(0, rest.length - page.length),
    };
  }

  apply(operation: WriteOperation, withMarker: boolean): Outcome {
    const { key } = operation;
    const done = (record: StoredRecord): Outcome => ({
      key,
      outcome: 'done',
      snapshot: this.snapshot(record),
    });
    if (operation.op === 'create') {
      const marker = withMarker ? operation.marker : null;
      return done(this.write(this.ports.ids.next(), { content: operation.content, marker }, true));
    }
    const record = this.records.get(operation.id);
    if (!record || (record.deleted && operation.op !== 'restore')) return { key, outcome: 'gone' };
    if (operation.op === 'restore')
      return done(
        this.write(record.id, { content: { ...record.content, ...operation.content }, deleted: false }, true),
      );
    if (operation.version !== String(record.version)) return { key, outcome: 'stale' };
    if (operation.op === 'delete') {
      this.write(record.id, { deleted: true }, true);
      return { key, outcome: 'done' };
    }
    const written = new Set(operation.fields);
    const kept = Object.entries(record.content).filter(([field]) => !written.has(field));
    const set = Object.entries(operation.content).filter(([field]) => written.has(field));
    const marker = withMarker ? operation.marker : record.marker;
    return done(this.write(record.id, { content: Object.fromEntries([...kept, ...set]), marker }, true));
  }
}

interface Position {
  readonly full: boolean;
  readonly since: number;
  /** In a full round: only records created before this one are still to be listed; paging by position would skip one when another changes. */
  readonly before: number;
  readonly listed: number;
}
