import { addPerson, firstTenant, type Actor } from '@counterpart/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  channelOf,
  startTestServer,
  until,
  type TestOrganisation,
  type TestPerson,
  type TestServer,
} from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;
let ann: TestPerson;
let todo: Actor;
let days = 0;

interface Task {
  readonly id: string;
  readonly subject: string;
  readonly dueDate: string | null;
  readonly status: string;
  readonly priority: string;
  readonly recurrence: object | null;
  readonly checklist: readonly { title: string; done: boolean }[];
  readonly version: number;
}

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
});
afterAll(() => server.stop());

/** Each test has an organisation of its own, with people of the same logins in the tenant, at home in a zone far from UTC. */
beforeEach(async () => {
  days += 1;
  const domain = `task${days}.example`;
  const { state } = server.microsoft365.simulator;
  for (const login of ['admin', 'ann', 'bob'])
    addPerson(state, firstTenant(state), {
      userPrincipalName: `${login}@${domain}`,
      displayName: login,
      // Exchange knows zones by their Windows names.
      timeZone: login === 'bob' ? 'New Zealand Standard Time' : 'Pacific/Auckland',
    });
  org = await server.organisation({ name: `Tasks ${days}`, domain });
  await server.connect(org);
  ({ ann } = org);
  todo = server.microsoft365.simulator.act(ann.email);
});

const channel = () => channelOf(ann, 'task');
const add = (values: object) => ann.api.post<Task>('/api/tasks', values);
const change = async (id: string, values: object) =>
  (await ann.api.request('PATCH', `/api/tasks/${id}`, values)).body as Task;
const read = (id: string) => ann.api.get<Task>(`/api/tasks/${id}`);
const inCrm = async () => (await ann.api.get<{ items: Task[] }>('/api/tasks?limit=200')).items;

type Listed = ReturnType<Actor['tasks']>[number];
const idOf = (item: Listed | undefined): string => {
  const id = item?.['id'];
  if (typeof id !== 'string') throw new Error('There is no such item.');
  return id;
};
const listOf = (name = 'Counterpart') => todo.todoLists().find((list) => list['displayName'] === name);
const inList = () => todo.tasks(idOf(listOf()));
const titles = () => inList().map(({ title }) => title);
const there = (title: string) => inList().find((task) => task['title'] === title);

/** A second run writes nothing (V2). */
async function quiet(): Promise<void> {
  const { lastRun } = await channel().synced();
  const { pulledLocal: _here, pulledRemote: _there, leftOut: _rest, ...writes } = lastRun?.counters ?? {};
  expect(Object.entries(writes).filter(([, count]) => count !== 0)).toEqual([]);
}

/** Looks until what is there fits, each time after a run. */
async function whenSynced<T>(see: () => Promise<T> | T, fits: (seen: T) => boolean): Promise<T> {
  await channel().synced();
  return until(async () => see(), fits);
}

