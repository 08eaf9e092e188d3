import {
  runChannel,
  task,
  type Channel,
  type Content,
  type FieldValue,
  type Outcome,
  type RunReport,
  type WriteOperation,
} from '@counterpart/engine';
import { MemoryLedger, MemoryLocal, MemoryStore } from '@counterpart/engine/memory';
import { textOf, type JsonObject } from '../json.ts';
import { TestTenant } from './tenant.ts';

/** A CRM in memory that wants a title of its tasks, as the real one does. */
class TitledLocal extends MemoryLocal {
  override apply(operations: readonly WriteOperation[]): Promise<Outcome[]> {
    const refused = operations.filter((one) => one.op === 'create' && one.content['subject'] === undefined);
    return super.apply(operations.filter((one) => !refused.includes(one))).then((outcomes) => [
      ...outcomes,
      ...refused.map(({ key }) => ({
        key,
        outcome: 'refused' as const,
        code: 'fieldMissing',
        detail: 'No subject',
      })),
    ]);
  }
}

/** A CRM in memory, the engine, the connector and a To Do list in the simulated tenant. */
export class SyncedTasks {
  readonly tenant: TestTenant;
  readonly crm: MemoryStore;
  readonly #local: MemoryLocal;
  ledger: MemoryLedger;

  constructor(options: ConstructorParameters<typeof TestTenant>[0] = {}, cap = 5000) {
    this.tenant = new TestTenant(options);
    const { clock } = this.tenant;
    this.crm = new MemoryStore({ kind: task, clock, ids: numbers('crm'), cap });
    this.#local = new TitledLocal(this.crm);
    this.ledger = this.newLedger();
  }

  /** A ledger that knows nothing, as after a restored backup. */
  newLedger(): MemoryLedger {
    const fields = Object.fromEntries(task.fields.map((field) => [field.name, 'both' as const]));
    const channel: Channel = {
      id: 'channel',
      kind: 'task',
      state: 'enabling',
      reason: null,
      settings: {
        fields,
        direction: 'both',
        deleteLocalWhenDeletedRemotely: true,
        conflictRule: 'latest',
        firstSyncCap: 5000,
        brake: { count: 1000, share: 1 },
        intentSettleMs: 60_000,
      },
      cursors: { local: null, remote: null },
      rounds: { local: null, remote: null },
      container: null,
      markerPrefix: 'org/',
      isFirstSync: true,
    };
    this.ledger = new MemoryLedger(channel, this.#local, this.tenant.clock);
    return this.ledger;
  }

  get list(): string {
    return this.ledger.state.channel.container ?? '';
  }

  /** What the ledger keeps for the connector: the natives of linked records. */
  readonly recall = (ids: readonly string[]): Promise<Map<string, FieldValue>> => {
    const wanted = new Set(ids);
    const found = new Map<string, FieldValue>();
    for (const { remote } of this.ledger.state.links.values())
      if (remote?.native !== undefined && wanted.has(remote.id)) found.set(remote.id, remote.native);
    return Promise.resolve(found);
  };

  #ids = numbers('engine');

  async run(): Promise<RunReport> {
    const { clock } = this.tenant;
    await clock.sleep(1000);
    const { container } = this.ledger.state.channel;
    const remote = this.tenant.tasks({ ...(container ? { container } : {}), recall: this.recall });
    return runChannel({ kind: task, ledger: this.ledger, local: this.#local, remote, clock, ids: this.#ids });
  }

  /** Runs until all is said; one more run writes nothing (V2). */
  async sync(): Promise<RunReport> {
    const report = await this.run();
    await this.run();
    const before = JSON.stringify([this.inCrm(), this.inTodo()]);
    await this.run();
    const after = JSON.stringify([this.inCrm(), this.inTodo()]);
    if (before !== after) throw new Error(`One more run changed ${before} to ${after}`);
    return report;
  }

  inCrm(): { readonly id: string; readonly content: Content }[] {
    return this.crm.live().map(({ id, content }) => ({ id, content }));
  }

  inTodo(): JsonObject[] {
    return this.tenant.outlook.tasks(this.list);
  }

  /** Subjects on both sides, sorted. */
  subjects() {
    const sorted = (all: readonly unknown[]) => all.map((one) => (typeof one === 'string' ? one : '')).sort();
    return {
      crm: sorted(this.inCrm().map(({ content }) => content['subject'])),
      todo: sorted(this.inTodo().map((one) => one['title'])),
    };
  }

  idOf(subject: string): string {
    return textOf(this.inTodo().find((one) => one['title'] === subject)?.['id']) ?? '';
  }
}

function numbers(prefix: string) {
  let count = 0;
  return { next: () => `${prefix}-${(count += 1)}` };
}
