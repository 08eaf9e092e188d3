import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { createContact, deleteContact } from '../contacts/contacts.ts';
import { openTestCrm, type TestCrm, type TestOrganisation } from '../testing/crm.ts';
import {
  createTask,
  deleteTask,
  getTask,
  listTasks,
  massDeleteTasks,
  massUpdateTasks,
  restoreTask,
  taskTimeline,
  updateTask,
  type TaskFilter,
} from './tasks.ts';

let test: TestCrm;
let organisation: TestOrganisation;
let actor: Actor;
beforeAll(async () => {
  test = await openTestCrm();
});
beforeEach(async () => {
  organisation = await test.organisation();
  actor = await organisation.salesperson();
});
afterAll(() => test.close());

const add = (values: object, who = actor) => createTask(test.crm, who, { values: { ...values } });
const change = (id: string, values: object) => updateTask(test.crm, actor, { id, values: { ...values } });
const subjects = async (filter: TaskFilter, more: object = {}) =>
  (await listTasks(test.crm, actor, { filter, ...more })).items.map(({ content }) => content['subject']);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const daily = { type: 'daily', interval: 1, range: { type: 'noEnd', startDate: '2026-01-05' } };

describe('tasks one by one (R1, T3)', () => {
  it('what is given comes back canonical; usual values are no values', async () => {
    const made = await add({
      subject: '  Call   Bea ',
      dueDate: '2026-03-05',
      status: 'notStarted',
      priority: 'highest',
      reminder: '2026-03-05T09:00:00.123+01:00',
      checklist: [{ title: ' One ', done: true }, { title: '' }],
      categories: ['B', 'A', 'A'],
      recurrence: daily,
    });
    const content = {
      subject: 'Call Bea',
      dueDate: '2026-03-05',
      priority: 'highest',
      reminder: '2026-03-05T08:00:00Z',
      checklist: [{ title: 'One', done: true }],
      categories: ['A', 'B'],
      recurrence: daily,
    };
    expect(made.content).toEqual(content);
    expect((await getTask(test.crm, actor, made.id)).content).toEqual(content);
    const emptied = await change(made.id, {
      priority: null,
      checklist: [],
      categories: null,
      reminder: null,
    });
    expect(emptied).toMatchObject({ version: 2, content: { subject: 'Call Bea' } });
    expect(Object.keys(emptied.content).sort()).toEqual(['dueDate', 'recurrence', 'subject']);
  });

  it.each([
    ['no subject', { dueDate: '2026-03-05' }, 'subject'],
    ['a blank subject', { subject: ' ' }, 'subject'],
    ['no date', { subject: 'x', dueDate: '30.2.2026' }, 'dueDate'],
    ['a date before all calendars', { subject: 'x', dueDate: '0000-01-01' }, 'dueDate'],
    ['an unknown status', { subject: 'x', status: 'done' }, 'status'],
    ['an instant without a zone', { subject: 'x', reminder: '2026-03-05T09:00' }, 'reminder'],
    ['half a recurrence', { subject: 'x', recurrence: { type: 'weekly' } }, 'recurrence'],
    ['a field that is computed', { subject: 'x', completedAt: '2026-03-05T09:00:00Z' }, 'completedAt'],
  ])('%s is refused', async (_, values, path) => {
    await expect(add(values)).rejects.toMatchObject({ code: 'invalidValue', problems: [{ path }] });
  });

  it('the subject cannot be taken away', async () => {
    const { id } = await add({ subject: 'x' });
    await expect(change(id, { subject: null })).rejects.toMatchObject({ problems: [{ path: 'subject' }] });
  });

  it('the related contact is one that the person may see', async () => {
    const other = await organisation.salesperson();
    const own = await createContact(test.crm, actor, { values: { lastName: 'Own' } });
    const foreign = await createContact(test.crm, other, { values: { lastName: 'Foreign' } });
    const { id } = await add({ subject: 'x', relatedContactId: own.id });
    expect(await subjects({ relatedContactId: own.id })).toEqual(['x']);
    const refused = { code: 'invalidValue', problems: [{ path: 'relatedContactId' }] };
    await expect(change(id, { relatedContactId: foreign.id })).rejects.toMatchObject(refused);
    await expect(change(id, { relatedContactId: 'nobody' })).rejects.toMatchObject(refused);
    await deleteContact(test.crm, actor, { id: own.id });
    await expect(add({ subject: 'y', relatedContactId: own.id })).rejects.toMatchObject(refused);
  });

  it('deleted and restored; the timeline tells it in words (B5)', async () => {
    const { id } = await add({ subject: 'x', checklist: [{ title: 'One', done: false }] });
    await change(id, { status: 'inProgress', checklist: [{ title: 'One', done: true }] });
    await deleteTask(test.crm, actor, { id });
    expect(await subjects({})).toEqual([]);
    await restoreTask(test.crm, actor, { id });
    const items = await taskTimeline(test.crm, actor, id);
    expect(items.map(({ op }) => op)).toEqual(['restore', 'delete', 'update', 'create']);
    expect(items[2]?.changes).toEqual([
      { field: 'status', before: 'notStarted', after: 'inProgress' },
      { field: 'checklist', before: '[ ] One', after: '[x] One' },
    ]);
  });

  it('completed, and when; reopened', async () => {
    const { id } = await add({ subject: 'x' });
    test.clock.nowMs += 1_000;
    const at = new Date(test.clock.nowMs).toISOString().replace('.000', '');
    expect((await change(id, { status: 'completed' })).content).toMatchObject({ completedAt: at });
    test.clock.nowMs += 1_000;
    expect((await change(id, { subject: 'y' })).content).toMatchObject({ completedAt: at });
    expect((await change(id, { status: null })).content).toEqual({ subject: 'y' });
  });
});

