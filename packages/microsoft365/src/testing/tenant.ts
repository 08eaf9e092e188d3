import type { FieldValue, Identifiers, RemoteReplica } from '@counterpart/engine';
import {
  createSimulator,
  issueAccessToken,
  seededRandom,
  type Actor,
  type Simulator,
  type SimulatorOptions,
} from '@counterpart/simulator';
import { createGraphClient, type ClientOptions, type GraphClient } from '../client/client.ts';
import { createGates, type GateLimits } from '../client/gate.ts';
import type { Exchange, Fetch } from '../client/message.ts';
import { defaultContactMapping, type ContactMapping } from '../contact/mapping.ts';
import { createContactReplica } from '../contact/replica.ts';
import { createMeetingReplica, type MeetingReplicaOptions } from '../meeting/replica.ts';
import { createTaskReplica } from '../task/replica.ts';
import type { ReplicaOptions } from '../replica/setting.ts';
import { TestClock } from './test-clock.ts';

export const base = 'https://graph.test/v1.0';
const login = 'adele@contoso.example';

interface ReplicaSeed {
  readonly client?: GraphClient;
  readonly container?: string;
  readonly name?: string;
  readonly recall?: ReplicaOptions['recall'];
}

/** A simulated tenant with one person, and the connector in front of it, in one process and virtual time. */
export class TestTenant {
  readonly clock = new TestClock();
  readonly simulator: Simulator;
  readonly outlook: Actor;
  readonly exchanges: Exchange[] = [];
  readonly ids: Identifiers;
  /** What the ledger would know of each record. */
  readonly natives = new Map<string, FieldValue>();

  readonly timeZone: string;

  constructor(options: Partial<SimulatorOptions> & { timeZone?: string } = {}) {
    const { timeZone = 'UTC', ...rest } = options;
    this.timeZone = timeZone;
    this.simulator = createSimulator({
      clock: this.clock,
      random: seededRandom(1),
      people: [{ userPrincipalName: login, displayName: 'Adele Vance', timeZone }],
      ...rest,
    });
    this.outlook = this.simulator.act(login);
    let count = 0;
    this.ids = { next: () => `request-${(count += 1)}` };
  }

  readonly fetch: Fetch = async (request) => {
    this.clock.underWay += 1;
    try {
      return await this.simulator.fetch(request);
    } finally {
      this.clock.underWay -= 1;
    }
  };

  token(seed: { scopes?: string[]; expiresInS?: number } = {}): string {
    const { state } = this.simulator;
    const { person, mailbox } = this.outlook;
    const scopes = seed.scopes ?? [
      'Contacts.ReadWrite',
      'Calendars.ReadWrite',
      'Tasks.ReadWrite',
      'User.Read',
      'User.ReadBasic.All',
    ];
    return issueAccessToken(state, {
      tenantId: mailbox.tenantId,
      personId: person.id,
      appId: 'counterpart',
      ...seed,
      scopes,
    });
  }

  client(options: Partial<ClientOptions> & { limits?: GateLimits } = {}): GraphClient {
    let token = this.token();
    return createGraphClient({
      fetch: this.fetch,
      base,
      tokens: {
        token: () => Promise.resolve(token),
        renew: () => Promise.resolve((token = this.token())),
      },
      lane: createGates(this.clock, options.limits).lane('adele', 'contact'),
      clock: this.clock,
      random: seededRandom(2),
      ids: this.ids,
      onExchange: (exchange) => this.exchanges.push(exchange),
      ...options,
    });
  }

  replica(options: ReplicaSeed & { mapping?: ContactMapping } = {}): RemoteReplica {
    const mapping = options.mapping ?? defaultContactMapping;
    return this.#remembering(createContactReplica({ ...this.#replicaOptions(options), mapping }));
  }

  tasks(options: ReplicaSeed & { timeZone?: string } = {}): RemoteReplica {
    const { timeZone = this.timeZone } = options;
    const recordUrl = (id: string) => `https://crm.example/tasks/${id}`;
    const replica = createTaskReplica({ ...this.#replicaOptions(options), timeZone, recordUrl });
    return this.#remembering(replica);
  }

  meetings(
    options: ReplicaSeed & Partial<Omit<MeetingReplicaOptions, keyof ReplicaOptions>> = {},
  ): RemoteReplica {
    const { timeZone = this.timeZone, writeTo = null, privateEvents = 'timeOnly', capture } = options;
    const recordUrl = (id: string) => `https://crm.example/meetings/${id}`;
    const given = { timeZone, writeTo, privateEvents, recordUrl, ...(capture ? { capture } : {}) };
    return this.#remembering(createMeetingReplica({ ...this.#replicaOptions(options), ...given }));
  }

  #replicaOptions(options: ReplicaSeed): ReplicaOptions {
    return {
      client: options.client ?? this.client(),
      mailbox: '/me',
      container: options.container ?? null,
      containerName: options.name ?? 'Counterpart',
      containerMarker: 'folder/adele',
      recall:
        options.recall ??
        ((ids) => {
          const found = ids.flatMap((id) => {
            const native = this.natives.get(id);
            return native === undefined ? [] : [[id, native] as const];
          });
          return Promise.resolve(new Map(found));
        }),
    };
  }

  /** Requests as Graph counts them, since the last time this was asked. */
  takeRequests(): number {
    return this.exchanges.splice(0).reduce((sum, exchange) => sum + exchange.requests, 0);
  }

  /** Does what the ledger does: keeps what each snapshot carries beside its content. */
  #remembering(replica: RemoteReplica): RemoteReplica {
    const keep = (one: { id: string; native?: FieldValue } | undefined) => {
      if (one?.native !== undefined) this.natives.set(one.id, one.native);
    };
    return {
      ...replica,
      changesSince: async (cursor) => {
        const page = await replica.changesSince(cursor);
        if (!page.lost) for (const seen of page.entries) if (seen.state === 'present') keep(seen);
        return page;
      },
      apply: async (operations) => {
        const outcomes = await replica.apply(operations);
        for (const outcome of outcomes) if (outcome.outcome === 'done') keep(outcome.snapshot);
        return outcomes;
      },
    };
  }
}