describe('T1: tasks both ways', () => {
  test('enabling makes a list named for the CRM; created, changed, completed and deleted here follows there', async () => {
    const { id } = await add({ subject: 'Call Bea', dueDate: '2026-03-05', priority: 'highest' });
    const section = await channel().enabled();
    expect(section).toMatchObject({ state: 'active', sentence: 'Active', containerName: 'Counterpart' });
    expect(inList()).toMatchObject([{ title: 'Call Bea', importance: 'high', status: 'notStarted' }]);
    expect(todo.taskDays(idOf(there('Call Bea')))).toMatchObject({ due: '2026-03-05' });
    expect(inList()[0]?.['linkedResources']).toMatchObject([{ webUrl: `${server.url}/tasks/${id}` }]);

    await change(id, { subject: 'Call Beatrice', dueDate: '2026-03-31' });
    await whenSynced(titles, ([title]) => title === 'Call Beatrice');
    expect(todo.taskDays(idOf(there('Call Beatrice')))).toMatchObject({ due: '2026-03-31' });
    await change(id, { status: 'completed' });
    await whenSynced(inList, ([task]) => task?.['status'] === 'completed');
    expect(await read(id)).toMatchObject({ priority: 'highest', dueDate: '2026-03-31' });
    await ann.api.request('DELETE', `/api/tasks/${id}`);
    await whenSynced(inList, (tasks) => tasks.length === 0);
    await quiet();
  });

  test('created, changed, completed and deleted there follows here', async () => {
    await channel().enabled();
    const made = todo.createTask(
      {
        title: 'Send offer',
        dueDateTime: { dateTime: '2026-04-05T00:00:00', timeZone: 'Pacific/Auckland' },
      },
      idOf(listOf()),
    );
    // B9: a notification, without which it would take the poll's minutes.
    const [task] = await until(inCrm, (tasks) => tasks.length === 1);
    expect((await channel().section()).lastNotificationAt).not.toBeNull();
    // The day on which daylight saving ends in Auckland.
    expect(task).toMatchObject({ subject: 'Send offer', dueDate: '2026-04-05', status: 'notStarted' });
    todo.updateTask(idOf(made), { title: 'Send the offer', importance: 'high' });
    await whenSynced(inCrm, ([now]) => now?.subject === 'Send the offer' && now.priority === 'high');
    todo.completeTask(idOf(made));
    await whenSynced(inCrm, ([now]) => now?.status === 'completed');
    todo.deleteTask(idOf(made));
    await whenSynced(inCrm, (tasks) => tasks.length === 0);
    await quiet();
  });

  test('a recurring task completed here or there has one successor on both sides', async () => {
    const weekly = {
      type: 'weekly',
      interval: 1,
      daysOfWeek: ['thursday'],
      firstDayOfWeek: 'monday',
      range: { type: 'noEnd', startDate: '2026-03-05' },
    };
    const { id } = await add({ subject: 'Report', dueDate: '2026-03-05', recurrence: weekly });
    await channel().enabled();
    await change(id, { status: 'completed' });
    await whenSynced(inList, (tasks) => tasks.length === 2);
    const dues = async () =>
      (await inCrm()).map(({ dueDate, status, recurrence }) => [dueDate, status, recurrence !== null]);
    expect(await dues()).toEqual([
      ['2026-03-05', 'completed', false],
      ['2026-03-12', 'notStarted', true],
    ]);
    const open = inList().find(({ status }) => status !== 'completed');
    todo.completeTask(idOf(open));
    await whenSynced(dues, (seen) => seen.length === 3);
    await channel().synced();
    expect(await dues()).toEqual([
      ['2026-03-05', 'completed', false],
      ['2026-03-12', 'completed', false],
      ['2026-03-19', 'notStarted', true],
    ]);
    expect(inList()).toHaveLength(3);
    await quiet();
  });

  test('a recurring task completed on both sides before the sync came by has one successor', async () => {
    const daily = { type: 'daily', interval: 1, range: { type: 'noEnd', startDate: '2026-03-05' } };
    const { id } = await add({ subject: 'Water', dueDate: '2026-03-05', recurrence: daily });
    await channel().enabled();
    await ann.api.post('/api/channels/task/pause');
    await change(id, { status: 'completed' });
    todo.completeTask(idOf(there('Water')));
    await ann.api.post('/api/channels/task/resume');
    await channel().synced();
    await channel().synced();
    expect((await inCrm()).map(({ dueDate }) => dueDate)).toEqual(['2026-03-05', '2026-03-06']);
    expect(inList()).toHaveLength(2);
    await quiet();
  });

  test('a task moved to another list and back is neither lost nor doubled', async () => {
    const { id } = await add({ subject: 'Wander', dueDate: '2026-03-05' });
    await channel().enabled();
    const away = idOf(todo.createTodoList('Elsewhere'));
    const moved = todo.moveTask(idOf(there('Wander')), away);
    await channel().synced();
    expect(await read(id)).toMatchObject({ subject: 'Wander', deletedAt: null });
    expect(todo.tasks(away)).toHaveLength(1);
    todo.moveTask(moved, idOf(listOf()));
    await channel().synced();
    await change(id, { subject: 'Wander home' });
    await whenSynced(titles, (seen) => seen.length === 1 && seen[0] === 'Wander home');
    expect(await inCrm()).toHaveLength(1);
    expect(todo.tasks(away)).toHaveLength(0);
    await quiet();
  });

  test('a list that is renamed stays linked', async () => {
    const { id } = await add({ subject: 'Stay' });
    await channel().enabled();
    const list = idOf(listOf());
    todo.renameTodoList(list, 'My things');
    await change(id, { subject: 'Stayed' });
    await whenSynced(
      () => todo.tasks(list),
      ([task]) => task?.['title'] === 'Stayed',
    );
    expect(listOf()).toBeUndefined();
    expect(await channel().section()).toMatchObject({ state: 'active' });
  });
});

describe('T4: disabling', () => {
  test("disabling removes the list and keeps the CRM's tasks; enabling again makes no duplicates (B8)", async () => {
    await add({ subject: 'Keep', checklist: [{ title: 'One', done: true }] });
    await channel().enabled();
    await channel().disabled();
    expect(listOf()).toBeUndefined();
    expect(await inCrm()).toMatchObject([{ subject: 'Keep', checklist: [{ title: 'One', done: true }] }]);
    await channel().enabled();
    expect(titles()).toEqual(['Keep']);
    expect(await inCrm()).toHaveLength(1);
  });

  test("deleting the list in To Do disables, and the CRM's tasks stay", async () => {
    await add({ subject: 'Keep' });
    await channel().enabled();
    todo.deleteTodoList(idOf(listOf()));
    // A notification may have led there already, and then there is nothing to look at.
    expect([202, 409]).toContain((await ann.api.request('POST', '/api/channels/task/sync')).status);
    const off = await until(channel().section, ({ state }) => state === 'off');
    expect(off).toMatchObject({ reason: 'containerDeleted' });
    expect(await inCrm()).toMatchObject([{ subject: 'Keep' }]);
  });
});

