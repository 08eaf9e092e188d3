import { describe, expect, test } from 'vitest';
import type { FaultSeed } from './faults.ts';
import { seededRandom } from './random.ts';
import { entries, errorCode, readRound, testTenant, text } from './testkit.ts';
import type { Json, JsonObject } from './state/types.ts';

function setUp(seed: FaultSeed | null, contacts = 0) {
  const tenant = testTenant();
  const client = tenant.client('ann@contoso.example');
  const actor = tenant.simulator.act('ann@contoso.example');
  for (let n = 0; n < contacts; n++) actor.createContact({ givenName: `N${n}` });
  const rule = seed === null ? null : tenant.simulator.faults.add(seed);
  return { ...tenant, clientOf: tenant.client, client, actor, rule };
}

const part = (
  id: string,
  method = 'POST',
  url = '/me/contacts',
  body: Json = { givenName: id },
): JsonObject => ({
  id,
  method,
  url,
  ...(method === 'GET' ? {} : { headers: { 'Content-Type': 'application/json' }, body }),
});

describe('faults on a direct call', () => {
  test('the reply is lost after the write: the caller sees a broken connection, the contact is there', async () => {
    const { client, actor } = setUp({ fault: { kind: 'replyLost' }, match: { method: 'POST' }, times: 1 });
    await expect(client.post('/me/contacts', { givenName: 'A' })).rejects.toThrow(
      new TypeError('fetch failed'),
    );
    expect(actor.contacts()).toMatchObject([{ givenName: 'A' }]);
    expect((await client.post('/me/contacts', { givenName: 'B' })).status).toBe(201);
  });

  test('the connection is lost before the write: nothing happened', async () => {
    const { client, actor } = setUp({ fault: { kind: 'connectionLost' }, times: 1 });
    await expect(client.post('/me/contacts', { givenName: 'A' })).rejects.toThrow(TypeError);
    expect(actor.contacts()).toEqual([]);
  });

  test.each([
    ['seconds', '7'],
    ['date', 'Mon, 02 Mar 2026 09:00:07 GMT'],
    ['none', null],
  ] as const)('429 with Retry-After as %s', async (retryAfter, header) => {
    const { client } = setUp({ fault: { kind: 'throttled', retryAfter, seconds: 7 }, times: 1 });
    const answer = await client.get('/me/contacts');
    expect([answer.status, errorCode(answer), answer.headers.get('retry-after')]).toEqual([
      429,
      'TooManyRequests',
      header,
    ]);
  });

  test.each([
    [404, 'ErrorItemNotFound'],
    [409, 'ErrorSaveConflict'],
    [412, 'ErrorIrresolvableConflict'],
    [503, 'ServiceNotAvailable'],
    [504, 'GatewayTimeout'],
  ])('status %i without effect, and after the effect', async (status, code) => {
    const { client, actor, simulator } = setUp({
      fault: { kind: 'status', status, retryAfterS: 3 },
      times: 1,
    });
    const before = await client.post('/me/contacts', { givenName: 'A' });
    expect([before.status, errorCode(before), before.headers.get('retry-after')]).toEqual([
      status,
      code,
      '3',
    ]);
    expect(actor.contacts()).toEqual([]);
    simulator.faults.add({ fault: { kind: 'status', status, afterWrite: true }, times: 1 });
    expect((await client.post('/me/contacts', { givenName: 'A' })).status).toBe(status);
    expect(actor.contacts()).toHaveLength(1);
  });

  test('the delta token expires in the middle of a round', async () => {
    const { client } = setUp({ fault: { kind: 'deltaExpired' }, match: { path: 'skiptoken' }, times: 1 }, 5);
    const first = await client.get('/me/contacts/delta', { prefer: 'odata.maxpagesize=2' });
    const second = await client.get(text(first.body, '@odata.nextLink'));
    expect([second.status, errorCode(second)]).toEqual([410, 'resyncRequired']);
    expect((await readRound(client, second.headers.get('location') ?? '')).entries).toHaveLength(5);
  });

  test('a page is cut off: its JSON cannot be read', async () => {
    const { client } = setUp({ fault: { kind: 'cutOff' }, times: 1 }, 5);
    await expect(client.get('/me/contacts')).rejects.toThrow(SyntaxError);
  });

  test('an empty page leads on to the entries, and to the deltaLink only then', async () => {
    const { client } = setUp({ fault: { kind: 'emptyPage' }, times: 2 }, 5);
    const first = await client.get('/me/contacts/delta?$select=givenName');
    expect([entries(first), '@odata.deltaLink' in first.body]).toEqual([[], false]);
    const round = await readRound(client, '/me/contacts/delta?$select=givenName');
    expect([round.pages, round.entries.length]).toEqual([2, 5]);
  });

  test('delta entries are repeated, reordered, and joined by removals of ids never seen', async () => {
    const { client, simulator } = setUp({ fault: { kind: 'repeatEntries' }, times: 1 }, 8);
    const repeated = (await readRound(client, '/me/contacts/delta')).entries.map(({ id }) => id);
    expect([repeated.length > 8, new Set(repeated).size]).toEqual([true, 8]);
    const plain = (await readRound(client, '/me/contacts/delta')).entries.map(({ id }) => id);
    simulator.faults.add({ fault: { kind: 'shuffleEntries' }, times: 1 });
    const shuffled = (await readRound(client, '/me/contacts/delta')).entries.map(({ id }) => id);
    expect(shuffled).not.toEqual(plain);
    expect(new Set(shuffled)).toEqual(new Set(plain));
    simulator.faults.add({ fault: { kind: 'unknownRemoved', count: 3 }, times: 1 });
    const invented = (await readRound(client, '/me/contacts/delta')).entries.filter(
      (entry) => '@removed' in entry,
    );
    expect(invented).toHaveLength(3);
  });

  test.each([
    ['tokenExpired', 401, 'InvalidAuthenticationToken'],
    ['accessDenied', 403, 'ErrorAccessDenied'],
    ['mailboxGone', 404, 'MailboxNotEnabledForRESTAPI'],
  ] as const)('%s', async (kind, status, code) => {
    const { client } = setUp({ fault: { kind }, times: 1 });
    const answer = await client.get('/me/contacts');
    expect([answer.status, errorCode(answer)]).toEqual([status, code]);
  });

  test('a slow answer takes its time and holds its place among the four', async () => {
    const { client, clock } = setUp({ fault: { kind: 'slow', delayMs: 5000 } });
    const answering = Promise.all([1, 2, 3, 4, 5].map(() => client.get('/me/contacts')));
    await clock.advance(5000);
    expect((await answering).map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
  });
});

describe('the same faults inside a $batch', () => {
  test('a lost reply breaks the whole batch; the effects stay', async () => {
    const { client, actor } = setUp({
      fault: { kind: 'replyLost' },
      match: { batchPart: true },
      skip: 1,
      times: 1,
    });
    await expect(client.post('/$batch', { requests: [part('1'), part('2'), part('3')] })).rejects.toThrow(
      TypeError,
    );
    expect(actor.contacts()).toHaveLength(3);
  });

  test('other faults strike single parts', async () => {
    const { client, actor, simulator } = setUp({
      fault: { kind: 'throttled', seconds: 4 },
      match: { path: '^/me/contacts$' },
      times: 1,
    });
    simulator.faults.add({ fault: { kind: 'status', status: 504, afterWrite: true }, skip: 1, times: 1 });
    const { body, status } = await client.post('/$batch', { requests: [part('1'), part('2'), part('3')] });
    expect(status).toBe(200);
    const parts = body['responses'] as JsonObject[];
    expect(parts.map((answer) => Number(answer['status'])).sort((a, b) => a - b)).toEqual([201, 429, 504]);
    expect(parts.find((answer) => answer['status'] === 429)).toMatchObject({
      headers: { 'Retry-After': '4' },
    });
    expect(actor.contacts()).toHaveLength(2);
  });

  test('a rule that names $batch strikes the batch as a whole', async () => {
    const { client, actor } = setUp({
      fault: { kind: 'status', status: 503 },
      match: { path: String.raw`^/\$batch` },
      times: 1,
    });
    expect((await client.post('/$batch', { requests: [part('1')] })).status).toBe(503);
    expect(actor.contacts()).toEqual([]);
    expect((await client.post('/$batch', { requests: [part('1')] })).status).toBe(200);
  });
});

describe('which requests a rule strikes', () => {
  test('by method, path, person and part', async () => {
    const { client, simulator, rule, clientOf } = setUp({
      fault: { kind: 'status', status: 503 },
      match: { method: 'GET', path: 'contacts', person: 'Ann@contoso.example', batchPart: false },
    });
    const bob = clientOf('bob@contoso.example');
    expect((await client.get('/me/contacts')).status).toBe(503);
    expect((await client.get('/me')).status).toBe(200);
    expect((await client.post('/me/contacts', { givenName: 'A' })).status).toBe(201);
    expect((await bob.get('/me/contacts')).status).toBe(200);
    expect((await client.post('/$batch', { requests: [part('1', 'GET')] })).body).toMatchObject({
      responses: [{ status: 200 }],
    });
    expect(simulator.faults.rules()).toMatchObject([{ id: rule?.id, struck: 1 }]);
  });

  test('by chance, the same for the same seed', async () => {
    const run = async (seed: number) => {
      const { simulator, client } = testTenant({ random: seededRandom(seed) });
      simulator.faults.add({ fault: { kind: 'status', status: 503 }, probability: 0.3 });
      const ann = client('ann@contoso.example');
      const statuses: number[] = [];
      for (let n = 0; n < 40; n++) statuses.push((await ann.get('/me')).status);
      return statuses;
    };
    const first = await run(3);
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 503]));
  });

  test('what was put in is in the request log', async () => {
    const { client, simulator } = setUp({ fault: { kind: 'replyLost' }, times: 1 });
    await expect(client.post('/me/contacts', { givenName: 'A' })).rejects.toThrow(TypeError);
    expect(simulator.log.since(0)).toMatchObject([
      { method: 'POST', path: '/me/contacts', status: 0, fault: 'replyLost' },
    ]);
  });
});
