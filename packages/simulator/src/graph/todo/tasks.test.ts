import { describe, expect, test } from 'vitest';
import { entries, errorCode, text } from '../../testkit.ts';
import { PUBLISHED_LIMITS } from '../../throttle.ts';
import { TASKS, todoTenant as setUp } from './testkit.ts';

describe('GRAPH 2.7: tasks', () => {
  test('what is unset is left out, not null', async () => {
    const { client } = setUp();
    const { status, body } = await client.post(TASKS, { title: 'Call' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      title: 'Call',
      status: 'notStarted',
      importance: 'normal',
      isReminderOn: false,
      hasAttachments: false,
      categories: [],
      body: { content: '', contentType: 'text' },
    });
    expect(Object.keys(body).sort()).toEqual(
      [
        '@odata.context',
        '@odata.etag',
        'body',
        'categories',
        'createdDateTime',
        'hasAttachments',
        'id',
        'importance',
        'isReminderOn',
        'lastModifiedDateTime',
        'status',
        'title',
      ].sort(),
    );
    expect(body['createdDateTime']).toBe('2026-03-02T09:00:00.0000000Z');
  });

  test('a title is required, at creation and after', async () => {
    const { client } = setUp();
    expect(errorCode(await client.post(TASKS, { body: { content: 'x' } }))).toBe('invalidRequest');
    expect((await client.post(TASKS, { title: ' ' })).status).toBe(400);
    const path = `${TASKS}/${text((await client.post(TASKS, { title: 'Call' })).body, 'id')}`;
    expect((await client.patch(path, { title: null })).status).toBe(400);
    expect((await client.get(path)).body['title']).toBe('Call');
  });

  test('a person can leave the title empty in To Do', async () => {
    const { client, actor } = setUp();
    const id = text(actor.createTask({}), 'id');
    expect((await client.get(`${TASKS}/${id}`)).body['title']).toBe('');
  });

  test('null clears', async () => {
    const { client } = setUp();
    const due = { dateTime: '2026-03-05T00:00:00', timeZone: 'UTC' };
    const made = await client.post(TASKS, {
      title: 'Call',
      dueDateTime: due,
      startDateTime: due,
      reminderDateTime: due,
      categories: ['Red'],
      body: { content: '<p>x</p>', contentType: 'html' },
      importance: 'high',
    });
    expect(made.body).toMatchObject({ isReminderOn: true, bodyLastModifiedDateTime: expect.any(String) });
    const path = `${TASKS}/${text(made.body, 'id')}`;
    const { body } = await client.patch(path, {
      dueDateTime: null,
      startDateTime: null,
      reminderDateTime: null,
      categories: null,
      body: null,
      importance: null,
    });
    for (const name of ['dueDateTime', 'startDateTime', 'reminderDateTime'])
      expect(body).not.toHaveProperty(name);
    expect(body).toMatchObject({
      isReminderOn: false,
      categories: [],
      importance: 'normal',
      body: { content: '', contentType: 'text' },
    });
  });

  const refusals: [string, object][] = [
    ['an unknown status', { status: 'done' }],
    ['an unknown importance', { importance: 'urgent' }],
    ['an unknown property', { subject: 'x' }],
    ['extended properties', { singleValueExtendedProperties: [] }],
    ['a date with an offset', { dueDateTime: { dateTime: '2026-03-05T00:00:00+01:00', timeZone: 'UTC' } }],
    ['a day that there is not', { dueDateTime: { dateTime: '2026-02-30T00:00:00', timeZone: 'UTC' } }],
    ['an unknown zone', { dueDateTime: { dateTime: '2026-03-05T00:00:00', timeZone: 'Mars/Base' } }],
    ['a checklist item without a name', { checklistItems: [{ isChecked: true }] }],
  ];
  test.each(refusals)('%s: 400, and nothing is stored', async (_name, more) => {
    const { client, actor } = setUp();
    expect((await client.post(TASKS, { title: 'Call', ...more })).status).toBe(400);
    expect(actor.tasks()).toEqual([]);
  });

  test('completed sets the day of completion, anything else removes it', async () => {
    const { client, clock } = setUp();
    const path = `${TASKS}/${text((await client.post(TASKS, { title: 'Call' })).body, 'id')}`;
    const done = await client.patch(path, { status: 'completed' });
    const day = { dateTime: '2026-03-02T00:00:00.0000000', timeZone: 'UTC' };
    expect(done.body).toMatchObject({ status: 'completed', completedDateTime: day });
    await clock.advance(3 * 86_400_000);
    const again = await client.patch(path, { status: 'completed', title: 'Called' });
    expect(again.body['completedDateTime']).toEqual(day);
    const open = await client.patch(path, { status: 'inProgress' });
    expect(open.body).not.toHaveProperty('completedDateTime');
    const dated = await client.patch(path, { completedDateTime: day });
    expect(dated.body).toMatchObject({ status: 'completed', completedDateTime: day });
    expect((await client.patch(path, { completedDateTime: null })).body['status']).toBe('notStarted');
  });

  test('a stale If-Match is passed over, unless it is chosen to be honoured', async () => {
    for (const todoIfMatchHonoured of [false, true]) {
      const { client } = setUp({ todoIfMatchHonoured });
      const made = await client.post(TASKS, { title: 'Call' });
      const path = `${TASKS}/${text(made.body, 'id')}`;
      const changed = await client.patch(path, { title: 'Call back' });
      expect(changed.body['@odata.etag']).not.toBe(made.body['@odata.etag']);
      const stale = await client.patch(path, { title: 'x' }, { 'if-match': text(made.body, '@odata.etag') });
      expect(stale.status).toBe(todoIfMatchHonoured ? 412 : 200);
    }
  });

  test('there are no immutable ids', async () => {
    const { client } = setUp();
    const { body } = await client.post(TASKS, { title: 'Call' });
    const prefer = { prefer: 'IdType="ImmutableId"' };
    expect(entries(await client.get(TASKS, prefer))[0]?.['id']).toBe(body['id']);
  });

  test('a task is found in its own list only', async () => {
    const { client, actor } = setUp();
    const other = text(actor.createTodoList('Other'), 'id');
    const id = text(actor.createTask({ title: 'Call' }), 'id');
    expect((await client.get(`/me/todo/lists/${other}/tasks/${id}`)).status).toBe(404);
    expect((await client.remove(`${TASKS}/${id}`)).status).toBe(204);
    expect((await client.get(`${TASKS}/${id}`)).status).toBe(404);
  });

  test('lists of tasks are paged, filtered and ordered', async () => {
    const { client, actor } = setUp();
    for (let n = 0; n < 12; n++)
      actor.createTask({ title: `T${n}`, status: n < 3 ? 'completed' : 'notStarted' });
    const first = await client.get(TASKS);
    expect(entries(first)).toHaveLength(10);
    expect(entries(await client.get(text(first.body, '@odata.nextLink')))).toHaveLength(2);
    const titles = async (query: string) =>
      entries(await client.get(`${TASKS}?${query}`)).map(({ title }) => title);
    expect(await titles(`$filter=status eq 'completed'`)).toEqual(['T0', 'T1', 'T2']);
    expect(await titles(`$filter=title eq 'T11'`)).toEqual(['T11']);
    expect(await titles('$orderby=title desc&$top=1')).toEqual(['T9']);
  });
});

describe('GRAPH 3, 4: batches and limits', () => {
  test('twenty tasks are created in one batch', async () => {
    const { client, actor } = setUp();
    const requests = Array.from({ length: 20 }, (_none, n) => ({
      id: String(n),
      method: 'POST',
      url: TASKS,
      headers: { 'Content-Type': 'application/json' },
      body: { title: `T${n}` },
    }));
    const { body } = await client.post('/$batch', { requests });
    const responses = body['responses'] as { status: number }[];
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    expect(actor.tasks('tasks')).toHaveLength(20);
  });

  test.each([true, false])('the limits of Outlook hold for To Do: %s', async (todoThrottled) => {
    const { client, simulator } = setUp({ todoThrottled });
    simulator.throttle.limits = { ...PUBLISHED_LIMITS, requestsPerWindow: 2 };
    for (let n = 0; n < 2; n++) expect((await client.get(TASKS)).status).toBe(200);
    expect((await client.get(TASKS)).status).toBe(todoThrottled ? 429 : 200);
  });
});