describe('T1: completing a recurring task', () => {
  const all = async () =>
    (await listTasks(test.crm, actor, {})).items.map(({ content, origin, massUpdatedAt }) => ({
      due: content['dueDate'],
      done: content['status'] === 'completed',
      recurs: content['recurrence'] !== undefined,
      origin,
      massUpdatedAt,
    }));
  const base = { origin: 'created', massUpdatedAt: null };

  it('adds the next one, to which the recurrence goes; completed again it adds no other', async () => {
    const { id } = await add({ subject: 'Water', dueDate: '2026-01-05', recurrence: daily });
    const done = await change(id, { status: 'completed' });
    expect(done.content['recurrence']).toBeUndefined();
    expect((await getTask(test.crm, actor, id)).version).toBe(done.version);
    await change(id, { status: null });
    await change(id, { status: 'completed' });
    expect(await all()).toEqual([
      { ...base, due: '2026-01-05', done: true, recurs: false },
      { ...base, due: '2026-01-06', done: false, recurs: true },
    ]);
  });

  it('by a mass update, for each that recurs', async () => {
    await add({ subject: 'A', dueDate: '2026-01-05', recurrence: daily });
    await add({ subject: 'B', dueDate: '2026-01-05' });
    const result = await massUpdateTasks(test.crm, actor, {
      selection: { filter: { state: 'open' } },
      changes: { status: 'completed' },
    });
    expect(result).toEqual({ matched: 2, changed: 2 });
    expect(await all()).toMatchObject([
      { due: '2026-01-05', done: true, recurs: false },
      { due: '2026-01-05', done: true, recurs: false },
      { due: '2026-01-06', done: false, recurs: true },
    ]);
  });

  it('T2: what follows an imported task is no more synced than that', async () => {
    const { id } = await add({ subject: 'A', dueDate: '2026-01-05', recurrence: daily });
    await test.root.query(`update tasks set origin = 'import' where id = $1`, [id]);
    await change(id, { status: 'completed' });
    expect((await all()).map(({ origin }) => origin)).toEqual(['import', 'import']);
  });
});

