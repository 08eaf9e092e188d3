import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestOrganisation, type TestServer } from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;

beforeAll(async () => {
  server = await startTestServer();
  org = await server.organisation();
});
afterAll(() => server.stop());

interface Contact {
  id: string;
  version: number;
  lastName: string | null;
}

describe('R1: contacts one by one', () => {
  test('created, read, changed, deleted, restored', async () => {
    const { api } = org.ann;
    const made = await api.request('POST', '/api/contacts', {
      firstName: ' Eva ',
      lastName: 'Berg',
      email: 'eva@berg.example',
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        firstName: 'Eva',
        lastName: 'Berg',
        phone: null,
        origin: 'created',
        owner: { name: 'Ann Example' },
      },
    });
    const { id } = made.body as Contact;
    expect(made.headers.get('location')).toBe(`/api/contacts/${id}`);
    const path = `/api/contacts/${id}`;
    const changed = await api.request('PATCH', path, { email: null, phone: '08-123' });
    expect(changed).toMatchObject({ status: 200, body: { email: null, phone: '08-123', lastName: 'Berg' } });
    expect((await api.request('DELETE', path)).status).toBe(204);
    const deleted = await api.get<{ items: Contact[] }>('/api/contacts/deleted');
    expect(deleted.items.map((item) => item.id)).toContain(id);
    const restored = await api.request('POST', `${path}/restore`);
    expect(restored).toMatchObject({ status: 200, body: { deletedAt: null, phone: '08-123' } });
    const timeline = await api.get<{ items: { op: string; source: string }[] }>(`${path}/timeline`);
    expect(timeline.items.map(({ op }) => op).sort()).toEqual(['create', 'delete', 'restore', 'update']);
    expect(new Set(timeline.items.map(({ source }) => source))).toEqual(new Set(['page']));
  });

  test('changed by somebody else since it was read: refused, with the version to read again', async () => {
    const { api } = org.ann;
    const made = await api.request('POST', '/api/contacts', { lastName: 'Twice' });
    const path = made.headers.get('location') ?? '';
    const etag = made.headers.get('etag') ?? '';
    expect((await api.request('PATCH', path, { phone: '1' }, { 'if-match': etag })).status).toBe(200);
    const late = await api.request('PATCH', path, { phone: '2' }, { 'if-match': etag });
    expect(late).toMatchObject({ status: 412, body: { code: 'changedMeanwhile' } });
    expect(await api.get(path)).toMatchObject({ phone: '1' });
  });

  test('searched, filtered, sorted, page by page', async () => {
    const { api } = org.bob;
    for (const lastName of ['Carl', 'Adam', 'Bror']) {
      await api.post('/api/contacts', { lastName, accountName: 'Nordwind', mailingCity: 'Malmö' });
    }
    const first = await api.get<{ items: Contact[]; nextCursor: string; total: number }>(
      '/api/contacts?accountName=nordwind&sort=-lastName&limit=2',
    );
    expect(first.items.map(({ lastName }) => lastName)).toEqual(['Carl', 'Bror']);
    expect(first.total).toBe(3);
    const rest = await api.get<{ items: Contact[]; nextCursor: null }>(
      `/api/contacts?accountName=nordwind&sort=-lastName&limit=2&cursor=${encodeURIComponent(first.nextCursor)}`,
    );
    expect(rest.items.map(({ lastName }) => lastName)).toEqual(['Adam']);
    expect(rest.nextCursor).toBeNull();
    const found = await api.get<{ items: Contact[] }>('/api/contacts?search=adam');
    expect(found.items.map(({ lastName }) => lastName)).toEqual(['Adam']);
  });
});

describe('R2, V15: who sees what', () => {
  test('a contact of another person, and one of another organisation, are not there at all', async () => {
    const other = await server.organisation({ name: 'Åkesson', domain: 'akesson.example' });
    const made = await org.ann.api.request('POST', '/api/contacts', { lastName: 'Private' });
    const path = made.headers.get('location') ?? '';
    for (const stranger of [org.bob, other.ann, other.administrator]) {
      expect(await stranger.api.request('GET', path)).toMatchObject({
        status: 404,
        body: { code: 'notFound' },
      });
      expect((await stranger.api.request('PATCH', path, { lastName: 'Taken' })).status).toBe(404);
      expect((await stranger.api.request('DELETE', path)).status).toBe(404);
    }
    expect((await org.administrator.api.request('GET', path)).status).toBe(200);
  });
});
