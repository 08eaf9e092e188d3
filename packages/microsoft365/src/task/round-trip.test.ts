import type { Content, WriteOperation } from '@counterpart/engine';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyDay, anyTask, zones } from '../testing/generated-task.ts';
import { TestTenant } from '../testing/tenant.ts';
import { taskFromGraph } from './from-graph.ts';
import { newTaskToGraph } from './to-graph.ts';

const anyZone = fc.constantFrom(...zones);

/** What To Do keeps of a content: three priorities of five. */
const kept = ({ priority, ...content }: Content): Content => {
  if (priority === undefined) return content;
  return { ...content, priority: priority === 'highest' || priority === 'high' ? 'high' : 'low' };
};

const create = (content: Content, key = 'k'): WriteOperation => ({
  op: 'create',
  key,
  content,
  marker: `org/${key}`,
});

describe('V16 a task survives the way to To Do and back', () => {
  test('what is read is what was written, in every zone', () => {
    fc.assert(
      fc.property(anyTask, anyZone, (content, zone) => {
        const body = newTaskToGraph(content, zone);
        expect(taskFromGraph(body, zone, undefined).content).toEqual(kept(content));
      }),
      { numRuns: 1000 },
    );
  });

  test('through the simulated tenant, in every zone, as a new task and as a change of another one', async () => {
    const tenants = new Map<string, { tenant: TestTenant; list: string }>();
    for (const timeZone of zones) {
      const tenant = new TestTenant({ timeZone });
      tenants.set(timeZone, { tenant, list: (await tenant.tasks().ensureContainer(null)).id });
    }
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anyTask, anyTask, anyZone, async (first, second, zone) => {
        const { tenant, list } = tenants.get(zone) ?? { tenant: new TestTenant(), list: '' };
        const replica = tenant.tasks({ container: list });
        count += 1;
        const key = `k${count}`;
        const [made] = await replica.apply([create(first, key)]);
        if (made?.outcome !== 'done' || !made.snapshot) throw new Error(JSON.stringify(made));
        expect(made.snapshot.content).toEqual(kept(first));
        expect(tenant.outlook.taskDays(made.snapshot.id)).toMatchObject({
          due: first['dueDate'] ?? null,
          start: first['startDate'] ?? null,
        });
        const { id, version, native } = made.snapshot;
        const fields = [...new Set([...Object.keys(first), ...Object.keys(second)])];
        const [changed] = await replica.apply([
          {
            op: 'update',
            key,
            id,
            version,
            content: second,
            fields,
            marker: `org/${key}`,
            native: native ?? '',
          },
        ]);
        if (changed?.outcome !== 'done' || !changed.snapshot) throw new Error(JSON.stringify(changed));
        expect(changed.snapshot.content).toEqual(kept(second));
        expect(await replica.read([id])).toMatchObject([{ content: kept(second) }]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('T3 a due date is right in every zone', () => {
  /** As the person's own app writes it: the midnight of the mailbox's zone. */
  test('in the direction from To Do: the day that the person sees', async () => {
    for (const timeZone of zones) {
      const tenant = new TestTenant({ timeZone });
      const replica = tenant.tasks();
      const { id: list } = await replica.ensureContainer(null);
      const days = fc.sample(anyDay, { numRuns: 20, seed: 1 });
      for (const day of days)
        tenant.outlook.createTask(
          { title: day, dueDateTime: { dateTime: `${day}T00:00:00`, timeZone } },
          list,
        );
      const page = await replica.changesSince(null);
      if (page.lost) throw new Error('lost');
      for (const seen of page.entries)
        expect(seen).toMatchObject({
          content: { subject: seen.state === 'present' && seen.content['dueDate'] },
        });
      expect(page.entries).toHaveLength(days.length);
    }
  });

  test.each(['mailboxMidnight', 'sentMidnight', 'kept'] as const)(
    'whatever the service makes of the time of day (%s)',
    async (todoDueTime) => {
      for (const timeZone of zones) {
        const tenant = new TestTenant({ timeZone, unknowns: { todoDueTime } });
        const replica = tenant.tasks();
        await replica.ensureContainer(null);
        const days = [...new Set(fc.sample(anyDay, { numRuns: 20, seed: 2 }))];
        const outcomes = await replica.apply(
          days.map((dueDate) => create({ subject: dueDate, dueDate }, dueDate)),
        );
        for (const outcome of outcomes) {
          if (outcome.outcome !== 'done' || !outcome.snapshot) throw new Error(JSON.stringify(outcome));
          expect(outcome.snapshot.content['dueDate']).toBe(outcome.key);
          expect(tenant.outlook.taskDays(outcome.snapshot.id).due).toBe(outcome.key);
        }
      }
    },
  );

  test('a service that shows it in the zone itself, by whatever name', () => {
    const shown = (timeZone: string) => ({
      title: 'x',
      dueDateTime: { dateTime: '2026-03-29T00:00:00.0000000', timeZone },
    });
    for (const name of ['Europe/Berlin', 'W. Europe Standard Time'])
      expect(taskFromGraph(shown(name), 'Europe/Berlin', undefined).content['dueDate']).toBe('2026-03-29');
  });

  test('V12 the person moves to another zone: a date that shows as before is the day that it was', () => {
    const item = { title: 'x', dueDateTime: { dateTime: '2026-03-04T23:00:00.0000000', timeZone: 'UTC' } };
    const before = taskFromGraph(item, 'Europe/Berlin', undefined);
    expect(before.content['dueDate']).toBe('2026-03-05');
    const after = taskFromGraph(item, 'America/New_York', before.native);
    expect(after.content['dueDate']).toBe('2026-03-05');
    expect(taskFromGraph(item, 'America/New_York', undefined).content['dueDate']).toBe('2026-03-04');
  });
});
