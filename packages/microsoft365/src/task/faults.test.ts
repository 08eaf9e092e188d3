import type { Content, Outcome, RemoteReplica, Snapshot, WriteOperation } from '@counterpart/engine';
import { describe, expect, test } from 'vitest';
import { isObject, listOf, textOf } from '../json.ts';
import { TestTenant } from '../testing/tenant.ts';

type Options = ConstructorParameters<typeof TestTenant>[0];

async function setUp(options: Options = {}) {
  const tenant = new TestTenant(options);
  const replica = tenant.tasks();
  const { id: list } = await replica.ensureContainer(null);
  tenant.takeRequests();
  return { tenant, replica, list };
}

const create = (key: string, content: Content = { subject: key }): WriteOperation => ({
  op: 'create',
  key,
  content,
  marker: `org/${key}`,
});

const update = (snapshot: Snapshot, values: Content): WriteOperation => ({
  op: 'update',
  key: 'update',
  id: snapshot.id,
  version: snapshot.version,
  content: { ...snapshot.content, ...values },
  fields: Object.keys(values),
  marker: snapshot.marker ?? 'org/a',
  ...(snapshot.native === undefined ? {} : { native: snapshot.native }),
});

async function created(replica: RemoteReplica, content: Content = { subject: 'a' }): Promise<Snapshot> {
  const [outcome] = await replica.apply([create('a', content)]);
  if (outcome?.outcome !== 'done' || !outcome.snapshot) throw new Error(JSON.stringify(outcome));
  return outcome.snapshot;
}

const steps = (count: number, done = false) =>
  Array.from({ length: count }, (_, n) => ({ title: `step ${n}`, done }));

const stepsThere = (tenant: TestTenant, id: string) =>
  listOf(tenant.outlook.task(id)?.['checklistItems']).map((step) =>
    isObject(step) ? `${textOf(step['displayName'])} ${step['isChecked'] === true}` : '',
  );

const contentOf = (outcome: Outcome | undefined): Content | undefined =>
  outcome?.outcome === 'done' ? outcome.snapshot?.content : undefined;

describe('V5 a task that was made is found again by its marker', () => {
  test.each(['replyLost', 'connectionLost'] as const)(
    '%s: found with its steps, or not there',
    async (kind) => {
      const { tenant, replica } = await setUp();
      tenant.simulator.faults.add({ fault: { kind }, match: { path: '^/\\$batch' }, times: 1 });
      const content = { subject: 'a', checklist: steps(3) };
      const outcomes = await replica.apply([create('a', content), create('b')]);
      expect(outcomes.map((one) => one.outcome)).toEqual(['unknown', 'unknown']);
      const found = await replica.findByMarkers(['org/a', 'org/b', 'org/c']);
      expect(found.map(({ marker }) => marker ?? '').sort()).toEqual(
        kind === 'replyLost' ? ['org/a', 'org/b'] : [],
      );
      if (kind === 'replyLost') expect(found.find((one) => one.marker === 'org/a')?.content).toEqual(content);
    },
  );

  test('a person moved it to another list at once: found there', async () => {
    const { tenant, replica } = await setUp();
    const { id } = await created(replica);
    const moved = tenant.outlook.moveTask(id, 'tasks');
    expect(await replica.findByMarkers(['org/a'])).toMatchObject([{ id: moved, marker: 'org/a' }]);
  });
});

