import { runChannel, type Channel, type Kind, type KindName, type RemoteReplica } from '@counterpart/engine';
import { MemoryLedger, MemoryLocal, MemoryStore } from '@counterpart/engine/memory';
import {
  createGates,
  createGraphClient,
  type GraphClient,
  type ReplicaOptions,
} from '@counterpart/microsoft365';
import { createSimulator, issueAccessToken } from '@counterpart/simulator';
import { VirtualClock } from '../simulation/clock.ts';
import { Chance } from '../simulation/random.ts';
import { limited, type Limited } from './limited-kinds.ts';

const person = 'ada@contoso.example';
/** What each Graph request takes, of the virtual clock. */
const latencyMs = 100;
/** Outlook's limits on one app and mailbox ("Microsoft Graph service-specific throttling limits"); none are published for To Do. */
const outlook = { requests: 10_000, perMs: 600_000, atATime: 4 };

/**
 * The first sync of all kinds at once under Microsoft's published limits, in virtual time: how much longer it takes than the limits make it take.
 * Engine, connector and simulated tenant in one process; CRM and ledger in memory.
 */
export async function limits({
  records,
  todoThrottled,
}: {
  readonly records: number;
  readonly todoThrottled: boolean;
}) {
  const clock = new VirtualClock();
  const chance = new Chance(1);
  const unknowns = { todoThrottled };
  const people = [{ userPrincipalName: person, displayName: 'Ada' }];
  const simulator = createSimulator({
    clock,
    random: chance.next,
    people,
    latencyMs,
    requestLogSize: 1,
    unknowns,
  });
  const gates = createGates(clock);
  let count = 0;
  const ids = { next: () => `${(count += 1).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000` };
  let requests = 0;
  let refused = 0;
  const actor = simulator.act(person);
  const tokens = () =>
    issueAccessToken(simulator.state, {
      personId: actor.person.id,
      appId: 'counterpart',
      tenantId: actor.mailbox.tenantId,
      scopes: ['Contacts.ReadWrite', 'Tasks.ReadWrite', 'Calendars.ReadWrite'],
      expiresInS: 3600,
    });
  const client = (service: Limited['service'], kind: KindName): GraphClient =>
    createGraphClient({
      fetch: async (request) => {
        requests += 1;
        const answer = await simulator.fetch(request);
        if (answer.status === 429) refused += 1;
        return answer;
      },
      base: 'http://tenant.example/v1.0',
      tokens: { token: () => Promise.resolve(tokens()), renew: () => Promise.resolve(tokens()) },
      lane: service === 'todo' ? gates.laneApart(person, kind) : gates.lane(person, kind),
      clock,
      random: chance.next,
      ids,
    });
  const beganAtMs = clock.now();
  const sizes = limited.map((one) => ({ ...one, records: Math.round(one.share * records) }));
  const work = sizes.map(async ({ kind, service, contentOf, replica, records: size }) => {
    const crm = new MemoryStore({ kind, clock, ids, pageSize: 500, cap: size });
    for (let n = 0; n < size; n += 1) crm.edit(null, contentOf(n));
    const local = new MemoryLocal(crm);
    const ledger = new MemoryLedger(channelOf(kind, size), local, clock);
    const remote: RemoteReplica = replica({ ...common(kind), client: client(service, kind.name) });
    const { run } = await runChannel({ kind, ledger, local, remote, clock, ids });
    if (run.counters.createdRemote !== size)
      throw new Error(`Of ${size} ${kind.name}s ${run.counters.createdRemote} were created: ${run.outcome}`);
  });
  await clock.drive(Promise.all(work));
  const seconds = (clock.now() - beganAtMs) / 1000;
  const shortestSeconds = shortestMs(sizes, todoThrottled) / 1000;
  return {
    records: Object.fromEntries(sizes.map(({ kind, records: size }) => [kind.name, size])),
    requests,
    refused,
    virtualSeconds: seconds,
    shortestSeconds,
    ratio: seconds / shortestSeconds,
  };
}

/** The time that one request for each record takes, four at a time, where no more than the limit may go out in each span. */
function shortestMs(
  sizes: readonly (Limited & { readonly records: number })[],
  todoThrottled: boolean,
): number {
  const of = (service: Limited['service']) =>
    sizes
      .filter((one) => (todoThrottled ? 'outlook' : one.service) === service)
      // One request for each record; the container is looked for and made, and its page is read.
      .reduce((sum, one) => sum + one.records + 3, 0);
  const at = (requests: number) => Math.ceil(requests / outlook.atATime) * latencyMs;
  const spans = Math.max(0, Math.ceil(of('outlook') / outlook.requests) - 1);
  return Math.max(spans * outlook.perMs + at(of('outlook') - spans * outlook.requests), at(of('todo')));
}

const common = (kind: Kind): Omit<ReplicaOptions, 'client'> => ({
  mailbox: '/me',
  container: null,
  containerName: 'Counterpart',
  containerMarker: `org/${kind.name}/`,
  recall: () => Promise.resolve(new Map()),
});

const channelOf = (kind: Kind, cap: number): Channel => ({
  id: kind.name,
  kind: kind.name,
  state: 'enabling',
  reason: null,
  settings: {
    fields: Object.fromEntries(kind.fields.map(({ name }) => [name, 'both'])),
    direction: 'both',
    deleteLocalWhenDeletedRemotely: true,
    conflictRule: 'latest',
    firstSyncCap: cap,
    brake: { count: 100, share: 0.25 },
    intentSettleMs: 60_000,
  },
  isFirstSync: true,
  cursors: { local: null, remote: null },
  rounds: { local: null, remote: null },
  container: null,
  markerPrefix: `org/${kind.name}/`,
});
