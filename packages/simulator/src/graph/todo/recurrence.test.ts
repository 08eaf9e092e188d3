import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../state/types.ts';
import { text } from '../../testkit.ts';
import { TASKS, todoTenant as setUp } from './testkit.ts';

const due = (day: string) => ({ dateTime: `${day}T00:00:00`, timeZone: 'America/New_York' });
const FILLERS = {
  pattern: { month: 0, dayOfMonth: 0, daysOfWeek: [], firstDayOfWeek: 'sunday', index: 'first' },
  range: { endDate: '0001-01-01', recurrenceTimeZone: 'UTC', numberOfOccurrences: 0 },
};
const daily: JsonObject = { pattern: { type: 'daily', interval: 1 } };

describe('GRAPH 2.2, 2.7: recurrence', () => {
  test('reading shows every field, with fillers; that cannot be written back', async () => {
    const { client } = setUp();
    const recurrence = { ...daily, range: { type: 'noEnd', startDate: '2026-03-05' } };
    const made = await client.post(TASKS, { title: 'Call', dueDateTime: due('2026-03-05'), recurrence });
    expect(made.body['recurrence']).toEqual({
      pattern: { type: 'daily', interval: 1, ...FILLERS.pattern },
      range: { type: 'noEnd', startDate: '2026-03-05', ...FILLERS.range },
    });
    const path = `${TASKS}/${text(made.body, 'id')}`;
    const shown = { recurrence: made.body['recurrence'] ?? null };
    expect((await client.patch(path, shown)).status).toBe(400);
    const lenient = setUp({ todoAcceptsFillers: true }).client;
    expect(
      (await lenient.post(TASKS, { title: 'Call', dueDateTime: due('2026-03-05'), ...shown })).status,
    ).toBe(201);
  });

  test('a recurring task must have a due date, and keep it', async () => {
    const { client } = setUp();
    expect((await client.post(TASKS, { title: 'Call', recurrence: daily })).status).toBe(400);
    const made = await client.post(TASKS, { title: 'x', dueDateTime: due('2026-03-05'), recurrence: daily });
    const path = `${TASKS}/${text(made.body, 'id')}`;
    expect((await client.patch(path, { dueDateTime: null })).status).toBe(400);
    const cleared = await client.patch(path, { dueDateTime: null, recurrence: null });
    expect(cleared.status).toBe(200);
    expect(cleared.body).not.toHaveProperty('recurrence');
  });

  const wrong: [string, JsonObject][] = [
    ['no pattern', { range: { type: 'noEnd' } }],
    ['an unknown type', { pattern: { type: 'hourly', interval: 1 } }],
    ['no interval', { pattern: { type: 'daily' } }],
    ['weekly without days', { pattern: { type: 'weekly', interval: 1 } }],
    ['an unknown day', { pattern: { type: 'weekly', interval: 1, daysOfWeek: ['someday'] } }],
    ['the 32nd', { pattern: { type: 'absoluteMonthly', interval: 1, dayOfMonth: 32 } }],
    ['yearly without a month', { pattern: { type: 'absoluteYearly', interval: 1, dayOfMonth: 3 } }],
    ['an end without a date', { ...daily, range: { type: 'endDate' } }],
    ['numbered without a number', { ...daily, range: { type: 'numbered' } }],
  ];
  test.each(wrong)('%s: 400', async (_name, recurrence) => {
    const { client } = setUp();
    const body = { title: 'Call', dueDateTime: due('2026-03-05'), recurrence };
    expect((await client.post(TASKS, body)).status).toBe(400);
  });

  const patterns: [JsonObject, string, string | null][] = [
    [{ pattern: { type: 'daily', interval: 3 } }, '2026-03-07', '2026-03-10'],
    [
      { pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday', 'friday'] } },
      '2026-03-02',
      '2026-03-06',
    ],
    [
      { pattern: { type: 'weekly', interval: 2, daysOfWeek: ['monday', 'friday'] } },
      '2026-03-06',
      '2026-03-16',
    ],
    [
      { pattern: { type: 'weekly', interval: 2, daysOfWeek: ['sunday'], firstDayOfWeek: 'monday' } },
      '2026-03-02',
      '2026-03-08',
    ],
    [{ pattern: { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 } }, '2026-01-31', '2026-02-28'],
    [{ pattern: { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 } }, '2026-02-28', '2026-03-31'],
    [
      { pattern: { type: 'relativeMonthly', interval: 1, daysOfWeek: ['tuesday'], index: 'last' } },
      '2026-03-31',
      '2026-04-28',
    ],
    [
      { pattern: { type: 'absoluteYearly', interval: 1, dayOfMonth: 29, month: 2 } },
      '2027-02-28',
      '2028-02-29',
    ],
    [
      {
        pattern: {
          type: 'relativeYearly',
          interval: 1,
          daysOfWeek: ['thursday'],
          month: 11,
          index: 'fourth',
        },
      },
      '2026-11-26',
      '2027-11-25',
    ],
    [{ ...daily, range: { type: 'endDate', endDate: '2026-03-05' } }, '2026-03-05', null],
    [{ ...daily, range: { type: 'numbered', numberOfOccurrences: 1 } }, '2026-03-05', null],
    [{ ...daily, range: { type: 'numbered', numberOfOccurrences: 2 } }, '2026-03-05', '2026-03-06'],
  ];
  test.each(patterns)('%j, done when due on %s, is due next on %s', (recurrence, day, next) => {
    const { actor } = setUp({}, 'America/New_York');
    const made = actor.createTask({ title: 'Call', dueDateTime: due(day), recurrence });
    actor.completeTask(text(made, 'id'));
    const open = actor.tasks().filter(({ status }) => status === 'notStarted');
    expect(open.map((task) => actor.taskDays(text(task, 'id')).due)).toEqual(next === null ? [] : [next]);
  });
});

describe('GRAPH 10: completing a recurring task', () => {
  const task = {
    title: 'Call',
    // The night after this day loses an hour in New York.
    dueDateTime: due('2026-03-07'),
    reminderDateTime: { dateTime: '2026-03-07T09:00:00', timeZone: 'America/New_York' },
    recurrence: { pattern: { type: 'daily', interval: 1 } },
    checklistItems: [{ displayName: 'Dial', isChecked: true }],
    linkedResources: [{ externalId: 'task-7' }],
  };

  function completed(unknowns: Parameters<typeof setUp>[0]) {
    const setup = setUp(unknowns, 'America/New_York');
    const id = text(setup.actor.createTask(task), 'id');
    setup.actor.completeTask(id);
    const rows: JsonObject[] = setup.actor.tasks().map((row) => ({ ...row, isFirst: row['id'] === id }));
    const open = rows.find(({ status }) => status === 'notStarted');
    return { ...setup, open, done: rows.find(({ status }) => status === 'completed'), rows };
  }

  test('a new task appears with the next due date, the old one stays completed and recurs no more', () => {
    const { open, done, rows } = completed({ todoRecurrence: 'newTask' });
    expect(rows).toHaveLength(2);
    expect(done).toMatchObject({ isFirst: true, completedDateTime: expect.anything() });
    expect(done).not.toHaveProperty('recurrence');
    expect(open).toMatchObject({
      isFirst: false,
      dueDateTime: { dateTime: '2026-03-08T05:00:00.0000000' },
      reminderDateTime: { dateTime: '2026-03-08T13:00:00.0000000' },
      recurrence: { range: { startDate: '2026-03-08' } },
      checklistItems: [{ displayName: 'Dial', isChecked: false }],
      linkedResources: [{ externalId: 'task-7' }],
    });
    expect(open).not.toHaveProperty('completedDateTime');
  });

  test('or the same task moves on', () => {
    const { open, rows } = completed({ todoRecurrence: 'sameTask' });
    expect(rows).toHaveLength(1);
    expect(open).toMatchObject({ isFirst: true, dueDateTime: { dateTime: '2026-03-08T05:00:00.0000000' } });
  });

  test('or it moves on, and a completed copy appears, without its links when so chosen', () => {
    const { open, done } = completed({ todoRecurrence: 'sameTaskAndCopy', todoNextKeepsLinks: false });
    expect(open).toMatchObject({ isFirst: true, linkedResources: [{ externalId: 'task-7' }] });
    expect(done).toMatchObject({
      isFirst: false,
      linkedResources: [],
      checklistItems: [{ isChecked: true }],
    });
  });
});