describe('V3 what a person did meanwhile is not written over', () => {
  test('a title, a step or a deletion in between: nothing is written', async () => {
    const { tenant, replica } = await setUp();
    const content = { subject: 'a', checklist: steps(2) };
    const snapshot = await created(replica, content);
    const change = update(snapshot, { description: 'ours', checklist: steps(2, true) });
    const [step] = listOf(tenant.outlook.task(snapshot.id)?.['checklistItems']);
    const stepId = isObject(step) ? (textOf(step['id']) ?? '') : '';
    tenant.outlook.updateChecklistItem(snapshot.id, stepId, { displayName: 'theirs' });
    expect(await replica.apply([change])).toEqual([{ key: 'update', outcome: 'stale' }]);
    expect(stepsThere(tenant, snapshot.id)).toEqual(['theirs false', 'step 1 false']);
    tenant.outlook.deleteTask(snapshot.id);
    expect(await replica.apply([change])).toEqual([{ key: 'update', outcome: 'gone' }]);
  });

  test('one that changed does not hold up the others of its batch (V18)', async () => {
    const { tenant, replica } = await setUp();
    const first = await created(replica);
    const [second] = await replica.apply([create('b')]);
    if (second?.outcome !== 'done' || !second.snapshot) throw new Error('not created');
    tenant.outlook.updateTask(first.id, { title: 'theirs' });
    const outcomes = await replica.apply([
      { ...update(first, { subject: 'ours' }), key: 'first' },
      { ...update(second.snapshot, { subject: 'ours' }), key: 'second' },
    ]);
    expect(new Map(outcomes.map((one) => [one.key, one.outcome]))).toEqual(
      new Map([
        ['first', 'stale'],
        ['second', 'done'],
      ]),
    );
    expect(
      tenant.outlook
        .tasks()
        .map((one) => textOf(one['title']) ?? '')
        .sort(),
    ).toEqual(['ours', 'theirs']);
  });
});

describe('T3 the checklist', () => {
  test('a hundred steps: made with their task; afterwards only what differs is written, in the order of the CRM', async () => {
    const { tenant, replica } = await setUp();
    const snapshot = await created(replica, { subject: 'a', checklist: steps(100) });
    expect(tenant.takeRequests()).toBe(1);
    const wanted = [
      { title: 'first of all', done: false },
      ...steps(100).filter((_, n) => n !== 50),
      { title: 'last', done: true },
    ];
    wanted[8] = { title: 'step 7', done: true };
    const [outcome] = await replica.apply([update(snapshot, { checklist: wanted })]);
    expect(contentOf(outcome)).toEqual({ subject: 'a', checklist: wanted });
    // Two looks; one step is renamed, one ticked, one added.
    expect(tenant.takeRequests()).toBe(2 + 3);
    expect(await replica.read([snapshot.id])).toMatchObject([{ content: { checklist: wanted } }]);
  });

  test('all steps go', async () => {
    const { tenant, replica } = await setUp();
    const snapshot = await created(replica, { subject: 'a', checklist: steps(25) });
    const operation = { ...update(snapshot, {}), content: { subject: 'a' }, fields: ['checklist'] };
    expect(contentOf((await replica.apply([operation as WriteOperation]))[0])).toEqual({ subject: 'a' });
    expect(stepsThere(tenant, snapshot.id)).toEqual([]);
  });

  test.each([
    ['the reply to a batch is lost after the write', { kind: 'replyLost' as const }, '^/\\$batch'],
    ['one step is throttled', { kind: 'throttled' as const, seconds: 1 }, 'checklistItems$'],
    [
      'one step is written, and 504 said of it',
      { kind: 'status' as const, status: 504, afterWrite: true },
      'checklistItems$',
    ],
  ])('%s: no step is lost or doubled', async (_, fault, path) => {
    const { tenant, replica } = await setUp();
    const snapshot = await created(replica);
    const skip = path.includes('batch') ? 1 : 0;
    tenant.simulator.faults.add({ fault, match: { path }, times: 1, skip });
    const [outcome] = await replica.apply([update(snapshot, { checklist: steps(30) })]);
    expect(outcome?.outcome).toBe('done');
    expect(stepsThere(tenant, snapshot.id).sort()).toEqual(
      steps(30)
        .map(({ title }) => `${title} false`)
        .sort(),
    );
  });

  test('a service that makes the task without its steps: they are made after it', async () => {
    const tenant = new TestTenant();
    const client = tenant.client({
      fetch: async (request) => {
        const text = await request.clone().text();
        if (!text.includes('"checklistItems":[{')) return tenant.fetch(request);
        const body = text.replace(/"checklistItems":\[[^\]]*\],?/, '');
        return tenant.fetch(new Request(request.url, { method: 'POST', headers: request.headers, body }));
      },
    });
    const replica = tenant.tasks({ client });
    await replica.ensureContainer(null);
    const { id } = await created(replica, { subject: 'a', checklist: steps(3) });
    expect(stepsThere(tenant, id)).toHaveLength(3);
  });
});

