import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Content } from './content.ts';
import { nextOccurrence } from './next-occurrence.ts';
import { recurrence, weekdays, weekIndexes } from './recurrence.ts';

const next = (rule: object, dueDate: string, more: Content = {}, zone = 'UTC') => {
  const canonical = recurrence(rule);
  if (canonical === undefined) throw new Error('This is no recurrence');
  return nextOccurrence({ subject: 'x', dueDate, recurrence: canonical, ...more }, zone);
};

function dueOf(task: Content | null): Temporal.PlainDate {
  const due = task?.['dueDate'];
  if (typeof due !== 'string') throw new Error('There is no next task');
  return Temporal.PlainDate.from(due);
}

const endless = { type: 'noEnd', startDate: '2026-01-01' };

describe('T1: the task after a recurring one', () => {
  test.each([
    ['every third day', { type: 'daily', interval: 3 }, '2026-02-27', '2026-03-02'],
    [
      'on two days of a week, every other week, weeks beginning on Monday: the later day of this week',
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'], firstDayOfWeek: 'monday' },
      '2026-03-03',
      '2026-03-08',
    ],
    [
      '… and the first day of the week after the next',
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'], firstDayOfWeek: 'monday' },
      '2026-03-08',
      '2026-03-17',
    ],
    [
      'weeks beginning on Sunday: the Sunday is part of the next week',
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'], firstDayOfWeek: 'sunday' },
      '2026-03-03',
      '2026-03-15',
    ],
    [
      'the 31st of a month that has none is its last day',
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
      '2026-01-31',
      '2026-02-28',
    ],
    [
      '… and the month after it is the 31st again',
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
      '2026-02-28',
      '2026-03-31',
    ],
    [
      'the last Friday of every month',
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['friday'], index: 'last' },
      '2026-01-30',
      '2026-02-27',
    ],
    [
      'the 29th of February, in a year that has none',
      { type: 'absoluteYearly', interval: 1, dayOfMonth: 29, month: 2 },
      '2024-02-29',
      '2025-02-28',
    ],
    [
      'the first Monday of September',
      { type: 'relativeYearly', interval: 1, daysOfWeek: ['monday'], index: 'first', month: 9 },
      '2026-09-07',
      '2027-09-06',
    ],
  ])('%s', (_, pattern, due, expected) => {
    expect(next({ ...pattern, range: endless }, due)).toMatchObject({
      dueDate: expected,
      recurrence: { range: { type: 'noEnd', startDate: expected } },
    });
  });

  test('is open with nothing checked; start and reminder keep their distance, the reminder its time of day', () => {
    const daily = { type: 'daily', interval: 1, range: endless };
    const more = {
      status: 'completed',
      startDate: '2026-03-26',
      // 9 o'clock in Zurich before daylight saving, which begins on the 29th.
      reminder: '2026-03-28T08:00:00Z',
      checklist: [{ title: 'One', done: true }],
      completedAt: '2026-03-28T10:00:00Z',
    };
    const { recurrence: _, ...task } = next(daily, '2026-03-28', more, 'Europe/Zurich') ?? {};
    expect(task).toEqual({
      subject: 'x',
      dueDate: '2026-03-29',
      startDate: '2026-03-27',
      reminder: '2026-03-29T07:00:00Z',
      checklist: [{ title: 'One', done: false }],
    });
  });

  test('there is none without a recurrence, after its end, or when its number is used up', () => {
    expect(nextOccurrence({ subject: 'x', dueDate: '2026-01-01' }, 'UTC')).toBeNull();
    const daily = { type: 'daily', interval: 1 };
    const until = { type: 'endDate', startDate: '2026-01-01', endDate: '2026-01-02' };
    expect(next({ ...daily, range: until }, '2026-01-01')).toMatchObject({ dueDate: '2026-01-02' });
    expect(next({ ...daily, range: until }, '2026-01-02')).toBeNull();
    const twice = { type: 'numbered', startDate: '2026-01-01', numberOfOccurrences: 2 };
    const second = next({ ...daily, range: twice }, '2026-01-01');
    expect(second).toMatchObject({ recurrence: { range: { numberOfOccurrences: 1 } } });
    expect(nextOccurrence(second ?? {}, 'UTC')).toBeNull();
  });

  test('any pattern: the next day is the first one after the due date that the pattern names', () => {
    fc.assert(
      fc.property(patterns, fc.integer({ min: 0, max: 20_000 }), (pattern, offset) => {
        const start = Temporal.PlainDate.from('2000-01-01').add({ days: offset });
        const first = next({ ...pattern, range: endless }, start.toString());
        // From a day that the pattern names, so that its turns can be counted from there.
        const due = dueOf(first);
        const found = next({ ...pattern, range: endless }, due.toString());
        const day = dueOf(found);
        let candidate = due.add({ days: 1 });
        while (!names(pattern, due, candidate)) candidate = candidate.add({ days: 1 });
        expect(day.toString()).toBe(candidate.toString());
      }),
      { numRuns: 300 },
    );
  });
});

