import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestOrganisation, type TestServer } from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;

beforeAll(async () => {
  server = await startTestServer();
  org = await server.organisation();
});
afterAll(() => server.stop());

interface View {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

const uppsala = {
  kind: 'contact',
  name: 'Uppsala',
  filter: { mailingCity: 'Uppsala', search: 'berg' },
  sort: '-modifiedAt',
  columns: ['lastName', 'email'],
};
const names = async ({ api } = org.ann, kind = 'contact') =>
  (await api.get<{ items: View[] }>(`/api/views?kind=${kind}`)).items.map(({ name }) => name);

describe('R1: saved views', () => {
  test('saved, read, changed, deleted by their owner', async () => {
    const { api } = org.ann;
    const made = await api.request('POST', '/api/views', uppsala);
    expect(made).toMatchObject({
      status: 201,
      body: { ...uppsala, shared: false, owner: { name: 'Ann Example' } },
    });
    const path = made.headers.get('location') ?? '';
    expect(await api.get(path)).toEqual(made.body);
    const changed = await api.request('PATCH', path, { name: 'Uppland', sort: null });
    expect(changed).toMatchObject({
      status: 200,
      body: { ...uppsala, name: 'Uppland', sort: null, version: 2 },
    });
    const etag = made.headers.get('etag') ?? '';
    const late = { status: 412, body: { code: 'changedMeanwhile' } };
    expect(await api.request('PATCH', path, { name: 'Late' }, { 'if-match': etag })).toMatchObject(late);
    expect(await api.request('DELETE', path, undefined, { 'if-match': etag })).toMatchObject(late);
    expect((await api.request('DELETE', path)).status).toBe(204);
    expect((await api.request('GET', path)).status).toBe(404);
  });

  test('seen by the others of the organisation only where they are shared, and changed by nobody else', async () => {
    const other = await server.organisation({ name: 'Åkesson', domain: 'akesson.example' });
    await org.ann.api.post('/api/views', { ...uppsala, name: 'For me' });
    const shared = await org.ann.api.post<View>('/api/views', { ...uppsala, name: 'For all', shared: true });
    expect(await names()).toEqual(['For all', 'For me']);
    expect(await names(org.bob)).toEqual(['For all']);
    expect(await names(other.ann)).toEqual([]);
    const path = `/api/views/${shared.id}`;
    expect(await org.bob.api.request('PATCH', path, { name: 'Mine' })).toMatchObject({ status: 403 });
    expect(await org.bob.api.request('DELETE', path)).toMatchObject({ status: 403 });
    expect(await other.ann.api.request('GET', path)).toMatchObject({ status: 404 });
    await org.ann.api.request('PATCH', path, { shared: false });
    expect(await names(org.bob)).toEqual([]);
  });

  test('a view that its list would refuse is refused, with the place', async () => {
    for (const [change, path] of [
      [{ filter: { noField: 'x' } }, 'filter'],
      [{ filter: { limit: '5' } }, 'filter.limit'],
      [{ filter: { ownerId: 'nobody' } }, 'filter.ownerId'],
      [{ sort: 'shoeSize' }, 'sort'],
    ] as const) {
      const answer = await org.ann.api.request('POST', '/api/views', { ...uppsala, name: 'Odd', ...change });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalidRequest', errors: [{ path }] } });
    }
    const tasks = { kind: 'task', name: 'Overdue', filter: { state: 'overdue' }, sort: 'priority' };
    expect((await org.ann.api.request('POST', '/api/views', tasks)).status).toBe(201);
    expect(await names(org.ann, 'task')).toEqual(['Overdue']);
  });

  test('two of one name in one list are refused', async () => {
    await org.bob.api.post('/api/views', uppsala);
    expect(await org.bob.api.request('POST', '/api/views', uppsala)).toMatchObject({
      status: 422,
      body: { code: 'invalidValue', errors: [{ path: 'name' }] },
    });
  });
});

describe('R1: home', () => {
  test('shows the own meetings of today and the own tasks that are due today or overdue, the earliest first, and the sync in one line', async () => {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short' }).format(
      Date.now(),
    );
    const day = (offset: number) =>
      new Date(Date.parse(`${today}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);
    const add = (subject: string, dueDate: string | null, person = org.ann, status = 'notStarted') =>
      person.api.post('/api/tasks', { subject, dueDate, status });
    await add('Today', today);
    await add('Overdue', day(-3));
    await add('Tomorrow', day(1));
    await add('Some day', null);
    await add('Done', today, org.ann, 'completed');
    await add('Of Bob', today, org.bob);
    const meet = (title: string, on: string, person = org.ann) =>
      person.api.post('/api/meetings', {
        title,
        when: { start: `${on}T09:00`, end: `${on}T10:00`, zone: 'UTC' },
      });
    await meet('Stand-up', today);
    await meet('Next week', day(7));
    await meet('Of Bob', today, org.bob);
    const home = await org.ann.api.get<{
      date: string;
      meetings: { title: string }[];
      tasks: { items: { subject: string }[]; total: number };
      sync: unknown;
    }>('/api/home');
    expect(home.date).toBe(today);
    expect(home.meetings.map(({ title }) => title)).toEqual(['Stand-up']);
    expect(home.tasks.items.map(({ subject }) => subject)).toEqual(['Overdue', 'Today']);
    expect(home.tasks.total).toBe(2);
    expect(home.sync).toEqual({ state: 'off', sentence: 'Nothing of yours is synced with Microsoft 365.' });
  });
});
