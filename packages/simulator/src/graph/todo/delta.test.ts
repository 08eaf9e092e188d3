import { describe, expect, test } from 'vitest';
import { entries, errorCode, readRound, text } from '../../testkit.ts';
import { TASKS, todoTenant as setUp } from './testkit.ts';

describe('GRAPH 1.6, 6: tasks/delta', () => {
  test('new, changed and deleted tasks, own writes included', async () => {
    const { client, actor } = setUp();
    const a = text(actor.createTask({ title: 'A' }), 'id');
    const b = text(actor.createTask({ title: 'B' }), 'id');
    const first = await readRound(client, `${TASKS}/delta`);
    expect(first.entries).toMatchObject([
      { '@odata.type': '#microsoft.graph.todoTask', title: 'A' },
      { title: 'B' },
    ]);
    await client.patch(`${TASKS}/${a}`, { importance: 'high' });
    actor.deleteTask(b);
    const next = await readRound(client, first.deltaLink);
    expect(next.entries).toMatchObject([
      { id: a, importance: 'high' },
      { id: b, '@removed': { reason: 'deleted' } },
    ]);
    expect((await readRound(client, next.deltaLink)).entries).toEqual([]);
  });

  test('$select, $top and $expand=checklistItems are kept in the links', async () => {
    const { client, actor } = setUp();
    for (let n = 0; n < 5; n++) actor.createTask({ title: `T${n}`, checklistItems: [{ displayName: 'x' }] });
    const round = await readRound(client, `${TASKS}/delta?$select=title&$top=2&$expand=checklistItems`);
    expect([round.pages, round.entries.length]).toEqual([3, 5]);
    actor.createTask({ title: 'New' });
    for (const entry of [...round.entries, ...(await readRound(client, round.deltaLink)).entries])
      expect(Object.keys(entry).sort()).toEqual([
        '@odata.etag',
        '@odata.type',
        'checklistItems',
        'id',
        'title',
      ]);
    const sized = await readRound(client, `${TASKS}/delta?$top=2`, { prefer: 'odata.maxpagesize=3' });
    expect(sized.pages).toBe(2);
  });

  test('unset values stay left out, and the preferred zone is heeded', async () => {
    const { client, actor } = setUp({}, 'America/Chicago');
    actor.createTask({ title: 'A' });
    actor.createTask({
      title: 'B',
      dueDateTime: { dateTime: '2026-03-05T00:00:00', timeZone: 'America/Chicago' },
    });
    const prefer = { prefer: 'outlook.timezone="America/Chicago"' };
    const { entries: tasks } = await readRound(client, `${TASKS}/delta`, prefer);
    expect(tasks[0]).not.toHaveProperty('dueDateTime');
    expect(tasks[1]?.['dueDateTime']).toEqual({
      dateTime: '2026-03-05T00:00:00.0000000',
      timeZone: 'America/Chicago',
    });
  });

  test.each([true, false])('linked resources can be expanded: %s', async (todoDeltaExpandsLinks) => {
    const { client, actor } = setUp({ todoDeltaExpandsLinks });
    actor.createTask({ title: 'A', linkedResources: [{ externalId: '7' }] });
    const answer = await client.get(`${TASKS}/delta?$expand=linkedResources,extensions`);
    expect(answer.status).toBe(todoDeltaExpandsLinks ? 200 : 400);
    if (todoDeltaExpandsLinks)
      expect(entries(answer)).toMatchObject([{ linkedResources: [{ externalId: '7' }], extensions: [] }]);
  });

  test.each(['$filter=title eq 1', '$search="x"', '$orderby=title'])('%s is refused', async (query) => {
    expect((await setUp().client.get(`${TASKS}/delta?${query}`)).status).toBe(400);
  });

  test('a task moved to another list is removed here and has a new id there; moved back, another one', async () => {
    const { client, actor } = setUp();
    const list = text(actor.createTodoList('Other'), 'id');
    const there = `/me/todo/lists/${list}/tasks`;
    const id = text(actor.createTask({ title: 'A', checklistItems: [{ displayName: 'x' }] }), 'id');
    const [here, other] = [
      await readRound(client, `${TASKS}/delta`),
      await readRound(client, `${there}/delta`),
    ];
    const moved = actor.moveTask(id, list);
    expect(moved).not.toBe(id);
    expect((await client.get(`${TASKS}/${id}`)).status).toBe(404);
    const left = await readRound(client, here.deltaLink);
    expect(left.entries).toMatchObject([{ id, '@removed': { reason: 'deleted' } }]);
    expect((await readRound(client, other.deltaLink)).entries).toMatchObject([{ id: moved, title: 'A' }]);
    const back = actor.moveTask(moved, 'tasks');
    expect(new Set([id, moved, back]).size).toBe(3);
    expect((await readRound(client, left.deltaLink)).entries).toMatchObject([{ id: back, title: 'A' }]);
    expect(actor.moveTask(back, 'tasks')).toBe(back);
  });

  test('a task moved away, back and away again between two reads: both identifiers are told as removed', async () => {
    const { client, actor } = setUp();
    const list = text(actor.createTodoList('Other'), 'id');
    const id = text(actor.createTask({ title: 'A' }), 'id');
    const { deltaLink } = await readRound(client, `${TASKS}/delta`);
    const back = actor.moveTask(actor.moveTask(id, list), 'tasks');
    actor.moveTask(back, list);
    const { entries: told } = await readRound(client, deltaLink);
    expect(told).toMatchObject([
      { id, '@removed': { reason: 'deleted' } },
      { id: back, '@removed': { reason: 'deleted' } },
    ]);
  });

  test('an expired token, and a token of another list', async () => {
    const { client, actor } = setUp({ expiredDeltaStatus: 400 });
    const { deltaLink } = await readRound(client, `${TASKS}/delta`);
    const list = text(actor.createTodoList('Other'), 'id');
    const elsewhere = deltaLink.replace('/lists/tasks/', `/lists/${list}/`);
    expect((await client.get(elsewhere)).status).toBe(400);
    actor.mailbox.deltaEpoch++;
    expect(errorCode(await client.get(deltaLink))).toBe('syncStateNotFound');
  });
});
