import { describe, expect, test } from 'vitest';
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
});
