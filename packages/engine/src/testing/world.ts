import { canonicalText } from '../content/content.ts';
import { contact } from '../kinds/contact.ts';
import type { Kind } from '../kinds/kind.ts';
import { MemoryLedger } from '../memory/ledger.ts';
import { MemoryLocal, MemoryRemote } from '../memory/replicas.ts';
import { MemoryStore } from '../memory/store.ts';
import type { Channel, ChannelSettings } from '../model.ts';
import type { Clock, Identifiers } from '../ports.ts';
import { runChannel, type RunReport } from '../run/run-channel.ts';

/** A clock that moves only when somebody sleeps or moves it. */
export class ManualClock implements Clock {
  #nowMs = Date.UTC(2026, 0, 1);

  now(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }

  sleep(ms: number): Promise<void> {
    this.advance(ms);
    return Promise.resolve();
  }
}

export function countingIds(prefix: string): Identifiers {
  let count = 0;
  return { next: () => `${prefix}${(count += 1)}` };
}

const fieldsOf = (kind: Kind): ChannelSettings['fields'] =>
  Object.fromEntries(kind.fields.map((field) => [field.name, 'both']));

export const plainSettings: ChannelSettings = {
  fields: fieldsOf(contact),
  direction: 'both',
  deleteLocalWhenDeletedRemotely: false,
  conflictRule: 'latest',
  firstSyncCap: 10_000,
  brake: { count: 50, share: 0.25 },
  intentSettleMs: 60_000,
};

/** A CRM, a mailbox and a channel between them, all in memory. */
export class World {
  readonly clock = new ManualClock();
  readonly crm: MemoryStore;
  readonly mailbox: MemoryStore;
  readonly local: MemoryLocal;
  readonly remote: MemoryRemote;
  ledger: MemoryLedger;

  readonly kind: Kind;

  constructor(settings: Partial<ChannelSettings> = {}, pageSize = 3, kind = contact) {
    this.kind = kind;
    const { clock } = this;
    const cap = settings.firstSyncCap ?? plainSettings.firstSyncCap;
    this.crm = new MemoryStore({ kind, clock, ids: countingIds('crm-'), pageSize, cap });
    this.mailbox = new MemoryStore({ kind, clock, ids: countingIds('box-'), pageSize });
    this.local = new MemoryLocal(this.crm);
    this.remote = new MemoryRemote(this.mailbox);
    this.ledger = this.newLedger(settings);
  }

  newLedger(settings: Partial<ChannelSettings> = {}): MemoryLedger {
    const channel: Channel = {
      id: 'channel',
      kind: this.kind.name,
      state: 'enabling',
      reason: null,
      settings: { ...plainSettings, fields: fieldsOf(this.kind), ...settings },
      cursors: { local: null, remote: null },
      rounds: { local: null, remote: null },
      container: null,
      markerPrefix: 'org/',
      isFirstSync: true,
    };
    return new MemoryLedger(channel, this.local, this.clock);
  }

  set settings(change: Partial<ChannelSettings>) {
    const { channel } = this.ledger.state;
    this.ledger.state.channel = { ...channel, settings: { ...channel.settings, ...change } };
  }

  set state(state: Channel['state']) {
    this.ledger.state.channel = { ...this.ledger.state.channel, state };
  }

  #ids = countingIds('engine-');

  /** One run, a second after the last. */
  run(): Promise<RunReport> {
    this.clock.advance(1000);
    const { ledger, local, remote, clock } = this;
    return runChannel({ kind: this.kind, ledger, local, remote, clock, ids: this.#ids });
  }

  /** Runs and then makes sure that a further run writes nothing anywhere (V2, V8). */
  async sync(): Promise<RunReport> {
    const report = await this.run();
    const before = this.picture();
    const again = await this.run();
    const after = this.picture();
    if (JSON.stringify(before) !== JSON.stringify(after))
      throw new Error(
        `The second run changed something: ${JSON.stringify(before)} became ${JSON.stringify(after)} (${JSON.stringify(again.run.counters)})`,
      );
    return report;
  }

  picture() {
    const rows = (store: MemoryStore) =>
      store.live().map(({ id, version, content }) => [id, version, content]);
    const links = [...this.ledger.state.links.values()].map((link) => [
      link.id,
      link.base,
      link.shown,
      link.stage,
    ]);
    return { crm: rows(this.crm), mailbox: rows(this.mailbox), links };
  }

  /** First names on each side, sorted: enough to say what is where. */
  names() {
    const names = (store: MemoryStore) =>
      store
        .live()
        .filter((record) => record.outOfScope === null)
        .map((record) => canonicalText(record.content['firstName']).replaceAll('"', ''))
        .sort();
    return { crm: names(this.crm), mailbox: names(this.mailbox) };
  }
}
