import { describe, expect, test } from 'vitest';
import { base, TestTenant } from '../testing/tenant.ts';
import { readAll, readPage } from './paging.ts';

const contacts = { method: 'GET', path: '/me/contacts' } as const;
const newContact = { method: 'POST', path: '/me/contacts', body: { givenName: 'Ada' } } as const;

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

describe('V11 what the service did not take is sent again after the pause it asks for', () => {
  test.each([
    ['429 with seconds', { kind: 'throttled', retryAfter: 'seconds', seconds: 7 }, 7000],
    ['429 with a date', { kind: 'throttled', retryAfter: 'date', seconds: 9 }, 9000],
    ['503 with seconds', { kind: 'status', status: 503, retryAfterS: 3 }, 3000],
    ['509 with seconds', { kind: 'status', status: 509, retryAfterS: 4 }, 4000],
  ] as const)('%s', async (_, fault, waitMs) => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault, times: 1 });
    const result = await tenant.client().send(newContact);
    expect(result).toMatchObject({ ok: true, status: 201 });
    expect(tenant.clock.slept).toEqual([waitMs]);
    expect(tenant.outlook.contacts()).toHaveLength(1);
  });

  test('429 without a time: growing pauses, at most five attempts, then `later`', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'throttled', retryAfter: 'none' } });
    const result = await tenant.client().send(contacts);
    expect(result).toMatchObject({ ok: false, reason: 'later', status: 429, code: 'TooManyRequests' });
    expect(tenant.takeRequests()).toBe(5);
    const [first = 0, second = 0, third = 0] = tenant.clock.slept;
    expect([first <= 1000, second > 999 && second <= 2000, third > 1999 && third <= 4000]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('a longer pause than is waited out here is reported, not slept', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'throttled', seconds: 3600 } });
    const result = await tenant.client().send(contacts);
    expect(result).toMatchObject({ ok: false, reason: 'later', retryAfterMs: 3_600_000 });
    expect(tenant.takeRequests()).toBe(1);
  });
});

describe('V5 a reply that is lost', () => {
  test.each(['connectionLost', 'replyLost', 'cutOff'] as const)('%s: a reading is repeated', async (kind) => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind }, times: 2 });
    expect(await tenant.client().send(contacts)).toMatchObject({ ok: true });
    expect(tenant.takeRequests()).toBe(3);
  });

  test.each(['connectionLost', 'replyLost', 'cutOff'] as const)('%s: a writing is not', async (kind) => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind }, times: 1 });
    expect(await tenant.client().send(newContact)).toMatchObject({
      ok: false,
      reason: 'unknown',
      status: null,
    });
    expect(tenant.takeRequests()).toBe(1);
  });

  test.each([500, 502, 504])('%i after a writing: nobody can say whether it happened', async (status) => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'status', status, afterWrite: true }, times: 1 });
    expect(await tenant.client().send(newContact)).toMatchObject({ ok: false, reason: 'unknown', status });
    expect(tenant.outlook.contacts()).toHaveLength(1);
  });

  test('no answer in time', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'slow', delayMs: 100_000 }, times: 1 });
    expect(await tenant.client({ timeoutMs: 30_000 }).send(newContact)).toMatchObject({ reason: 'unknown' });
  });
});

describe('the token', () => {
  test('refused once: renewed, and the request sent once more', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'tokenExpired' }, times: 1 });
    expect(await tenant.client().send(newContact)).toMatchObject({ ok: true });
    expect(tenant.takeRequests()).toBe(2);
  });

  test('refused twice: the sign-in has lapsed', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'tokenExpired' } });
    expect(await tenant.client().send(contacts)).toMatchObject({ ok: false, reason: 'refused', status: 401 });
    expect(tenant.takeRequests()).toBe(2);
  });

  test('V15 a link to another place is not followed: the token stays here', async () => {
    const tenant = new TestTenant();
    const asked: string[] = [];
    const client = tenant.client({
      fetch: (request) => {
        asked.push(request.url);
        return Promise.resolve(
          json(200, { value: [], '@odata.nextLink': 'https://elsewhere.test/v1.0/me/contacts' }),
        );
      },
    });
    await expect(readAll(client, '/me/contacts')).rejects.toMatchObject({ code: 'unexpectedAnswer' });
    expect(asked).toEqual([`${base}/me/contacts`]);
  });
});

describe('V7 a page', () => {
  test.each([
    ['without a list', {}],
    ['of a delta round without a link', { value: [] }],
  ])('%s is a failure, not an empty one', async (_, body) => {
    const tenant = new TestTenant();
    const client = tenant.client({ fetch: () => Promise.resolve(json(200, body)) });
    expect(await readPage(client, '/me/contacts/delta', { delta: true })).toMatchObject({
      ok: false,
      reason: 'later',
    });
  });
});

describe('errors are told apart by codes', () => {
  test.each([
    [
      'the innermost known one',
      { code: 'BadRequest', innerError: { code: 'ErrorInvalidProperty' } },
      'ErrorInvalidProperty',
    ],
    [
      'an older spelling',
      { code: 'x', innererror: { code: 'y', innererror: { code: 'ErrorItemNotFound' } } },
      'ErrorItemNotFound',
    ],
    ['none known: the outermost', { code: 'Odd', innerError: { code: '429' } }, 'Odd'],
    ['none at all', { message: 'ErrorItemNotFound' }, ''],
  ])('%s', async (_, error, code) => {
    const tenant = new TestTenant();
    const client = tenant.client({ fetch: () => Promise.resolve(json(400, { error })) });
    expect(await client.send(contacts)).toMatchObject({ ok: false, reason: 'refused', code });
  });
});

test('each request carries an id of its own', async () => {
  const tenant = new TestTenant();
  const ids: (string | null)[] = [];
  const client = tenant.client({
    fetch: (request) => {
      ids.push(request.headers.get('client-request-id'));
      return Promise.resolve(json(200, {}));
    },
  });
  await client.send(contacts);
  await client.send(contacts);
  expect(new Set(ids).size).toBe(2);
  expect(ids).not.toContain(null);
});
