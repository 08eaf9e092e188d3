import { describe, expect, test } from 'vitest';
import { textOf } from '../json.ts';
import { SyncedTasks } from '../testing/synced-tasks.ts';

const twoSteps = [
  { title: 'one', done: false },
  { title: 'two', done: true },
];

describe('T1 tasks travel both ways', () => {
  test('created, edited and deleted on either side', async () => {
    const world = new SyncedTasks();
    const id = world.crm.edit(null, { subject: 'Call', dueDate: '2026-03-05', checklist: twoSteps });
    await world.sync();
    world.tenant.outlook.createTask({ title: 'Write' }, world.list);
    await world.sync();
    expect(world.subjects()).toEqual({ crm: ['Call', 'Write'], todo: ['Call', 'Write'] });
    const call = world.idOf('Call');
    expect(world.tenant.outlook.taskDays(call).due).toBe('2026-03-05');
    world.tenant.outlook.completeTask(call);
    world.crm.edit(id, { description: 'by phone' });
    await world.sync();
    expect(world.crm.records.get(id)?.content).toMatchObject({
      status: 'completed',
      description: 'by phone',
    });
    world.tenant.outlook.deleteTask(call);
    await world.sync();
    expect(world.subjects()).toEqual({ crm: ['Write'], todo: ['Write'] });
  });
});

describe('T1 a task moved to another list and back is neither lost nor doubled', () => {
  for (const from of ['crm', 'todo'] as const)
    for (const waits of [true, false])
      test(`made in ${from}, ${waits ? 'a run between' : 'at once'}`, async () => {
        const world = new SyncedTasks();
        const { outlook } = world.tenant;
        if (from === 'crm') world.crm.edit(null, { subject: 'Call', checklist: twoSteps });
        await world.sync();
        if (from === 'todo') outlook.createTask({ title: 'Call' }, world.list);
        await world.sync();
        const [{ id } = { id: '' }] = world.inCrm();
        const moved = outlook.moveTask(world.idOf('Call'), 'tasks');
        if (waits) {
          await world.sync();
          expect(world.inCrm()).toHaveLength(1);
          const [link] = world.ledger.state.links.values();
          expect(link?.problem?.code).toBe('movedOutOfList');
        }
        outlook.moveTask(moved, world.list);
        await world.sync();
        expect(world.inCrm().map((one) => one.id)).toEqual([id]);
        expect(world.ledger.state.links.size).toBe(1);
        world.crm.edit(id, { subject: 'Call again' });
        await world.sync();
        expect(world.subjects()).toEqual({ crm: ['Call again'], todo: ['Call again'] });
      });

  test('moved out and deleted there: the CRM keeps it until then, and the deletion follows when it is looked for', async () => {
    const world = new SyncedTasks();
    world.crm.edit(null, { subject: 'Call' });
    await world.sync();
    world.tenant.outlook.deleteTask(world.tenant.outlook.moveTask(world.idOf('Call'), 'tasks'));
    await world.sync();
    expect(world.inCrm()).toEqual([]);
  });

  test('moved out before the lost reply to its creation is made good: known to lie elsewhere, and one with the CRM’s when it is moved back', async () => {
    const world = new SyncedTasks();
    await world.sync();
    world.crm.edit(null, { subject: 'Call' });
    const { faults } = world.tenant.simulator;
    faults.add({ fault: { kind: 'replyLost' }, match: { path: '^/\\$batch' }, times: 1 });
    const { id } = faults.add({ fault: { kind: 'connectionLost' }, match: { path: '/tasks\\?' } });
    await world.run();
    faults.remove(id);
    const moved = world.tenant.outlook.moveTask(world.idOf('Call'), 'tasks');
    await world.sync();
    const [link] = [...world.ledger.state.links.values()];
    expect(link).toMatchObject({ remote: { state: 'outOfScope' }, problem: { code: 'movedOutOfList' } });
    world.tenant.outlook.moveTask(moved, world.list);
    await world.sync();
    expect(world.subjects()).toEqual({ crm: ['Call'], todo: ['Call'] });
    expect(world.tenant.outlook.tasks()).toHaveLength(1);
  });
});

