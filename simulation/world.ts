import {
  runChannel,
  type Channel,
  type ChannelSettings,
  type Conflict,
  type FieldValue,
  type LedgerTransaction,
  type Link,
  type RunReport,
} from '@counterpart/engine';
import { MemoryLedger, MemoryLocal, MemoryStore } from '@counterpart/engine/memory';
import type { VirtualClock } from './clock.ts';
import type { Coverage } from './coverage.ts';
import type { Mailbox, Service, Shown, SimulatedKind } from './kinds/kind.ts';
import type { Judged } from './oracles.ts';
import { newLog, nameOf } from './people.ts';
import { spoiled, type PlantedBug } from './planted.ts';

export class Killed extends Error {
  override readonly name = 'Killed';
}

export const settings: ChannelSettings = {
  fields: {},
  direction: 'both',
  deleteLocalWhenDeletedRemotely: true,
  conflictRule: 'latest',
  firstSyncCap: 10_000,
  brake: { count: 1000, share: 1 },
  intentSettleMs: 60_000,
};

export interface WorldOptions {
  readonly person: number;
  readonly organisation: string;
  readonly kind: SimulatedKind;
  readonly clock: VirtualClock;
  readonly ids: { next(): string };
  readonly service: Service;
  readonly settings: Partial<ChannelSettings>;
  readonly bug: PlantedBug | null;
  readonly coverage: Coverage | null;
}

/** One person's share of the CRM and ledger, both in memory, that person's mailbox, and the real engine between them. */
export class World {
  readonly person: number;
  readonly organisation: string;
  readonly kind: SimulatedKind;
  readonly fields: readonly string[];
  readonly clock: VirtualClock;
  readonly coverage: Coverage | null;
  /** What the person owns, and what they owned (`outOfScope`). */
  readonly crm: MemoryStore;
  readonly mailbox: Mailbox;
  readonly log = newLog();
  ledger: MemoryLedger;
  readonly pastConflicts: Conflict[] = [];
  /** Consulted at every step of the ports; may throw `Killed`. */
  atStep: (name: string) => void = () => undefined;
  /** When both sides and the ledger were last in step. */
  inStepAt = 0;
  isRunning = false;
  /** Whose mailbox the channel opens: its person's own, unless a bug was planted. */
  opens: () => Mailbox = () => this.mailbox;
  readonly #local: MemoryLocal;
  readonly #ids: { next(): string };
  readonly #bug: PlantedBug | null;

  constructor(options: WorldOptions) {
    const { person, organisation, kind, clock, ids, service, bug, coverage } = options;
    this.person = person;
    this.organisation = organisation;
    this.kind = kind;
    this.fields = kind.kind.fields.map((field) => field.name);
    this.clock = clock;
    this.coverage = coverage;
    this.#ids = ids;
    this.#bug = bug;
    this.crm = new MemoryStore({ kind: kind.kind, clock, ids, pageSize: 2 });
    this.#local = new MemoryLocal(this.crm);
    this.mailbox = service.mailbox(person, {
      step: (name) => this.#step(name),
      recall: (known) => this.#natives(known),
    });
    this.ledger = this.#newLedger(options.settings);
  }

  #step(name: string): void {
    this.atStep(name);
  }

  /** Records that the person owns. */
  inCrm(): Shown[] {
    return this.crm.live().filter((record) => record.outOfScope === null);
  }

  judged(): Judged {
    const { links, conflicts, channel } = this.ledger.state;
    return {
      crm: this.inCrm(),
      mailbox: this.mailbox.live(),
      outside: this.mailbox.outside(),
      links: [...links.values()],
      conflicts: [...this.pastConflicts, ...conflicts.values()],
      isOff: channel.state === 'off',
      log: this.log,
    };
  }

  linkOf(record: string): Link | undefined {
    return [...this.ledger.state.links.values()].find(
      ({ local, remote }) => nameOf({ content: local?.content ?? remote?.content ?? {} }) === record,
    );
  }

  /** What the ledger keeps of records for the connector. */
  #natives(ids: readonly string[]): Map<string, FieldValue> {
    const wanted = new Set(ids);
    const natives = new Map<string, FieldValue>();
    for (const { remote } of this.ledger.state.links.values())
      if (remote?.native !== undefined && wanted.has(remote.id)) natives.set(remote.id, remote.native);
    return natives;
  }

  #newLedger(change: Partial<ChannelSettings>): MemoryLedger {
    const channel: Channel = {
      id: `channel-${this.person}`,
      kind: this.kind.kind.name,
      state: 'enabling',
      reason: null,
      isFirstSync: true,
      settings: {
        ...settings,
        fields: Object.fromEntries(this.fields.map((field) => [field, 'both'])),
        ...change,
      },
      cursors: { local: null, remote: null },
      rounds: { local: null, remote: null },
      container: null,
      markerPrefix: `${this.organisation}/`,
    };
    const ledger = new MemoryLedger(channel, this.#local, this.clock);
    const transaction = ledger.transaction.bind(ledger);
    ledger.transaction = async (work) => {
      this.#step('begin');
      let cursor: Parameters<LedgerTransaction['putCursor']> | null = null;
      const spoil = (tx: LedgerTransaction): LedgerTransaction => ({
        ...tx,
        ...this.#bug?.ledger?.(tx),
        putCursor: (...position) => {
          cursor = position;
          return tx.putCursor(...position);
        },
      });
      const attempt = transaction(async (tx) => {
        const done = await work(this.#bug === null ? tx : spoil(tx));
        this.#step('commit');
        return done;
      });
      const result = await attempt.catch(async (failure: unknown) => {
        const position = cursor;
        if (this.#bug?.cursorFirst && position) await transaction((tx) => tx.putCursor(...position));
        throw failure;
      });
      this.#step('committed');
      return result;
    };
    return ledger;
  }

  /** The ledger is lost; what it kept for people (B3) was seen before. */
  loseLedger(): void {
    this.pastConflicts.push(...this.ledger.state.conflicts.values());
    this.ledger = this.#newLedger(this.ledger.state.channel.settings);
  }

  /** A person enables or disables the channel; false where it is so already. */
  turn(to: 'enable' | 'disable'): boolean {
    const { channel } = this.ledger.state;
    const isOff = channel.state === 'off';
    if (isOff !== (to === 'enable') || channel.state === 'disabling') return false;
    const state = isOff ? 'enabling' : 'disabling';
    this.ledger.state.channel = { ...channel, state, reason: null };
    return true;
  }

  /** Answers the questions of the brake; false where there are none. */
  answerHolds(answer: 'approved' | 'rejected'): boolean {
    const open = [...this.ledger.state.holds.values()].filter((hold) => hold.answer === null);
    for (const hold of open) this.ledger.state.holds.set(hold.id, { ...hold, answer });
    return open.length > 0;
  }

  /** One run; null when it was killed. */
  async run(): Promise<RunReport | null> {
    const { ledger, clock } = this;
    const beganAt = clock.now();
    this.isRunning = true;
    try {
      const report = await runChannel({
        kind: this.kind.kind,
        ledger,
        local: this.#local,
        remote: spoiled(this.opens().openRemote(), this.#bug),
        clock,
        ids: this.#ids,
        signal: new AbortController().signal,
      });
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