describe('T3, V18: what a task holds', () => {
  test('100 steps survive, and are ticked off one by one on either side', async () => {
    const checklist = Array.from({ length: 100 }, (_, n) => ({ title: `Step ${n}`, done: n % 2 === 0 }));
    const { id } = await add({ subject: 'Long', checklist });
    await channel().enabled();
    const steps = () =>
      (there('Long')?.['checklistItems'] ?? []) as { displayName: string; isChecked: boolean; id: string }[];
    expect(steps()).toHaveLength(100);
    const seventh = steps().find(({ displayName }) => displayName === 'Step 7');
    todo.updateChecklistItem(idOf(there('Long')), seventh?.id ?? '', { isChecked: true });
    const ticked = (at: number) => async () => (await read(id)).checklist[at]?.done;
    await whenSynced(ticked(7), (done) => done === true);
    const now = (await read(id)).checklist.map((step) =>
      step.title === 'Step 9' ? { ...step, done: true } : step,
    );
    await change(id, { checklist: now });
    await whenSynced(
      steps,
      (seen) => seen.find(({ displayName }) => displayName === 'Step 9')?.isChecked === true,
    );
    expect((await read(id)).checklist).toEqual(now);
    await quiet();
  });

  test('a task without a title is refused with the reason, shown on the channel, and holds nothing up', async () => {
    await add({ subject: 'Good here' });
    await channel().enabled();
    const list = idOf(listOf());
    const nameless = todo.createTask({ title: '' }, list);
    todo.createTask({ title: 'Good there' }, list);
    await whenSynced(inCrm, (tasks) => tasks.length === 2);
    const { items } = await ann.api.get<{ items: object[] }>('/api/channels/task/problems');
    expect(items).toMatchObject([
      { code: 'subjectMissing', sentence: expect.stringMatching(/^A task needs a subject/) as string },
    ]);
    expect((await channel().section()).counters.problems).toBe(1);
    todo.updateTask(idOf(nameless), { title: 'Named' });
    await whenSynced(inCrm, (tasks) => tasks.some(({ subject }) => subject === 'Named'));
    expect((await channel().section()).counters.problems).toBe(0);
  });
});

describe('T3: a mailbox whose zone has a Windows name', () => {
  test('a due date is a midnight there', async () => {
    const { bob } = org;
    await bob.api.post('/api/tasks', { subject: 'Call Bea', dueDate: '2026-03-05' });
    await channelOf(bob, 'task').enabled();
    const theirs = server.microsoft365.simulator.act(bob.email);
    const list = theirs.todoLists().find((one) => one['displayName'] === 'Counterpart');
    const [task] = theirs.tasks(idOf(list));
    expect(task).toMatchObject({ dueDateTime: { dateTime: '2026-03-04T11:00:00.0000000', timeZone: 'UTC' } });
  });
});

describe('several channels of one mailbox', () => {
  test('V18: contacts and tasks that are enabled at the same instant both get there', async () => {
    const people = [org.administrator, org.ann, org.bob];
    await Promise.all(
      people.map(async ({ api }) => {
        await api.post('/api/contacts', { lastName: 'Berg' });
        await api.post('/api/tasks', { subject: 'Call' });
      }),
    );
    const channels = people.flatMap((person) => [channelOf(person, 'contact'), channelOf(person, 'task')]);
    const answers = await Promise.all(channels.map((one) => one.enable()));
    expect(answers.map(({ status, body }) => [status, status === 202 ? null : body])).toEqual(
      channels.map(() => [202, null]),
    );
    const sections = await Promise.all(
      channels.map((one) =>
        until(one.section, ({ state, counters }) => state === 'active' && counters.linked === 1),
      ),
    );
    expect(sections).toHaveLength(6);
  });
});

describe('the section Tasks', () => {
  test('T3: the configuration names the places in To Do; a task is never synced without its subject', async () => {
    const configuration = await channel().configuration();
    expect(configuration).toMatchObject({ firstSyncCap: 5000, deleteLocalWhenDeletedRemotely: true });
    expect(configuration.fields.find(({ field }) => field === 'dueDate')).toMatchObject({
      label: 'Due date',
      slot: 'dueDateTime',
    });
    const { defaults } = configuration;
    const without = defaults.fields.filter(({ field }) => field !== 'subject');
    const answer = await ann.api.request('PUT', '/api/channels/task/configuration', {
      ...defaults,
      fields: without,
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalidRequest' } });
  });

  test('B1, B6, T2: a preview, and why a task is left out', async () => {
    const { id } = await add({ subject: 'Mine' });
    const { defaults } = await channel().configuration();
    expect(await ann.api.post('/api/channels/task/preview', { ...defaults, firstSyncCap: 1 })).toMatchObject({
      remote: { create: 1 },
      examples: [{ name: 'Mine', side: 'remote', op: 'create' }],
    });
    expect(await ann.api.get(`/api/tasks/${id}/sync`)).toMatchObject({
      state: 'off',
      rules: [{ rule: 'T1', holds: false }, { rule: 'P3' }, { rule: 'T2' }, { rule: 'T1' }],
    });
    await channel().enabled();
    expect(await ann.api.get(`/api/tasks/${id}/sync`)).toMatchObject({ state: 'synced' });
  });
});
