import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type ApiClient, type TestServer } from '../testing.ts';

let server: TestServer;
let api: ApiClient;

beforeAll(async () => {
  server = await startTestServer();
  ({ api } = (await server.organisation()).ann);
});
afterAll(() => server.stop());

const json = { 'content-type': 'application/json' };

describe('bad input: a clear error that names the place', () => {
  test('a body that is no JSON', async () => {
    const answer = await api.request('POST', '/api/contacts', '{"lastName": "Berg",}', json);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalidJson', status: 400 } });
    expect((answer.body as { detail: string }).detail).toMatch(/position 20|line 1/);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  test('an unknown field is named, and nothing is written', async () => {
    const answer = await api.request('POST', '/api/contacts', { lastName: 'Berg', shoeSize: '42' });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalidRequest', errors: [{ path: 'shoeSize', message: 'There is no such field.' }] },
    });
    expect(await api.get('/api/contacts')).toMatchObject({ items: [] });
  });

  test('an unknown field in the mapping of an import', async () => {
    const body = { mapping: { Name: 'lastName', Shoe: 'shoeSize' }, duplicates: 'skip' };
    const answer = await api.request('POST', '/api/imports/5c5f4c0e-0000-4000-8000-000000000000/start', body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'mapping.Shoe' }] } });
  });

  test('a value that cannot be, with the field', async () => {
    const answer = await api.request('POST', '/api/contacts', { lastName: 'Berg', email: 'not an address' });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'invalidValue', errors: [{ path: 'email' }] },
    });
  });

  test('an unknown query parameter', async () => {
    const answer = await api.request('GET', '/api/contacts?sortBy=lastName');
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'sortBy' }] } });
  });

  test('a body over the limit', async () => {
    const answer = await api.request('POST', '/api/contacts', { description: 'x'.repeat(1_100_000) });
    expect(answer).toMatchObject({ status: 413, body: { code: 'tooLarge' } });
  });

  test('a body of another kind', async () => {
    const answer = await api.request('POST', '/api/contacts', 'lastName=Berg', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupportedMediaType' } });
  });

  test('an address that does not exist', async () => {
    expect(await api.request('GET', '/api/nothing')).toMatchObject({
      status: 404,
      body: { code: 'unknownAddress' },
    });
  });

  test('every answer carries the id under which the log has the request', async () => {
    const answer = await api.request('GET', '/api/nothing');
    expect((answer.body as { instance: string }).instance).toBe(answer.headers.get('x-request-id'));
  });
});

describe('what browsers are told to allow', () => {
  test('only what this server itself serves', async () => {
    const { headers } = await api.request('GET', '/api/session');
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
  });
});
