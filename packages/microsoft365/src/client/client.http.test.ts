import {
  createSimulator,
  issueAccessToken,
  listen,
  seededRandom,
  systemClock,
  type Listening,
} from '@counterpart/simulator';
import { afterEach, describe, expect, test } from 'vitest';
import { defaultContactMapping } from '../contact/mapping.ts';
import { createContactReplica } from '../contact/replica.ts';
import { createGraphClient } from './client.ts';
import { createGates } from './gate.ts';

let server: Listening | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const clock = {
  now: () => Date.now(),
  sleep: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

async function setUp() {
  const simulator = createSimulator({
    clock: systemClock(),
    random: seededRandom(1),
    people: [{ userPrincipalName: 'adele@contoso.example', displayName: 'Adele Vance' }],
  });
  server = await listen(simulator, { port: 0 });
  const { person, mailbox } = simulator.act('adele@contoso.example');
  const scopes = ['Contacts.ReadWrite'];
  const token = issueAccessToken(simulator.state, {
    tenantId: mailbox.tenantId,
    personId: person.id,
    appId: 'app',
    scopes,
  });
  let count = 0;
  const client = createGraphClient({
    fetch: (request) => fetch(request),
    base: `${server.origin}/v1.0`,
    tokens: { token: () => Promise.resolve(token), renew: () => Promise.resolve(token) },
    lane: createGates(clock).lane('adele', 'contact'),
    clock,
    random: seededRandom(2),
    ids: { next: () => `request-${(count += 1)}` },
  });
  const replica = createContactReplica({
    client,
    mailbox: '/me',
    mapping: defaultContactMapping,
    container: null,
    containerName: 'Counterpart',
    containerMarker: 'folder/adele',
    recall: () => Promise.resolve(new Map()),
  });
  return { simulator, client, replica };
}

const operations = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    op: 'create' as const,
    key: `k${n}`,
    content: { firstName: `Person ${n}` },
    marker: `org/${n}`,
  }));

describe('over a real connection', () => {
  test('made, listed, and nothing more to say', async () => {
    const { replica } = await setUp();
    await replica.ensureContainer(null);
    const outcomes = await replica.apply(operations(20));
    expect(outcomes.filter((outcome) => outcome.outcome === 'done')).toHaveLength(20);
    const page = await replica.changesSince(null);
    if (page.lost) throw new Error('lost');
    expect(page.entries).toHaveLength(20);
    expect(await replica.changesSince(page.next)).toMatchObject({ entries: [], more: false });
  });

  test('V5 the connection breaks after the write: unknown, found by the marker, not made twice', async () => {
    const { simulator, replica } = await setUp();
    await replica.ensureContainer(null);
    simulator.faults.add({ fault: { kind: 'replyLost' }, match: { path: '^/\\$batch' }, times: 1 });
    const outcomes = await replica.apply(operations(3));
    expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(await replica.findByMarkers(['org/0', 'org/1', 'org/2'])).toHaveLength(3);
    expect(simulator.act('adele@contoso.example').contacts()).toHaveLength(3);
  });

  test('nobody listens any more: unknown for a write', async () => {
    const { client } = await setUp();
    await server?.close();
    server = undefined;
    const result = await client.send({ method: 'POST', path: '/me/contacts', body: {} });
    expect(result).toMatchObject({ ok: false, reason: 'unknown' });
  });
});