const interval = fc.integer({ min: 1, max: 4 });
const someDays = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 });
const dayOfMonth = fc.integer({ min: 1, max: 31 });
const month = fc.integer({ min: 1, max: 12 });
const index = fc.constantFrom(...weekIndexes);
const type = <T extends string>(name: T) => fc.constant(name);
const patterns = fc.oneof(
  fc.record({ type: type('daily'), interval }),
  fc.record({
    type: type('weekly'),
    interval,
    daysOfWeek: someDays,
    firstDayOfWeek: fc.constantFrom(...weekdays),
  }),
  fc.record({ type: type('absoluteMonthly'), interval, dayOfMonth }),
  fc.record({ type: type('relativeMonthly'), interval, daysOfWeek: someDays, index }),
  fc.record({ type: type('absoluteYearly'), interval, dayOfMonth, month }),
  fc.record({ type: type('relativeYearly'), interval, daysOfWeek: someDays, index, month }),
);
type Pattern = typeof patterns extends fc.Arbitrary<infer P> ? P : never;

/** Whether a pattern that named `due` names a later day too: by counting, day by day, and not by reckoning. */
function names(pattern: Pattern, due: Temporal.PlainDate, day: Temporal.PlainDate): boolean {
  const isNamed = (one: Temporal.PlainDate, list: readonly string[]) =>
    list.includes(weekdays[one.dayOfWeek % 7] ?? '');
  const months = (day.year - due.year) * 12 + day.month - due.month;
  const isDayOfMonth = (wanted: number) => day.day === Math.min(wanted, day.daysInMonth);
  const isPlaced = (list: readonly string[], place: string) => {
    const all = Array.from({ length: day.daysInMonth }, (_, n) => day.with({ day: n + 1 }));
    const named = all.filter((one) => isNamed(one, list));
    const chosen = place === 'last' ? named.at(-1) : named[weekIndexes.indexOf(place as 'first')];
    return chosen?.equals(day) === true;
  };
  switch (pattern.type) {
    case 'daily':
      return due.until(day).days % pattern.interval === 0;
    case 'weekly': {
      let begun = 0;
      for (
        let one = due.add({ days: 1 });
        Temporal.PlainDate.compare(one, day) <= 0;
        one = one.add({ days: 1 })
      )
        if (weekdays[one.dayOfWeek % 7] === pattern.firstDayOfWeek) begun += 1;
      return begun % pattern.interval === 0 && isNamed(day, pattern.daysOfWeek);
    }
    case 'absoluteMonthly':
      return months % pattern.interval === 0 && isDayOfMonth(pattern.dayOfMonth);
    case 'relativeMonthly':
      return months % pattern.interval === 0 && isPlaced(pattern.daysOfWeek, pattern.index);
    case 'absoluteYearly':
      return (
        (day.year - due.year) % pattern.interval === 0 &&
        day.month === pattern.month &&
        isDayOfMonth(pattern.dayOfMonth)
      );
    case 'relativeYearly':
      return (
        (day.year - due.year) % pattern.interval === 0 &&
        day.month === pattern.month &&
        isPlaced(pattern.daysOfWeek, pattern.index)
      );
  }
}
