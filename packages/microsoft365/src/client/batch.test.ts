import { describe, expect, test } from 'vitest';
import { TestTenant } from '../testing/tenant.ts';
import { textOf } from '../json.ts';
import { sendParts, type Part } from './batch.ts';

const create = (name: string): Part => ({ method: 'POST', path: '/me/contacts', body: { givenName: name } });
const names = (tenant: TestTenant) =>
  tenant.outlook
    .contacts()
    .map((contact) => textOf(contact['givenName']) ?? '')
    .sort();
const people = Array.from({ length: 25 }, (_, n) => `Person ${String(n).padStart(2, '0')}`);

/** A client whose service answers with whatever the test makes of the parts. */
function answering(
  answer: (parts: { id: string; url: string; method: string }[], time: number) => unknown,
  status = 200,
) {
  const tenant = new TestTenant();
  const sent: string[][] = [];
  const client = tenant.client({
    fetch: async (request) => {
      const body = JSON.parse(await request.text());
      sent.push(body.requests.map((part: { url: string }) => part.url));
      return new Response(JSON.stringify(answer(body.requests, sent.length)), { status });
    },
  });
  return { tenant, client, sent };
}

const get = (path: string): Part => ({ method: 'GET', path });

describe('$batch', () => {
  test('at most 20 parts at a time; results in the order of the parts', async () => {
    const tenant = new TestTenant();
    const results = await sendParts(tenant.client(), people.map(create));
    expect(results.map((result) => result.ok && (result.body as { givenName: string }).givenName)).toEqual(
      people,
    );
    expect(tenant.exchanges.map((exchange) => exchange.requests)).toEqual([20, 5]);
  });

  test('V13 replies in any order, with other spelling of the ids', async () => {
    const { client } = answering((parts) => ({
      responses: parts
        .toReversed()
        .map(({ id, url }) => ({ id: id.toUpperCase(), status: 200, body: { url } })),
    }));
    const results = await sendParts(client, [get('/a'), get('/b'), get('/c')]);
    expect(results.map((result) => result.ok && result.body)).toEqual([
      { url: '/a' },
      { url: '/b' },
      { url: '/c' },
    ]);
  });

  test('V11 429 in parts: only those again, after the longest pause that one of them was given', async () => {
    const tenant = new TestTenant();
    const { faults } = tenant.simulator;
    faults.add({ fault: { kind: 'throttled', seconds: 2 }, match: { batchPart: true }, skip: 3, times: 1 });
    faults.add({ fault: { kind: 'throttled', seconds: 8 }, match: { batchPart: true }, skip: 6, times: 1 });
    const results = await sendParts(tenant.client(), people.slice(0, 10).map(create));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(names(tenant)).toEqual(people.slice(0, 10));
    expect(tenant.exchanges.map((exchange) => exchange.requests)).toEqual([10, 2]);
    expect(tenant.clock.slept).toContain(8000);
  });

  test('429 in a part for ever: bounded, then `later`', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'throttled', seconds: 1 }, match: { batchPart: true } });
    const [result] = await sendParts(tenant.client(), [create('Ada')]);
    expect(result).toMatchObject({ ok: false, reason: 'later', status: 429 });
    expect(tenant.takeRequests()).toBe(5);
  });

  test('V5 a part without a reply: a writing is unknown and not repeated, a reading is repeated', async () => {
    const { client, sent } = answering((parts, time) => ({
      responses: time === 1 ? [] : parts.map(({ id }) => ({ id, status: 200, body: {} })),
    }));
    const results = await sendParts(client, [create('Ada'), get('/b')]);
    expect(results[0]).toMatchObject({ ok: false, reason: 'unknown' });
    expect(results[1]).toMatchObject({ ok: true });
    expect(sent).toEqual([['/me/contacts', '/b'], ['/b']]);
  });

  test('V5 the body of a part is cut off: a writing is unknown, a reading is repeated', async () => {
    const { client, sent } = answering((parts, time) => ({
      responses: parts.map(({ id }) => ({ id, status: 200, body: time === 1 ? '{"val' : { value: [] } })),
    }));
    const results = await sendParts(client, [create('Ada'), get('/b')]);
    expect(results).toMatchObject([
      { ok: false, reason: 'unknown' },
      { ok: true, body: { value: [] } },
    ]);
    expect(sent).toHaveLength(2);
  });

  test('V5 the reply to the whole batch lost after it was carried out: every writing is unknown', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'replyLost' }, match: { path: '^/\\$batch' }, times: 1 });
    const results = await sendParts(tenant.client(), [create('Ada'), create('Ben')]);
    expect(results).toMatchObject([{ reason: 'unknown' }, { reason: 'unknown' }]);
    expect(names(tenant)).toEqual(['Ada', 'Ben']);
    expect(tenant.exchanges).toHaveLength(1);
  });

  test('429 for the whole batch: the whole batch again', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'throttled' }, match: { path: '^/\\$batch' }, times: 1 });
    const results = await sendParts(tenant.client(), [create('Ada'), create('Ben')]);
    expect(results.every((result) => result.ok)).toBe(true);
    expect(names(tenant)).toEqual(['Ada', 'Ben']);
  });

  test('503 for the whole batch for ever: every part later, after five attempts and no more', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'status', status: 503 }, match: { path: '^/\\$batch' } });
    const results = await sendParts(tenant.client(), [create('Ada'), get('/me/contacts')]);
    expect(results).toMatchObject([{ reason: 'later' }, { reason: 'later' }]);
    expect(tenant.exchanges).toHaveLength(5);
  });

  test('V18 a batch that is refused whole is split until the bad part is alone', async () => {
    const tenant = new TestTenant();
    const client = tenant.client({
      fetch: async (request) => {
        const text = await request.clone().text();
        if (text.includes('poison')) return new Response('{"error":{"code":"BadRequest"}}', { status: 400 });
        return tenant.fetch(request);
      },
    });
    const results = await sendParts(client, ['Ada', 'Ben', 'poison', 'Cyd', 'Dan'].map(create));
    expect(results.map((result) => result.ok)).toEqual([true, true, false, true, true]);
    expect(results[2]).toMatchObject({ reason: 'refused', status: 400 });
    expect(names(tenant)).toEqual(['Ada', 'Ben', 'Cyd', 'Dan']);
  });

  test('424 around a batch whose parts have replies of their own', async () => {
    const { client } = answering(
      (parts) => ({ responses: parts.map(({ id }) => ({ id, status: 201, body: { id: 'x' } })) }),
      424,
    );
    expect(await sendParts(client, [create('Ada')])).toMatchObject([{ ok: true, status: 201 }]);
  });

  test('a part is refused its token: renewed once, and only that part again', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'tokenExpired' }, match: { batchPart: true }, times: 1 });
    const results = await sendParts(tenant.client(), [create('Ada'), create('Ben')]);
    expect(results.every((result) => result.ok)).toBe(true);
    expect(names(tenant)).toEqual(['Ada', 'Ben']);
    expect(tenant.takeRequests()).toBe(3);
  });
});
