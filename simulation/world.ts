import {
  contact,
  runChannel,
  type Channel,
  type ChannelSettings,
  type Conflict,
  type Content,
  type FieldValue,
  type Kind,
  type LedgerTransaction,
  type RemoteReplica,
  type RunReport,
} from '@counterpart/engine';
import { MemoryLedger, MemoryLocal, MemoryStore } from '@counterpart/engine/memory';
import type { VirtualClock } from './clock.ts';
import { spoiled, type PlantedBug } from './planted.ts';
import { Chance } from './random.ts';

/** A mailbox as people and oracles see it, whatever stands behind it. */
export interface Mailbox {
  /** The replica as a process that has just started opens it. */
  openRemote(): RemoteReplica;
  /** Creates (null) or edits a contact with values as typed; returns its id. */
  edit(id: string | null, values: Content): string;
  remove(id: string): void;
  /** Moves a contact out of the CRM's folder, or back into it. */
  move(id: string, into: boolean): void;
  /** Contacts in the CRM's folder. */
  live(): { readonly id: string; readonly content: Content }[];
  /** Contacts outside the CRM's folder. */
  outside(): { readonly id: string; readonly content: Content }[];
  /** Makes the cursor that the connector holds unknown. */
  loseCursors(): void;
  /** From now on nothing goes wrong. */
  calmDown(): void;
  /** Requests so far. */
  requests(): number;
}

/** What a mailbox is opened with. */
export interface Surroundings {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly step: (name: string) => void;
  readonly recall: (ids: readonly string[]) => ReadonlyMap<string, FieldValue>;
}

export interface Faults {
  /** Consulted at every step of the ports; may throw `Killed`. */
  readonly step: (name: string) => void;
}

export class Killed extends Error {
  override readonly name = 'Killed';
}

export const settings: ChannelSettings = {
  fields: Object.fromEntries(contact.fields.map((field) => [field.name, 'both'])),
  direction: 'both',
  deleteLocalWhenDeletedRemotely: true,
  conflictRule: 'latest',
  firstSyncCap: 10_000,
  brake: { count: 1000, share: 1 },
  intentSettleMs: 60_000,
};

/** A CRM and a ledger in memory, a mailbox, and the real engine between them. */
export class World {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly kind: Kind;
  /** The fields that people edit. */
  editable: readonly string[];
  readonly crm: MemoryStore;
  readonly local: MemoryLocal;
  readonly mailbox: Mailbox;
  readonly ids: { next(): string };
  ledger: MemoryLedger;
  readonly pastConflicts: Conflict[] = [];
  /** A mistake put in on purpose. */
  readonly bug: PlantedBug | null;
  faults: Faults = { step: () => undefined };
  /** When both sides and the ledger were last in step. */
  inStepAt = 0;
  isRunning = false;
  /** What people do while a run is under way. */
  meanwhile: () => void = () => undefined;

  constructor(
    seed: number,
    clock: VirtualClock,
    change: Partial<ChannelSettings>,
    openMailbox: (surroundings: Surroundings) => Mailbox,
    bug: PlantedBug | null = null,
    kind: Kind = contact,
  ) {
    this.kind = kind;
    this.editable = kind.name === 'task' ? ['description'] : ['title', 'department', 'mobile', 'description'];
    this.bug = bug;
    this.clock = clock;
    this.chance = new Chance(seed);
    let count = 0;
    this.ids = { next: () => `${(count += 1).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000` };
    this.crm = new MemoryStore({ kind, clock: this.clock, ids: this.ids, pageSize: 2 });
    this.local = new MemoryLocal(this.crm);
    const step = (name: string) => {
      if (this.isRunning) this.meanwhile();
      this.faults.step(name);
    };
    const recall = (ids: readonly string[]) => this.#natives(ids);
    this.mailbox = openMailbox({ clock: this.clock, chance: this.chance, step, recall });
    this.ledger = this.newLedger(change);
  }

  /** What the ledger keeps of records for the connector. */
  #natives(ids: readonly string[]): Map<string, FieldValue> {
    const wanted = new Set(ids);
    const natives = new Map<string, FieldValue>();
    for (const { remote } of this.ledger.state.links.values())
      if (remote?.native !== undefined && wanted.has(remote.id)) natives.set(remote.id, remote.native);
    return natives;
  }

  newLedger(change: Partial<ChannelSettings> = this.ledger.state.channel.settings): MemoryLedger {
    const channel: Channel = {
      id: 'channel',
      kind: this.kind.name,
      state: 'enabling',
      reason: null,
      settings: {
        ...settings,
        fields: Object.fromEntries(this.kind.fields.map((field) => [field.name, 'both'])),
        ...change,
      },
      cursors: { local: null, remote: null },
      rounds: { local: null, remote: null },
      container: null,
      markerPrefix: 'org/',
      isFirstSync: true,
    };
    const ledger = new MemoryLedger(channel, this.local, this.clock);
    const transaction = ledger.transaction.bind(ledger);
    ledger.transaction = async (work) => {
      this.faults.step('begin');
      let cursor: Parameters<LedgerTransaction['putCursor']> | null = null;
      const spoil = (tx: LedgerTransaction): LedgerTransaction => ({
        ...tx,
        ...this.bug?.ledger?.(tx),
        putCursor: (...position) => {
          cursor = position;
          return tx.putCursor(...position);
        },
      });
      const attempt = transaction(async (tx) => {
        const done = await work(this.bug === null ? tx : spoil(tx));
        this.faults.step('commit');
        return done;
      });
      const result = await attempt.catch(async (failure: unknown) => {
        const position = cursor;
        if (this.bug?.cursorFirst && position) await transaction((tx) => tx.putCursor(...position));
        throw failure;
      });
      this.faults.step('committed');
      return result;
    };
    return ledger;
  }

  /** The ledger is lost; what it kept for people (B3) was seen before. */
  loseLedger(): void {
    this.pastConflicts.push(...this.ledger.state.conflicts.values());
    this.ledger = this.newLedger();
  }

  /** One run; null when it was killed. */
  async run(): Promise<RunReport | null> {
    this.clock.advance(1000);
    const { ledger, local, clock, ids } = this;
    const beganAt = clock.now();
    this.isRunning = true;
    try {
      const remote = spoiled(this.mailbox.openRemote(), this.bug);
      const ports = { kind: this.kind, ledger, local, clock, ids, signal: new AbortController().signal };
      const report = await clock.drive(runChannel({ ...ports, remote }));
      const { links, intents } = ledger.state;
      const settled = [...links.values()].every((link) => !link.dirty && link.problem === null);
      if (report.run.outcome === 'done' && settled && intents.size === 0) this.inStepAt = beganAt - 1;
      return report;
    } catch (failure) {
      if (failure instanceof Killed) return null;
      throw failure;
    } finally {
      this.isRunning = false;
    }
  }
}
