import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestOrganisation, type TestServer } from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;

beforeAll(async () => {
  server = await startTestServer();
  org = await server.organisation();
});
afterAll(() => server.stop());

const create = (key: string, body: unknown, { api } = org.ann, path = '/api/contacts') =>
  api.request('POST', path, body, { 'idempotency-key': key });

async function named(lastName: string): Promise<unknown[]> {
  const found = await org.administrator.api.get<{ items: unknown[] }>(`/api/contacts?lastName=${lastName}`);
  return found.items;
}

describe('R4: Idempotency-Key', () => {
  test('the same key and body: the same answer, and one record', async () => {
    const first = await create('key-1', { lastName: 'Once' });
    const again = await create('key-1', { lastName: 'Once' });
    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await named('Once')).toHaveLength(1);
  });

  test('the same key and another body or address: refused, nothing made', async () => {
    await create('key-2', { lastName: 'First' });
    const refused = { status: 422, body: { code: 'idempotencyKeyReused' } };
    expect(await create('key-2', { lastName: 'Second' })).toMatchObject(refused);
    expect(await create('key-2', { subject: 'First' }, org.ann, '/api/tasks')).toMatchObject(refused);
    expect(await named('Second')).toEqual([]);
  });

  test('ten at the same time: one record, ten times the same answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => create('key-3', { lastName: 'Crowd' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => (body as { id: string }).id)).size).toBe(1);
    expect(await named('Crowd')).toHaveLength(1);
  });

  test('a refused creation leaves the key free', async () => {
    expect((await create('key-4', {})).status).toBe(422);
    expect((await create('key-4', { lastName: 'Corrected' })).status).toBe(201);
  });

  test('a key is its owner’s: the same one of another person makes another record', async () => {
    await create('key-5', { lastName: 'Shared' });
    expect((await create('key-5', { lastName: 'Shared' }, org.bob)).status).toBe(201);
    expect(await named('Shared')).toHaveLength(2);
  });

  test('after 24 hours the key is as new; what is kept can be read by nobody', async () => {
    await create('key-6', { lastName: 'Daily' });
    const client = new Client(server.databaseUrl);
    await client.connect();
    const { rows } = await client.query<{ row: string }>('select t::text as row from answers t');
    expect(rows.map(({ row }) => row).join(' ')).not.toContain('Daily');
    await client.query(
      `update answers set created_at = created_at - interval '24 hours' where key = 'key-6'`,
    );
    expect((await create('key-6', { lastName: 'Daily' })).status).toBe(201);
    expect(await named('Daily')).toHaveLength(2);
    // Those that nobody asks for again go as well.
    await client.query(
      `update answers set created_at = created_at - interval '25 hours' where key = 'key-6'`,
    );
    await create('key-7', { lastName: 'Next' });
    const left = await client.query(`select from answers where key = 'key-6'`);
    await client.end();
    expect(left.rowCount).toBe(0);
  });

  test('an unusable key is refused', async () => {
    expect(await create('two words', { lastName: 'No' })).toMatchObject({
      status: 400,
      body: { code: 'invalidRequest', errors: [{ path: 'idempotency-key' }] },
    });
  });

  test('a token is shown again only to who asks with the key', async () => {
    const ask = () =>
      create('key-8', { name: 'P', scopes: ['tasks:read'], lifetimeDays: 1 }, org.ann, '/api/tokens');
    const [first, again] = [await ask(), await ask()];
    expect(again.body).toEqual(first.body);
    expect((await org.ann.api.get<{ total: number }>('/api/tokens')).total).toBe(1);
  });
});

describe('R1: two at once', () => {
  test('a restore of what somebody else changed since is refused like any other change', async () => {
    const made = await create('key-9', { lastName: 'Back' });
    const path = made.headers.get('location') ?? '';
    await org.ann.api.request('DELETE', path);
    const late = await org.ann.api.request('POST', `${path}/restore`, undefined, { 'if-match': '"1"' });
    expect(late).toMatchObject({ status: 412, body: { code: 'changedMeanwhile' } });
    expect((await org.ann.api.request('POST', `${path}/restore`)).status).toBe(200);
  });
});