const daily = {
  dueDateTime: { dateTime: '2026-06-05T00:00:00', timeZone: 'UTC' },
  recurrence: { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd', startDate: '2026-06-05' } },
};
const canonicalDaily = { type: 'daily', interval: 1, range: { type: 'noEnd', startDate: '2026-06-05' } };

describe('T1 a recurring task is completed: nothing doubled, no completion lost', () => {
  for (const todoRecurrence of ['newTask', 'sameTask', 'sameTaskAndCopy'] as const)
    for (const todoNextKeepsLinks of [true, false])
      for (const from of ['crm', 'todo'] as const) {
        const unknowns = { todoRecurrence, todoNextKeepsLinks };
        test(`there, ${todoRecurrence}, ${todoNextKeepsLinks ? 'with' : 'without'} our marker, made in ${from}`, async () => {
          const world = new SyncedTasks({ unknowns });
          const content = { subject: 'Call', dueDate: '2026-06-05', recurrence: canonicalDaily };
          if (from === 'crm') world.crm.edit(null, content);
          await world.sync();
          if (from === 'todo') world.tenant.outlook.createTask({ title: 'Call', ...daily }, world.list);
          await world.sync();
          for (let time = 0; time < 3; time += 1) {
            const open = world.inTodo().find((one) => one['status'] !== 'completed');
            world.tenant.outlook.completeTask(textOf(open?.['id']) ?? '');
            await world.sync();
          }
          const states = world
            .inCrm()
            .map(({ content }) =>
              [textOf(content['dueDate']), textOf(content['status']) ?? 'open'].join(' '),
            );
          const past = ['05', '06', '07'].map((day) => `2026-06-${day} completed`);
          expect(states.sort()).toEqual([...(todoRecurrence === 'sameTask' ? [] : past), '2026-06-08 open']);
          expect(world.inTodo()).toHaveLength(states.length);
        });
      }

  test.each(['newTask', 'sameTask', 'sameTaskAndCopy'] as const)(
    'here, %s: it stays completed on both sides, and the CRM brings the next one',
    async (todoRecurrence) => {
      const world = new SyncedTasks({ unknowns: { todoRecurrence } });
      const content = { subject: 'Call', dueDate: '2026-06-05', recurrence: canonicalDaily };
      const id = world.crm.edit(null, content);
      await world.sync();
      world.crm.edit(id, { status: 'completed', recurrence: undefined });
      world.crm.edit(null, { ...content, dueDate: '2026-06-06' });
      await world.sync();
      const states = (all: readonly (string | undefined)[]) => all.map((one) => one ?? 'notStarted').sort();
      expect(states(world.inTodo().map((one) => textOf(one['status'])))).toEqual(['completed', 'notStarted']);
      expect(states(world.inCrm().map((one) => textOf(one.content['status'])))).toEqual([
        'completed',
        'notStarted',
      ]);
      expect(world.crm.records.get(id)?.content).toMatchObject({
        dueDate: '2026-06-05',
        status: 'completed',
      });
    },
  );

  test('V5 the ledger is lost afterwards: the copy does not take the place of the task that it was made of', async () => {
    const world = new SyncedTasks({ unknowns: { todoRecurrence: 'sameTaskAndCopy' } });
    const content = { subject: 'Call', dueDate: '2026-06-05', recurrence: canonicalDaily };
    const id = world.crm.edit(null, content);
    await world.sync();
    world.tenant.outlook.completeTask(world.idOf('Call'));
    await world.sync();
    world.newLedger();
    await world.sync();
    expect(world.inCrm()).toHaveLength(2);
    expect(world.inTodo()).toHaveLength(2);
    expect(world.crm.records.get(id)?.content).toMatchObject({ dueDate: '2026-06-06' });
  });
});

describe('T3 priorities and links', () => {
  test('the finer priority stays here, whatever comes back; a change there is taken over', async () => {
    const world = new SyncedTasks();
    const id = world.crm.edit(null, { subject: 'Call', priority: 'highest' });
    await world.sync();
    world.tenant.outlook.updateTask(world.idOf('Call'), { title: 'Call now' });
    await world.sync();
    expect(world.crm.records.get(id)?.content).toEqual({ subject: 'Call now', priority: 'highest' });
    world.tenant.outlook.updateTask(world.idOf('Call now'), { importance: 'low' });
    await world.sync();
    expect(world.crm.records.get(id)?.content).toEqual({ subject: 'Call now', priority: 'low' });
  });

  test('B8 re-enabled with a lost ledger: adopted by the marker, and the finer priority stays', async () => {
    const world = new SyncedTasks();
    const id = world.crm.edit(null, { subject: 'Call', priority: 'highest', checklist: twoSteps });
    await world.sync();
    world.tenant.outlook.updateTask(world.idOf('Call'), { title: 'Renamed meanwhile' });
    world.newLedger();
    await world.sync();
    expect(world.inCrm()).toHaveLength(1);
    expect(world.inTodo()).toHaveLength(1);
    expect(world.crm.records.get(id)?.content).toMatchObject({ priority: 'highest', checklist: twoSteps });
  });

  test('each task leads back to its record; one with a link of another app keeps it', async () => {
    const world = new SyncedTasks();
    const id = world.crm.edit(null, { subject: 'Ours' });
    await world.sync();
    const foreign = {
      applicationName: 'Other',
      displayName: 'Thing',
      externalId: '7',
      webUrl: 'https://o.example',
    };
    world.tenant.outlook.createTask({ title: 'Plain' }, world.list);
    world.tenant.outlook.createTask({ title: 'Linked', linkedResources: [foreign] }, world.list);
    await world.sync();
    const links = new Map(world.inTodo().map((one) => [one['title'], one['linkedResources']]));
    expect(links.get('Ours')).toMatchObject([
      { applicationName: 'Counterpart', externalId: `org/${id}`, webUrl: `https://crm.example/tasks/${id}` },
    ]);
    expect(links.get('Plain')).toMatchObject([{ applicationName: 'Counterpart' }]);
    expect(links.get('Linked')).toMatchObject([foreign]);
    // It is recognised all the same.
    const moved = world.tenant.outlook.moveTask(world.idOf('Linked'), 'tasks');
    await world.sync();
    world.tenant.outlook.moveTask(moved, world.list);
    await world.sync();
    expect(world.subjects().crm).toEqual(['Linked', 'Ours', 'Plain']);
  });
});

describe('V18 what one task suffers, the others do not', () => {
  test('a task without a title, and one with a hundred steps', async () => {
    const world = new SyncedTasks();
    await world.sync();
    const { outlook } = world.tenant;
    const titleless = textOf(outlook.createTask({ title: '' }, world.list)['id']) ?? '';
    outlook.createTask({ title: 'Other' }, world.list);
    const steps = Array.from({ length: 100 }, (_, n) => ({ title: `step ${n}`, done: n % 3 === 0 }));
    world.crm.edit(null, { subject: 'Long', checklist: steps });
    await world.sync();
    expect(world.subjects()).toEqual({ crm: ['Long', 'Other'], todo: ['', 'Long', 'Other'] });
    const refused = [...world.ledger.state.links.values()].find((link) => link.remote?.id === titleless);
    expect(refused?.problem?.code).toBe('fieldMissing');
    expect(world.inTodo().find((one) => one['title'] === 'Long')?.['checklistItems']).toHaveLength(100);
    outlook.updateTask(titleless, { title: 'Now it has one' });
    await world.sync();
    expect(world.subjects().crm).toEqual(['Long', 'Now it has one', 'Other']);
  });

  test('a recurring task without a due date, and one whose title was taken away: refused before anything is sent', async () => {
    const world = new SyncedTasks();
    const recurring = world.crm.edit(null, { subject: 'No day', recurrence: canonicalDaily });
    world.crm.edit(null, { subject: 'Other' });
    await world.sync();
    expect(world.subjects().todo).toEqual(['Other']);
    const link = [...world.ledger.state.links.values()].find((one) => one.local?.id === recurring);
    expect(link?.problem).toMatchObject({
      code: 'invalidContent',
      detail: 'A recurring task in Microsoft To Do needs a due date.',
    });
  });
});

describe('T4 the list', () => {
  test('renamed by the person: it stays the same; deleted: the channel is off, the CRM keeps its tasks', async () => {
    const world = new SyncedTasks();
    world.crm.edit(null, { subject: 'Call' });
    await world.sync();
    world.tenant.outlook.renameTodoList(world.list, 'My own name');
    world.tenant.outlook.createTask({ title: 'Write' }, world.list);
    await world.sync();
    expect(world.subjects()).toEqual({ crm: ['Call', 'Write'], todo: ['Call', 'Write'] });
    world.tenant.outlook.deleteTodoList(world.list);
    const report = await world.run();
    expect(report.channel).toMatchObject({ state: 'off', reason: 'containerDeleted' });
    expect(world.inCrm()).toHaveLength(2);
  });

  test('V10 the token is lost, also where the service says ResourceNotFound: read again, nothing deleted', async () => {
    for (const fault of [
      { kind: 'deltaExpired' as const },
      { kind: 'status' as const, status: 404, code: 'ResourceNotFound' },
    ]) {
      const world = new SyncedTasks();
      world.crm.edit(null, { subject: 'Call' });
      await world.sync();
      world.tenant.outlook.createTask({ title: 'Write' }, world.list);
      world.tenant.simulator.faults.add({ fault, match: { path: 'delta' }, times: 1 });
      const report = await world.sync();
      expect(report.run.outcome).toBe('done');
      expect(world.subjects()).toEqual({ crm: ['Call', 'Write'], todo: ['Call', 'Write'] });
    }
  });
});

describe('V11 requests', () => {
  test('a first sync costs one request for each task and its pages; a run with nothing to do costs one', async () => {
    const world = new SyncedTasks();
    const content = { priority: 'low', dueDate: '2026-06-05', checklist: twoSteps };
    for (let n = 0; n < 300; n += 1) world.crm.edit(null, { subject: `Task ${n}`, ...content });
    await world.run();
    const first = world.tenant.takeRequests();
    // One page of lists, one list, one page of changes.
    expect(first).toBeLessThanOrEqual(1.02 * (300 + 3));
    expect(world.inTodo()).toHaveLength(300);
    await world.run();
    world.tenant.takeRequests();
    await world.run();
    expect(world.tenant.takeRequests()).toBe(1);
  });

  test('an edit costs a look and a write; a step that is ticked costs one request more, and another look', async () => {
    const world = new SyncedTasks();
    const id = world.crm.edit(null, { subject: 'Call', checklist: twoSteps });
    await world.sync();
    world.tenant.takeRequests();
    world.crm.edit(id, { description: 'by phone' });
    await world.run();
    expect(world.tenant.takeRequests()).toBe(1 + 2);
    await world.sync();
    world.tenant.takeRequests();
    world.crm.edit(id, { checklist: [{ title: 'one', done: true }, ...twoSteps.slice(1)] });
    await world.run();
    expect(world.tenant.takeRequests()).toBe(1 + 3);
  });
});
