import { describe, expect, test } from 'vitest';
import { entries, errorCode, testTenant, text, type Answer } from '../testkit.ts';
import type { Json, JsonObject } from '../state/types.ts';

const JSON_HEADERS = { 'Content-Type': 'application/json' };
const create = (id: string, more: JsonObject = {}): JsonObject => ({
  id,
  method: 'POST',
  url: '/me/contacts',
  headers: JSON_HEADERS,
  body: { givenName: `N${id}` },
  ...more,
});

function setUp(options: Parameters<typeof testTenant>[0] = {}) {
  const tenant = testTenant(options);
  const client = tenant.client('ann@contoso.example');
  return { ...tenant, client, batch: (requests: Json[]) => client.post('/$batch', { requests }) };
}

const responses = (answer: Answer) => answer.body['responses'] as JsonObject[];
const byId = (answer: Answer, id: string) => responses(answer).find((part) => part['id'] === id) ?? {};
const statuses = (answer: Answer) => responses(answer).map(({ status }) => status);

describe('GRAPH 3: $batch', () => {
  test('twenty parts take effect and come back with their ids, in another order', async () => {
    const { batch, client } = setUp();
    const ids = Array.from({ length: 20 }, (_, index) => String(index + 1));
    const answer = await batch(ids.map((id) => create(id)));
    expect(answer.status).toBe(200);
    expect(statuses(answer)).toEqual(ids.map(() => 201));
    const order = responses(answer).map(({ id }) => id);
    expect(order).not.toEqual(ids);
    expect(new Set(order)).toEqual(new Set(ids));
    for (const id of ids) expect(byId(answer, id)).toMatchObject({ body: { givenName: `N${id}` } });
    expect((await client.get('/me/contacts?$count=true&$top=1')).body['@odata.count']).toBe(20);
  });

  test('each part has its own status and error; the batch is 200 even if all fail', async () => {
    const { batch } = setUp();
    const answer = await batch([
      { id: 'a', method: 'GET', url: '/me/contacts/AAMkADAwnothing=' },
      { id: 'b', method: 'GET', url: 'me/nonsense' },
    ]);
    expect(answer.status).toBe(200);
    expect(byId(answer, 'a')).toMatchObject({ status: 404, body: { error: { code: 'ErrorItemNotFound' } } });
    expect(byId(answer, 'b')).toMatchObject({ status: 400 });
  });

  test.each<[string, Json[]]>([
    ['more than 20 parts', Array.from({ length: 21 }, (_, index) => create(String(index)))],
    ['ids that differ in case only', [create('a'), create('A')]],
    ['a body without Content-Type', [{ id: '1', method: 'POST', url: '/me/contacts', body: {} }]],
    ['no url', [{ id: '1', method: 'GET' }]],
    ['a whole address', [{ id: '1', method: 'GET', url: 'https://graph.microsoft.com/v1.0/me' }]],
    [
      'a batch in the batch',
      [{ id: '1', method: 'POST', url: '/$batch', headers: JSON_HEADERS, body: { requests: [] } }],
    ],
    ['no parts', []],
    ['a dependency on nothing', [create('1', { dependsOn: ['9'] })]],
    [
      'a fork that is not on one',
      [
        create('1'),
        create('2', { dependsOn: ['1'] }),
        create('3', { dependsOn: ['2'] }),
        create('4', { dependsOn: ['2'] }),
      ],
    ],
    ['some with, some without dependencies', [create('1'), create('2'), create('3', { dependsOn: ['1'] })]],
    ['a circle', [create('1', { dependsOn: ['2'] }), create('2', { dependsOn: ['1'] })]],
  ])('%s: the whole batch is refused with 400 and nothing happens', async (_name, parts) => {
    const { batch, client } = setUp();
    const answer = await batch(parts);
    expect(answer.status).toBe(400);
    expect(errorCode(answer)).toMatch(/BadRequest|MaximumValueExceeded/);
    expect(entries(await client.get('/me/contacts'))).toEqual([]);
  });

  test('a chain runs in order, and what follows a failure gets 424', async () => {
    const { batch, client } = setUp();
    const answer = await batch([
      create('3', { dependsOn: ['2'] }),
      create('2', { dependsOn: ['1'], body: { nonsense: 1 } }),
      create('1'),
    ]);
    expect([byId(answer, '1'), byId(answer, '2'), byId(answer, '3')].map(({ status }) => status)).toEqual([
      201, 400, 424,
    ]);
    expect(entries(await client.get('/me/contacts'))).toMatchObject([{ givenName: 'N1' }]);
  });

  test('all on the same one: it runs first', async () => {
    const { batch } = setUp();
    const answer = await batch([
      create('2', { dependsOn: ['1'] }),
      create('3', { dependsOn: ['1'] }),
      create('1'),
    ]);
    expect(statuses(answer)).toEqual([201, 201, 201]);
    const failing = await batch([
      create('2', { dependsOn: ['1'] }),
      create('3', { dependsOn: ['1'] }),
      create('1', { url: '/me/nonsense' }),
    ]);
    expect([byId(failing, '2'), byId(failing, '3')].map(({ status }) => status)).toEqual([424, 424]);
  });

  test('parts have headers of their own, such as If-Match and Prefer', async () => {
    const { batch, client } = setUp();
    const { body } = await client.post('/me/contacts', { givenName: 'A' });
    const url = `/me/contacts/${encodeURIComponent(text(body, 'id'))}`;
    const headers = { ...JSON_HEADERS, 'If-Match': 'W/"old"' };
    const answer = await batch([
      { id: '1', method: 'PATCH', url, headers, body: { jobTitle: 'x' } },
      { id: '2', method: 'GET', url: `${url}?$select=id`, headers: { Prefer: 'IdType="ImmutableId"' } },
    ]);
    expect(byId(answer, '1')).toMatchObject({ status: 412 });
    expect(byId(answer, '2')['body']).not.toMatchObject({ id: body['id'] });
  });

  test('a throttled part is 429 with its own Retry-After inside a 200', async () => {
    const { batch, simulator } = setUp({ throttle: { requestsPerWindow: 3 } });
    const answer = await batch([create('1'), create('2'), create('3'), create('4')]);
    expect(answer.status).toBe(200);
    expect(
      statuses(answer)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual([201, 201, 201, 429]);
    const throttled = responses(answer).find(({ status }) => status === 429);
    expect(throttled).toMatchObject({
      headers: { 'Retry-After': '600' },
      body: { error: { code: 'TooManyRequests' } },
    });
    expect(simulator.log.counters()).toMatchObject({ batches: 1, requests: 4, throttled: 1 });
  });

  test('at most four parts run at a time, so a full batch takes five rounds', async () => {
    const { batch, clock } = setUp({ latencyMs: 100 });
    const start = clock.now();
    const ids = Array.from({ length: 20 }, (_, index) => String(index));
    let endMs = 0;
    const answering = batch(ids.map((id) => create(id))).then((answer) => {
      endMs = clock.now();
      return answer;
    });
    await clock.advance(2000);
    expect(statuses(await answering)).toEqual(ids.map(() => 201));
    expect(endMs - start).toBe(500);
  });
});
