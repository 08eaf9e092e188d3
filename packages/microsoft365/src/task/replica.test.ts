import { task, type Content } from '@counterpart/engine';
import { acceptanceCases, type Subject } from '@counterpart/engine/acceptance';
import { describe, test } from 'vitest';
import { textOf } from '../json.ts';
import { TestTenant } from '../testing/tenant.ts';
import { changedTaskToGraph, newTaskToGraph } from './to-graph.ts';

type Options = ConstructorParameters<typeof TestTenant>[0];

async function subject(options: Options): Promise<Subject> {
  const tenant = new TestTenant(options);
  const { outlook, timeZone } = tenant;
  const replica = tenant.tasks();
  const { id: list } = await replica.ensureContainer(null);
  const json = (body: unknown) => JSON.parse(JSON.stringify(body));
  const fields = (values: Content) => json(changedTaskToGraph(values, Object.keys(values), timeZone));
  return {
    kind: task,
    replica,
    samples: [
      { subject: 'Call Ada', dueDate: '2026-03-29', priority: 'high', description: 'first' },
      {
        subject: 'Write Grace',
        status: 'inProgress',
        description: 'second',
        checklist: [
          { title: 'one', done: false },
          { title: 'two', done: true },
        ],
      },
    ],
    field: { name: 'description', value: 'third' },
    person: {
      create: (content) =>
        Promise.resolve(
          textOf(outlook.createTask(json(newTaskToGraph(content, timeZone)), list)['id']) ?? '',
        ),
      edit: (id, values) => Promise.resolve(void outlook.updateTask(id, fields(values))),
      remove: (id) => Promise.resolve(outlook.deleteTask(id)),
    },
    echoes: true,
  };
}

describe.each([
  ['as the service is believed to be', {}],
  ['west of all', { timeZone: 'Pacific/Pago_Pago' }],
  ['east of all', { timeZone: 'Pacific/Kiritimati' }],
  ['`If-Match` is heeded', { unknowns: { todoIfMatchHonoured: true } }],
  ['links raise entries in delta', { unknowns: { todoLinksRaiseDelta: true } }],
  ['pages of one entry', { unknowns: { defaultPageSize: 1, emptyFirstDeltaPage: true } }],
] as const)('B15 tasks of Microsoft To Do, in the simulated tenant: %s', (_, options) => {
  test.each(acceptanceCases)('$name', async ({ check }) => check(await subject(options)));
});