describe('lists (R1)', () => {
  it('open, overdue in the person’s own zone, completed; by range, priority and words', async () => {
    // 8 o'clock on January 5 in UTC; in Kiritimati it is the evening of the same day, in Midway still the 4th.
    test.clock.nowMs = Date.UTC(2026, 0, 5, 8);
    await add({ subject: 'Yesterday', dueDate: '2026-01-04', priority: 'high' });
    await add({ subject: 'Today', dueDate: '2026-01-05' });
    await add({ subject: 'Undated', categories: ['Zürich'] });
    await add({ subject: 'Done', dueDate: '2026-01-01', status: 'completed' });
    expect(await subjects({})).toEqual(['Done', 'Yesterday', 'Today', 'Undated']);
    expect(await subjects({}, { sort: '-dueDate', limit: 2 })).toEqual(['Undated', 'Today']);
    expect(await subjects({ state: 'open' })).toEqual(['Yesterday', 'Today', 'Undated']);
    expect(await subjects({ state: 'completed' })).toEqual(['Done']);
    expect(await subjects({ state: 'overdue' })).toEqual(['Yesterday']);
    const inZone = (zone: string) =>
      test.root.query('update accounts set time_zone = $1 where id = $2', [zone, actor.accountId]);
    await inZone('Pacific/Midway');
    expect(await subjects({ state: 'overdue' })).toEqual([]);
    await inZone('Pacific/Kiritimati');
    test.clock.nowMs += 6 * 3_600_000;
    expect(await subjects({ state: 'overdue' })).toEqual(['Yesterday', 'Today']);
    expect(await subjects({ dueFrom: '2026-01-04', dueTo: '2026-01-04' })).toEqual(['Yesterday']);
    expect(await subjects({ state: 'open', dueTo: '2026-12-31' })).toEqual(['Yesterday', 'Today']);
    expect(await subjects({ priority: 'high' })).toEqual(['Yesterday']);
    expect(await subjects({ status: 'completed', state: 'open' })).toEqual([]);
    expect(await subjects({}, { search: 'YESTER' })).toEqual(['Yesterday']);
    expect(await subjects({}, { sort: 'priority', limit: 1 })).toEqual(['Yesterday']);
  });

  it('pages by due date are continued by key, through those without one', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `T${String(n).padStart(2, '0')}`);
    for (const [n, subject] of names.entries())
      await add({ subject, ...(n < 6 ? { dueDate: `2026-01-0${1 + (n % 3)}` } : {}) });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listTasks(test.crm, actor, { limit: 5, cursor });
      seen.push(...page.items.map(({ content }) => text(content['subject'])));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.slice(0, 6).sort()).toEqual(names.slice(0, 6));
    expect([...seen].sort()).toEqual(names);
  });

  it('V15: a person sees, changes and deletes their own alone', async () => {
    const other = await organisation.salesperson();
    const foreign = await add({ subject: 'Foreign' }, other);
    expect(await subjects({})).toEqual([]);
    await expect(getTask(test.crm, actor, foreign.id)).rejects.toMatchObject({ code: 'notFound' });
    await expect(change(foreign.id, { subject: 'Mine' })).rejects.toMatchObject({ code: 'notFound' });
    const selection = { ids: [foreign.id] };
    expect(await massUpdateTasks(test.crm, actor, { selection, changes: { priority: 'low' } })).toEqual({
      matched: 0,
      changed: 0,
    });
    const stranger = (await test.organisation()).administrator;
    await expect(getTask(test.crm, stranger, foreign.id)).rejects.toMatchObject({ code: 'notFound' });
    const { administrator } = organisation;
    expect((await getTask(test.crm, administrator, foreign.id)).content).toEqual({ subject: 'Foreign' });
    expect(await massDeleteTasks(test.crm, administrator, { selection })).toEqual({ deleted: 1 });
  });
});