describe('what nobody knows of To Do does not matter', () => {
  test.each([
    { todoSelect: 'refused' },
    { todoSelect: 'ignored' },
    { todoDeltaExpandsLinks: true, todoLinksRaiseDelta: true },
    { todoSingleLinkedResource: false },
    { idsWithSlashes: true },
    { stampsAfterCreate: true },
    { emptyFirstDeltaPage: true, defaultPageSize: 1, defaultDeltaPageSize: 1 },
    { expiredDeltaStatus: 404, syncStateCode: 'SyncStateNotFound' },
  ] as const)('%o', async (unknowns) => {
    const { tenant, replica, list } = await setUp({ unknowns });
    await created(replica, { subject: 'a', checklist: steps(2) });
    tenant.outlook.createTask({ title: 'b' }, list);
    const first = await replica.changesSince(null);
    if (first.lost) throw new Error('lost');
    let entries = [...first.entries];
    for (let page = first; page.more;) {
      const next = await replica.changesSince(page.next);
      if (next.lost) throw new Error('lost');
      entries = [...entries, ...next.entries];
      page = next;
    }
    const found = entries.flatMap((one) => (one.state === 'present' ? [one] : []));
    expect(new Map(found.map(({ content, marker }) => [content['subject'], marker]))).toEqual(
      new Map([
        ['a', 'org/a'],
        ['b', ''],
      ]),
    );
    const [a] = await replica.read([found.find((one) => one.marker === 'org/a')?.id ?? '']);
    if (a?.state !== 'present') throw new Error('not there');
    const [outcome] = await replica.apply([update(a, { description: 'x' })]);
    expect(outcome?.outcome).toBe('done');
    tenant.simulator.faults.add({ fault: { kind: 'deltaExpired' }, times: 1 });
    expect(await replica.changesSince(first.next)).toEqual({ lost: true });
  });
});

