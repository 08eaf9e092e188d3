import {
  meeting,
  runChannel,
  type Channel,
  type Content,
  type FieldValue,
  type RunReport,
} from '@counterpart/engine';
import { MemoryLedger, MemoryLocal, MemoryStore } from '@counterpart/engine/memory';
import { listOutbox } from '@counterpart/simulator';
import { textOf, type JsonObject } from '../json.ts';
import type { MeetingReplicaOptions } from '../meeting/replica.ts';
import { TestTenant } from './tenant.ts';

type Options = ConstructorParameters<typeof TestTenant>[0];
type Choice = Partial<Pick<MeetingReplicaOptions, 'writeTo' | 'capture' | 'privateEvents'>>;

/** A CRM in memory, the engine, the connector and calendars in the simulated tenant. */
export class SyncedMeetings {
  readonly tenant: TestTenant;
  readonly crm: MemoryStore;
  readonly #local: MemoryLocal;
  readonly #choice: Choice;
  ledger: MemoryLedger;

  constructor(options: Options = {}, choice: Choice = {}) {
    this.tenant = new TestTenant({
      people: [
        { userPrincipalName: 'adele@contoso.example', displayName: 'Adele Vance', timeZone: 'Europe/Berlin' },
        { userPrincipalName: 'bob@contoso.example', displayName: 'Bob', timeZone: 'Europe/Berlin' },
      ],
      timeZone: 'Europe/Berlin',
      ...options,
    });
    this.#choice = choice;
    const { clock } = this.tenant;
    this.crm = new MemoryStore({ kind: meeting, clock, ids: numbers('crm'), cap: 5000 });
    this.#local = new MemoryLocal(this.crm);
    this.ledger = this.newLedger();
  }

  /** A ledger that knows nothing, as after a restored backup. */
  newLedger(): MemoryLedger {
    const fields = Object.fromEntries(meeting.fields.map((field) => [field.name, 'both' as const]));
    const channel: Channel = {
      id: 'channel',
      kind: 'meeting',
      state: 'enabling',
      isFirstSync: true,
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
    };
    this.ledger = new MemoryLedger(channel, this.#local, this.tenant.clock);
    return this.ledger;
  }

  get calendar(): string {
    return this.ledger.state.channel.container ?? '';
  }

  get mainCalendar(): string {
    return textOf(this.tenant.outlook.calendars().find((one) => one['isDefaultCalendar'])?.['id']) ?? '';
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

  replica() {
    const { container } = this.ledger.state.channel;
    return this.tenant.meetings({
      ...this.#choice,
      ...(container ? { container } : {}),
      recall: this.recall,
    });
  }

  async run(): Promise<RunReport> {
    const { clock } = this.tenant;
    await clock.sleep(1000);
    const remote = this.replica();
    return runChannel({
      kind: meeting,
      ledger: this.ledger,
      local: this.#local,
      remote,
      clock,
      ids: this.#ids,
    });
  }

  /** Runs until all is said; one more run writes nothing (V2). */
  async sync(): Promise<RunReport> {
    const report = await this.run();
    await this.run();
    const before = JSON.stringify([this.inCrm(), this.inOutlook()]);
    await this.run();
    const after = JSON.stringify([this.inCrm(), this.inOutlook()]);
    if (before !== after) throw new Error(`One more run changed ${before} to ${after}`);
    return report;
  }

  inCrm(): { readonly id: string; readonly content: Content }[] {
    return this.crm.live().map(({ id, content }) => ({ id, content }));
  }

  /** Single events and series, first those of our calendar, then those of the main one. */
  inOutlook(): JsonObject[] {
    const { outlook } = this.tenant;
    const known = new Set(outlook.calendars().map(({ id }) => id));
    const all = [...new Set([this.calendar, this.mainCalendar])].filter((id) => known.has(id));
    return all.flatMap((id) => outlook.events(id));
  }

  event(subject: string): JsonObject | undefined {
    return this.inOutlook().find((one) => one['subject'] === subject);
  }

  eventId(subject: string): string {
    return textOf(this.event(subject)?.['id']) ?? '';
  }

  meeting(title: string): Content | undefined {
    return this.inCrm().find(({ content }) => content['title'] === title)?.content;
  }

  edit(title: string, values: { readonly [field: string]: FieldValue | undefined }): void {
    const id = this.inCrm().find(({ content }) => content['title'] === title)?.id ?? '';
    this.crm.edit(id, values);
  }

  get mails() {
    return listOutbox(this.tenant.simulator.state, {});
  }

  /** The problems of links, in words. */
  get problems(): string[] {
    return [...this.ledger.state.links.values()].flatMap(({ problem }) =>
      problem === null ? [] : [`${problem.code}: ${problem.detail}`],
    );
  }
}

function numbers(prefix: string) {
  let count = 0;
  return { next: () => `${prefix}-${(count += 1)}` };
}
