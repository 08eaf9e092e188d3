import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { runImport } from '../imports/run.ts';
import { startImport } from '../imports/start.ts';
import { openTestCrm, textOf, type TestCrm } from '../testing/crm.ts';
import { createTask, exportTasks, listTasks, readTaskImport } from './tasks.ts';

let test: TestCrm;
beforeAll(async () => {
  test = await openTestCrm();
});
afterAll(() => test.close());

const take = async (actor: Actor, text: string, duplicates: 'skip' | 'update' | 'create' = 'skip') => {
  const content = Buffer.from(text);
  const { id, suggestedMapping } = await readTaskImport(test.crm, actor, { fileName: 'tasks.csv', content });
  await startImport(test.crm, actor, { id, mapping: suggestedMapping, duplicates });
  return runImport(test.crm, { orgId: actor.orgId, importId: id });
};
const contents = async (actor: Actor) =>
  (await listTasks(test.crm, actor, { sort: 'subject' })).items.map(({ content }) => content);

it('R1, T2: an import takes what it can, and refuses each other row with its line and the reason', async () => {
  const { administrator } = await test.organisation();
  const status = await take(
    administrator,
    [
      'Title;Due;State;Importance;Tags;Notes',
      'Call Bea;5.3.2026;In progress;Urgent;A; ',
      ';5.3.2026;;;;',
      'No day;30.2.2026;;;;',
      'No choice;;Sometimes;;;',
      'Call Bea;2026-03-05;;;;Twice',
      'Done;;done;Medium;B;"Two',
      'lines"',
    ].join('\n'),
  );
  expect(status).toMatchObject({ created: 2, skipped: 1, done: 6, total: 6 });
  expect(status.refused.map(({ line, reason }) => [line, reason])).toEqual([
    [3, 'A task needs a subject.'],
    [4, 'Due date: "30.2.2026" is no date. Write it as year-month-day, like 2026-03-05.'],
    [5, expect.stringMatching(/^Status: "Sometimes" is none of notStarted/)],
  ]);
  expect(await contents(administrator)).toEqual([
    {
      subject: 'Call Bea',
      dueDate: '2026-03-05',
      status: 'inProgress',
      priority: 'highest',
      categories: ['A'],
    },
    expect.objectContaining({
      subject: 'Done',
      status: 'completed',
      categories: ['B'],
      description: 'Two\nlines',
    }),
  ]);
  const { items } = await listTasks(test.crm, administrator, { filter: { origin: 'import' } });
  expect(items).toHaveLength(2);
});

it('a row that is there already, by subject and due date, is brought up to date where that is wanted', async () => {
  const { administrator } = await test.organisation();
  await createTask(test.crm, administrator, { values: { subject: 'Call', dueDate: '2026-03-05' } });
  await createTask(test.crm, administrator, { values: { subject: 'Call' } });
  const text = 'Subject,Due date,Description\ncall,2026-03-05,dated\nCALL,,undated\n';
  expect(await take(administrator, text, 'update')).toMatchObject({ updated: 2, created: 0 });
  expect(
    (await contents(administrator))
      .map(({ description }) => (typeof description === 'string' ? description : ''))
      .sort(),
  ).toEqual(['dated', 'undated']);
});

it('a file needs a column for the subject, and is no vCard', async () => {
  const { administrator } = await test.organisation();
  const content = Buffer.from('Due date\n2026-03-05\n');
  const { id } = await readTaskImport(test.crm, administrator, { fileName: 'x.csv', content });
  await expect(
    startImport(test.crm, administrator, { id, mapping: { 'Due date': 'dueDate' }, duplicates: 'skip' }),
  ).rejects.toMatchObject({ code: 'invalidValue', problems: [{ path: 'mapping' }] });
  const card = Buffer.from('BEGIN:VCARD\nVERSION:3.0\nFN:A\nN:A;;;;\nEND:VCARD\n');
  await expect(
    readTaskImport(test.crm, administrator, { fileName: 'x.vcf', content: card }),
  ).rejects.toMatchObject({ code: 'unreadableFile' });
});

it('what is exported and imported elsewhere is the same, field by field', async () => {
  const from = (await test.organisation()).administrator;
  const to = (await test.organisation()).administrator;
  const values = {
    subject: 'All; of "it"',
    dueDate: '2026-03-05',
    startDate: '2026-03-01',
    status: 'waitingOnOthers',
    priority: 'lowest',
    reminder: '2026-03-05T08:00:00Z',
    description: 'One,\n\ntwo',
    recurrence: { type: 'daily', interval: 2, range: { type: 'noEnd', startDate: '2026-03-05' } },
    checklist: [
      { title: 'One', done: true },
      { title: '[x] two', done: false },
    ],
    categories: ['A', 'B c'],
  };
  await createTask(test.crm, from, { values });
  await createTask(test.crm, from, { values: { subject: 'Bare' } });
  const file = await textOf(exportTasks(test.crm, from, { format: 'csv' }));
  expect(await take(to, file, 'create')).toMatchObject({ created: 2, refused: [] });
  expect(await contents(to)).toEqual(await contents(from));
  expect((await contents(to))[0]).toEqual(values);
});
