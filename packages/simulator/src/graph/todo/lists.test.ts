import { describe, expect, test } from 'vitest';
import { entries, errorCode, readRound, text } from '../../testkit.ts';
import { ANN, todoTenant as setUp } from './testkit.ts';

describe('GRAPH 1.6, 2.6: task lists', () => {
  test('a mailbox has the default list and the one of flagged e-mails', async () => {
    const { client } = setUp();
    const lists = entries(await client.get('/me/todo/lists'));
    expect(lists).toMatchObject([
      { displayName: 'Tasks', isOwner: true, isShared: false, wellknownListName: 'defaultList' },
      { displayName: 'Flagged Emails', wellknownListName: 'flaggedEmails' },
    ]);
    expect(lists[0]?.['@odata.etag']).toMatch(/^W\/"/);
  });

  test('a list is created, read, renamed and deleted', async () => {
    const { client } = setUp();
    const made = await client.post('/me/todo/lists', { displayName: 'CRM' });
    expect([made.status, made.body['wellknownListName']]).toEqual([201, 'none']);
    const path = `/me/todo/lists/${text(made.body, 'id')}`;
    expect((await client.patch(path, { displayName: 'Sales' })).body).toMatchObject({ displayName: 'Sales' });
    expect((await client.get(path)).body).toMatchObject({ displayName: 'Sales', id: made.body['id'] });
    expect((await client.remove(path)).status).toBe(204);
    expect((await client.get(path)).status).toBe(404);
    expect((await client.post('/me/todo/lists', {})).status).toBe(400);
  });

  test.each([
    [400, 'invalidRequest'],
    [403, 'ErrorAccessDenied'],
  ] as const)(
    'well-known lists are neither renamed nor deleted: %i',
    async (todoWellKnownListStatus, code) => {
      const { client } = setUp({ todoWellKnownListStatus });
      for (const list of entries(await client.get('/me/todo/lists'))) {
        const path = `/me/todo/lists/${text(list, 'id')}`;
        const renamed = await client.patch(path, { displayName: 'Mine' });
        expect([renamed.status, errorCode(renamed)]).toEqual([todoWellKnownListStatus, code]);
        expect((await client.remove(path)).status).toBe(todoWellKnownListStatus);
      }
      expect(entries(await client.get('/me/todo/lists'))).toHaveLength(2);
    },
  );

  test('a deleted list takes its tasks along: 404 ResourceNotFound on them and on their delta, @removed in lists/delta', async () => {
    const { client, actor } = setUp();
    const list = text(actor.createTodoList('CRM'), 'id');
    const task = text(actor.createTask({ title: 'Call' }, list), 'id');
    const lists = await readRound(client, '/me/todo/lists/delta');
    const tasks = await readRound(client, `/me/todo/lists/${list}/tasks/delta`);
    actor.deleteTodoList(list);
    for (const path of ['tasks', `tasks/${task}`, 'tasks/delta', `tasks/${task}/checklistItems`]) {
      const answer = await client.get(`/me/todo/lists/${list}/${path}`);
      expect([path, answer.status, errorCode(answer)]).toEqual([path, 404, 'ResourceNotFound']);
    }
    expect((await client.get(tasks.deltaLink)).status).toBe(404);
    expect((await readRound(client, lists.deltaLink)).entries).toEqual([
      { '@odata.type': '#microsoft.graph.todoTaskList', id: list, '@removed': { reason: 'deleted' } },
    ]);
    expect(actor.task(task)).toBeNull();
  });

  test('lists/delta tells of a list made and renamed, and keeps $select', async () => {
    const { client, actor } = setUp();
    const first = await readRound(client, '/me/todo/lists/delta?$select=displayName');
    expect(first.entries).toHaveLength(2);
    const id = text(actor.createTodoList('CRM'), 'id');
    actor.renameTodoList(id, 'Sales');
    const { entries: changes } = await readRound(client, first.deltaLink);
    expect(changes).toEqual([
      {
        '@odata.type': '#microsoft.graph.todoTaskList',
        '@odata.etag': expect.any(String),
        displayName: 'Sales',
        id,
      },
    ]);
  });

  test('a filter on wellknownListName is refused', async () => {
    const { client } = setUp();
    const answer = await client.get(`/me/todo/lists?$filter=wellknownListName eq 'defaultList'`);
    expect(answer.status).toBe(400);
    const named = await client.get(`/me/todo/lists?$filter=displayName eq 'tasks'`);
    expect(entries(named)).toHaveLength(1);
  });

  test('open extensions of a list', async () => {
    const { client } = setUp();
    const made = await client.post('/me/todo/lists', {
      displayName: 'CRM',
      extensions: [
        { '@odata.type': 'microsoft.graph.openTypeExtension', extensionName: 'Com.Crm', level: 1 },
      ],
    });
    expect(made.body['extensions']).toMatchObject([{ id: 'Com.Crm', level: 1 }]);
    const path = `/me/todo/lists/${text(made.body, 'id')}`;
    expect((await client.get(`${path}?$expand=extensions`)).body).toMatchObject({
      extensions: [{ level: 1 }],
    });
    expect((await client.get(`${path}/extensions/Com.Crm`)).body).toMatchObject({ level: 1 });
  });
});

describe('GRAPH 1.6: who may', () => {
  test('Tasks.Read reads only; without it 403; an application needs Tasks.Read.All', async () => {
    const { clientOf, app, actor: ann } = setUp();
    const reader = clientOf(ANN, { scopes: ['Tasks.Read'] });
    expect((await reader.get('/me/todo/lists')).status).toBe(200);
    expect((await reader.post('/me/todo/lists', { displayName: 'x' })).status).toBe(403);
    expect((await clientOf(ANN).get('/me/todo/lists')).status).toBe(403);
    const path = `/users/${ann.person.id}/todo/lists`;
    expect((await app(['Tasks.Read.All']).get(path)).status).toBe(200);
    expect((await app(['Tasks.Read.All']).post(path, { displayName: 'x' })).status).toBe(403);
    expect((await app(['Tasks.ReadWrite.All']).post(path, { displayName: 'x' })).status).toBe(201);
  });
});

describe('GRAPH 10: $select outside of delta', () => {
  test.each([
    ['honoured', 200, false],
    ['ignored', 200, true],
    ['refused', 400, false],
  ] as const)('%s', async (todoSelect, status, hasOwner) => {
    const { client } = setUp({ todoSelect });
    const answer = await client.get('/me/todo/lists/tasks?$select=displayName');
    expect([answer.status, 'isOwner' in answer.body]).toEqual([status, hasOwner]);
    expect((await client.get('/me/todo/lists/tasks/tasks?$select=title')).status).toBe(status);
  });
});
