import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Content, FieldValue } from './content.ts';
import { recurrence, weekdays, weekIndexes, type Recurrence } from './recurrence.ts';
import { isPlanned, lastPlannedDay, occurrencesBetween, plannedDays } from './series.ts';

const rule = (input: object): Recurrence => {
  const canonical = recurrence(input);
  if (canonical === undefined) throw new Error('This is no recurrence');
  return canonical as unknown as Recurrence;
};

const interval = fc.integer({ min: 1, max: 4 });
const dayOfMonth = fc.integer({ min: 1, max: 31 });
const month = fc.integer({ min: 1, max: 12 });
const someDays = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 });
const index = fc.constantFrom(...weekIndexes);
const named = <T extends string>(name: T) => fc.constant(name);
const patterns = fc.oneof(
  fc.record({ type: named('daily'), interval }),
  fc.record({
    type: named('weekly'),
    interval,
    daysOfWeek: someDays,
    firstDayOfWeek: fc.constantFrom(...weekdays),
  }),
  fc.record({ type: named('absoluteMonthly'), interval, dayOfMonth }),
  fc.record({ type: named('relativeMonthly'), interval, daysOfWeek: someDays, index }),
  fc.record({ type: named('absoluteYearly'), interval, dayOfMonth, month }),
  fc.record({ type: named('relativeYearly'), interval, daysOfWeek: someDays, index, month }),
);
const dates = fc
  .integer({ min: 0, max: 12_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

describe('E8: the days that a series plans', () => {
  test('any pattern and range: to begin later or to stop sooner only leaves days out', () => {
    fc.assert(
      fc.property(
        patterns,
        dates,
        dates,
        dates,
        fc.integer({ min: 1, max: 40 }),
        (pattern, startDate, from, end, count) => {
          const ranges = [
            { type: 'numbered', startDate, numberOfOccurrences: count },
            { type: 'endDate', startDate, endDate: end < startDate ? startDate : end },
          ];
          for (const range of ranges) {
            const series = rule({ ...pattern, range });
            const all = [...plannedDays(series)];
            expect(all).toEqual([...all].sort());
            expect([...plannedDays(series, from, '2000-01-01')]).toEqual(
              all.filter((day) => day >= from && day <= '2000-01-01'),
            );
            expect(lastPlannedDay(series)).toBe(all.at(-1) ?? startDate);
            for (const day of all.slice(0, 5)) expect(isPlanned(series, day)).toBe(true);
            if (range.type === 'numbered') expect(all).toHaveLength(count);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('an endless series is read from where one looks, and has no last day', () => {
    const series = rule({ type: 'daily', interval: 3, range: { type: 'noEnd', startDate: '1990-01-01' } });
    expect([...plannedDays(series, '2026-01-01', '2026-01-09')]).toEqual([
      '2026-01-01',
      '2026-01-04',
      '2026-01-07',
    ]);
    expect(lastPlannedDay(series)).toBeNull();
    expect(isPlanned(series, '2026-01-03')).toBe(false);
  });
});

describe('E9: occurrences keep their time by the clock on the wall', () => {
  const weekly = rule({
    type: 'weekly',
    interval: 1,
    daysOfWeek: ['sunday'],
    range: { type: 'numbered', startDate: '2026-03-22', numberOfOccurrences: 4 },
  });
  const series: Content = {
    title: 'Brunch',
    location: 'Here',
    when: { start: '2026-03-22T09:00:00', end: '2026-03-22T10:30:00', zone: 'Europe/Zurich' },
    recurrence: weekly as unknown as FieldValue,
    occurrences: {
      '2026-04-05': { cancelled: true },
      '2026-04-12': {
        title: 'Late',
        cleared: ['location'],
        when: { start: '2026-05-01T09:00:00', end: '2026-05-01T10:00:00', zone: 'Europe/Zurich' },
      },
    },
  };
  const between = (from: string, until: string, content = series) =>
    occurrencesBetween(content, Date.parse(from), Date.parse(until), 'Europe/Zurich');

  test('through a daylight-saving change; cancelled ones are left out, moved ones are where they were moved to', () => {
    const found = between('2026-03-01T00:00Z', '2026-06-01T00:00Z');
    expect(found.map(({ day, startMs }) => [day, new Date(startMs).toISOString()])).toEqual([
      ['2026-03-22', '2026-03-22T08:00:00.000Z'],
      ['2026-03-29', '2026-03-29T07:00:00.000Z'],
      ['2026-04-12', '2026-05-01T07:00:00.000Z'],
    ]);
    expect(found[2]?.content).toEqual({ title: 'Late', when: found[2]?.when });
    expect(found.map(({ changed }) => changed)).toEqual([false, false, true]);
    expect(between('2026-04-12T00:00Z', '2026-04-13T00:00Z')).toEqual([]);
  });

  test('an all-day meeting takes the days of whoever looks', () => {
    const day: Content = { title: 'Fair', when: { allDay: true, start: '2026-03-28', end: '2026-03-30' } };
    expect(between('2026-03-29T21:59Z', '2026-03-30T00:00Z', day)).toHaveLength(1);
    expect(between('2026-03-29T22:00Z', '2026-03-30T00:00Z', day)).toHaveLength(0);
  });
});