describe('V7 trouble is never a deletion', () => {
  test.each([
    ['mailboxGone', 'mailboxMissing'],
    ['accessDenied', 'accessDenied'],
    ['tokenExpired', 'signInLapsed'],
    ['connectionLost', 'serviceUnavailable'],
  ] as const)('%s for all: the channel stops with %s', async (kind, code) => {
    const { tenant, replica } = await setUp();
    const { id } = await created(replica);
    await replica.apply([create('b')]);
    tenant.simulator.faults.add({ fault: { kind } });
    tenant.simulator.faults.add({ fault: { kind }, match: { path: '^/\\$batch' } });
    await expect(replica.read([id, id])).rejects.toMatchObject({ name: 'ChannelProblem', code });
    await expect(replica.changesSince(null)).rejects.toMatchObject({ code });
    await expect(replica.containerExists('x')).rejects.toMatchObject({ code });
  });

  test('the person is gone, said in the words of a list that is gone: no deletion, no missing list', async () => {
    const { tenant, replica, list } = await setUp();
    const { id } = await created(replica);
    tenant.simulator.faults.add({
      fault: { kind: 'status', status: 404, code: 'ResourceNotFound' },
      match: { path: '/todo/' },
    });
    await expect(replica.read([id])).rejects.toMatchObject({ code: 'mailboxMissing' });
    await expect(replica.containerExists(list)).rejects.toMatchObject({ code: 'mailboxMissing' });
  });

  test('the list is gone, and its tasks with it: no deletion of each of them (T4)', async () => {
    const { tenant, replica, list } = await setUp();
    const snapshot = await created(replica);
    tenant.outlook.deleteTodoList(list);
    const missing = { code: 'containerMissing' };
    await expect(replica.read([snapshot.id])).rejects.toMatchObject(missing);
    await expect(replica.changesSince(null)).rejects.toMatchObject(missing);
    await expect(replica.apply([create('b')])).rejects.toMatchObject(missing);
    expect(await replica.containerExists(list)).toBe(false);
  });

  test('a second look that fails while the other lists are gone through says nothing', async () => {
    const { tenant, replica } = await setUp();
    const { id } = await created(replica);
    tenant.outlook.moveTask(id, 'tasks');
    tenant.simulator.faults.add({ fault: { kind: 'status', status: 503 }, match: { path: '/tasks\\?' } });
    await expect(replica.read([id])).rejects.toMatchObject({ code: 'serviceUnavailable' });
  });

  test('moved back and out again while the lists are gone through: moved, not deleted', async () => {
    const { tenant, replica, list } = await setUp();
    const { id } = await created(replica);
    const back = tenant.outlook.moveTask(tenant.outlook.moveTask(id, 'tasks'), list);
    const client = tenant.client({
      fetch: async (request) => {
        // The other lists were empty; ours is looked at in a moment.
        if (request.url.includes(`${encodeURIComponent(list)}/tasks?`))
          tenant.outlook.moveTask(back, 'tasks');
        return tenant.fetch(request);
      },
    });
    const seen = await tenant.tasks({ client, container: list }).read([id], new Map([[id, 'org/a']]));
    expect(seen).toMatchObject([{ state: 'outOfScope' }]);
  });

  test('an item of delta that does not show all is read by itself, never taken for emptied', async () => {
    const { tenant, replica, list } = await setUp();
    const { id } = await created(replica, { subject: 'a', checklist: steps(2), dueDate: '2026-06-05' });
    const first = await replica.changesSince(null);
    if (first.lost) throw new Error('lost');
    tenant.outlook.updateTask(id, { title: 'b' });
    const client = tenant.client({
      fetch: async (request) => {
        const response = await tenant.fetch(request);
        if (!request.url.includes('delta')) return response;
        const page = (await response.json()) as { value: object[] };
        const value = page.value.map((item) => ({ ...item, checklistItems: undefined }));
        return Response.json({ ...page, value });
      },
    });
    const page = await tenant.tasks({ client, container: list }).changesSince(first.next);
    expect(!page.lost && page.entries).toMatchObject([
      { content: { subject: 'b', checklist: steps(2), dueDate: '2026-06-05' } },
    ]);
  });
});

describe('T1 the list of the CRM', () => {
  const names = (tenant: TestTenant) => tenant.outlook.todoLists().map((one) => textOf(one['displayName']));

  test('made once, found by its marker under any name; a list with tasks of that name is left alone', async () => {
    const tenant = new TestTenant();
    const theirs = textOf(tenant.outlook.createTodoList('Counterpart')['id']) ?? '';
    tenant.outlook.createTask({ title: 'Mine' }, theirs);
    const { id, made } = await tenant.tasks().ensureContainer(null);
    expect(made).toBe(true);
    tenant.outlook.renameTodoList(id, 'Renamed');
    expect(await tenant.tasks().ensureContainer(null)).toEqual({ id, made: false });
    expect(await tenant.tasks().ensureContainer(id)).toEqual({ id, made: false });
    expect(names(tenant).filter((name) => name === 'Counterpart')).toHaveLength(1);
  });

  test('an empty list of that name is taken over, the default list never', async () => {
    const tenant = new TestTenant();
    const empty = textOf(tenant.outlook.createTodoList('Counterpart')['id']);
    expect(await tenant.tasks().ensureContainer(null)).toEqual({ id: empty, made: false });
    expect(await tenant.tasks().ensureContainer(null)).toEqual({ id: empty, made: false });
    const standard = names(tenant)[0] ?? '';
    expect((await new TestTenant().tasks({ name: standard }).ensureContainer(null)).made).toBe(true);
  });

  test('T4 disabling removes the list with what is in it; twice is once', async () => {
    const { tenant, replica, list } = await setUp();
    await created(replica);
    await replica.removeContainer(list);
    await replica.removeContainer(list);
    expect(tenant.outlook.tasks()).toEqual([]);
    expect(names(tenant)).not.toContain('Counterpart');
  });
});
