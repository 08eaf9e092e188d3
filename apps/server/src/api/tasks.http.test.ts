import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, until, type TestOrganisation, type TestServer } from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;

beforeAll(async () => {
  server = await startTestServer();
  org = await server.organisation();
});
afterAll(() => server.stop());

interface Task {
  id: string;
  subject: string;
  status: string;
}
type Page = { items: Task[]; total: number };

describe('R1: tasks through the API', () => {
  test('created, read, changed, completed, deleted, restored; every field is there', async () => {
    const { api } = org.ann;
    const contact = await api.post<{ id: string }>('/api/contacts', { firstName: 'Eva', lastName: 'Berg' });
    const made = await api.request('POST', '/api/tasks', {
      subject: ' Call ',
      dueDate: '2026-03-05',
      relatedContactId: contact.id,
      checklist: [{ title: 'One', done: false }],
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        subject: 'Call',
        dueDate: '2026-03-05',
        startDate: null,
        status: 'notStarted',
        priority: 'normal',
        reminder: null,
        description: null,
        recurrence: null,
        checklist: [{ title: 'One', done: false }],
        categories: [],
        relatedContact: { id: contact.id, name: 'Eva Berg' },
        completedAt: null,
        origin: 'created',
        owner: { name: 'Ann Example' },
      },
    });
    const path = `/api/tasks/${(made.body as Task).id}`;
    expect(made.headers.get('location')).toBe(path);
    const etag = made.headers.get('etag') ?? '';
    const done = await api.request('PATCH', path, { status: 'completed' }, { 'if-match': etag });
    expect(done).toMatchObject({ status: 200, body: { status: 'completed' } });
    expect((done.body as { completedAt: string | null }).completedAt).not.toBeNull();
    const late = await api.request('PATCH', path, { subject: 'x' }, { 'if-match': etag });
    expect(late).toMatchObject({ status: 412, body: { code: 'changedMeanwhile' } });
    expect((await api.request('DELETE', path)).status).toBe(204);
    expect((await api.get<Page>('/api/tasks/deleted')).items).toHaveLength(1);
    expect(await api.request('POST', `${path}/restore`)).toMatchObject({ status: 200 });
    const timeline = await api.get<{ items: { op: string }[] }>(`${path}/timeline`);
    expect(timeline.items.map(({ op }) => op)).toEqual(['restore', 'delete', 'update', 'create']);
    expect(await api.get(`${path}/sync`)).toMatchObject({ state: 'off' });
  });

  test('a subject is required, and each bad value is named', async () => {
    const { api } = org.ann;
    expect(await api.request('POST', '/api/tasks', { dueDate: '2026-03-05' })).toMatchObject({
      status: 422,
      body: { code: 'invalidValue', errors: [{ path: 'subject', message: 'A task needs a subject.' }] },
    });
    for (const values of [{ dueDate: '5.3.2026' }, { status: 'done' }, { shoeSize: 42 }])
      expect((await api.request('POST', '/api/tasks', { subject: 'x', ...values })).status).toBe(400);
  });

  test('listed, mass-updated and mass-deleted by what a search and filters find, and nothing else', async () => {
    const { api } = org.administrator;
    for (const [subject, dueDate] of [
      ['Zeta', '2026-03-05'],
      ['Eta', '2026-03-04'],
      ['Theta', '2020-01-01'],
    ])
      await api.post('/api/tasks', { subject, dueDate });
    const subjects = async (query: string) =>
      (await api.get<Page>(`/api/tasks?ownerId=${org.administrator.membershipId}&${query}`)).items.map(
        ({ subject }) => subject,
      );
    expect(await subjects('dueFrom=2026-03-01&sort=-dueDate')).toEqual(['Zeta', 'Eta']);
    expect(await subjects('state=overdue&dueTo=2020-12-31')).toEqual(['Theta']);
    const selection = { filter: { search: 'zet', state: 'open' } };
    expect(await api.post('/api/tasks/mass-update', { selection, changes: { priority: 'high' } })).toEqual({
      matched: 1,
      changed: 1,
    });
    expect(await subjects('priority=high')).toEqual(['Zeta']);
    expect(await api.post('/api/tasks/mass-delete', { selection })).toEqual({ deleted: 1 });
    expect(await subjects('')).toEqual(['Theta', 'Eta']);
  });

  test('exported, and imported with each refused row by line and reason', async () => {
    const { api } = org.administrator;
    const exported = await api.request('GET', '/api/tasks/export?format=csv');
    expect(exported.headers.get('content-disposition')).toContain('tasks.csv');
    expect(String(exported.body)).toContain('Subject,Due date,Start date,Status,Priority');
    const form = new FormData();
    form.append('file', new Blob(['Subject,Due date\nNew,2026-05-05\n,2026-05-05\n']), 'tasks.csv');
    const preview = (await api.request('POST', '/api/tasks/imports', form)).body as {
      id: string;
      suggestedMapping: object;
    };
    expect(preview.suggestedMapping).toEqual({ Subject: 'subject', 'Due date': 'dueDate' });
    const start = { mapping: preview.suggestedMapping, duplicates: 'skip' };
    expect((await api.request('POST', `/api/imports/${preview.id}/start`, start)).status).toBe(202);
    const ended = await until(
      () => api.get<{ state: string; created: number; refused: object[] }>(`/api/imports/${preview.id}`),
      ({ state }) => state === 'done',
    );
    expect(ended).toMatchObject({ created: 1, refused: [{ line: 3, reason: 'A task needs a subject.' }] });
    const { items } = await api.get<Page>('/api/tasks?origin=import');
    expect(items).toMatchObject([{ subject: 'New' }]);
  });

  test('V15: another person of the organisation, or another organisation, sees nothing of it', async () => {
    const { id } = await org.ann.api.post<Task>('/api/tasks', { subject: 'Private' });
    const other = await server.organisation({ name: 'Åkesson', domain: 'akesson.example' });
    for (const stranger of [org.bob, other.administrator]) {
      expect((await stranger.api.request('GET', `/api/tasks/${id}`)).status).toBe(404);
      expect((await stranger.api.request('PATCH', `/api/tasks/${id}`, { subject: 'x' })).status).toBe(404);
      expect((await stranger.api.request('DELETE', `/api/tasks/${id}`)).status).toBe(404);
      expect((await stranger.api.get<Page>('/api/tasks')).items).toEqual([]);
    }
  });
});
