import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayFrom, dayText, daysInMonth, partsOf, readDay, weekdayOf, type Day } from './days.ts';
import { recurrenceDays } from './expand.ts';
import { INDEXES, readRecurrence, WEEKDAYS, type Recurrence } from './recurrence.ts';
import type { JsonObject } from '../../state/types.ts';

const START = '2024-01-31';

function days(pattern: JsonObject, range: JsonObject, most = 6): string[] {
  const recurrence = readRecurrence(
    { pattern: { interval: 1, ...pattern }, range: { startDate: START, ...range } },
    'UTC',
  );
  const found: string[] = [];
  for (const day of recurrenceDays(recurrence)) {
    found.push(dayText(day));
    if (found.length === most) break;
  }
  return found;
}

describe('GRAPH 2.2: the six types of pattern', () => {
  test.each<[string, JsonObject, string]>([
    ['daily', { interval: 3 }, '2024-01-31 2024-02-03 2024-02-06'],
    ['weekly', { daysOfWeek: ['monday', 'friday'] }, '2024-02-02 2024-02-05 2024-02-09'],
    [
      'weekly',
      { interval: 2, daysOfWeek: ['sunday', 'wednesday'], firstDayOfWeek: 'sunday' },
      '2024-01-31 2024-02-11 2024-02-14',
    ],
    [
      'weekly',
      { interval: 2, daysOfWeek: ['sunday', 'wednesday'], firstDayOfWeek: 'monday' },
      '2024-01-31 2024-02-04 2024-02-14',
    ],
    ['absoluteMonthly', { dayOfMonth: 31 }, '2024-01-31 2024-02-29 2024-03-31'],
    ['absoluteMonthly', { interval: 2, dayOfMonth: 30 }, '2024-03-30 2024-05-30 2024-07-30'],
    ['relativeMonthly', { daysOfWeek: ['friday'], index: 'last' }, '2024-02-23 2024-03-29 2024-04-26'],
    [
      'relativeMonthly',
      { daysOfWeek: ['saturday', 'sunday'], index: 'second' },
      '2024-02-04 2024-03-03 2024-04-07',
    ],
    ['absoluteYearly', { month: 2, dayOfMonth: 29 }, '2024-02-29 2025-02-28 2026-02-28'],
    [
      'relativeYearly',
      { month: 11, daysOfWeek: ['thursday'], index: 'fourth' },
      '2024-11-28 2025-11-27 2026-11-26',
    ],
  ])('%s %j', (type, pattern, wanted) => {
    expect(days({ type, ...pattern }, { type: 'noEnd' }, 3).join(' ')).toBe(wanted);
  });

  test('the three types of range: an end that counts, a number, none', () => {
    const daily = { type: 'daily' };
    expect(days(daily, { type: 'endDate', endDate: '2024-02-02' })).toEqual([
      '2024-01-31',
      '2024-02-01',
      '2024-02-02',
    ]);
    expect(days(daily, { type: 'numbered', numberOfOccurrences: 2 })).toEqual(['2024-01-31', '2024-02-01']);
    expect(days(daily, { type: 'noEnd' }, 500)).toHaveLength(500);
    expect(days(daily, { type: 'endDate', endDate: '2024-01-30' })).toEqual([]);
  });
});

/** Slow and plain: looks at each day by itself. */
function belongs({ pattern, range }: Recurrence, day: Day): boolean {
  const start = readDay(range.startDate) ?? 0;
  const [one, first] = [partsOf(day), partsOf(start)];
  const months = (one.year - first.year) * 12 + one.month - first.month;
  const isNamed = (other: Day) => pattern.daysOfWeek.includes(WEEKDAYS[weekdayOf(other)] ?? '');
  const isClamped = one.dayOfMonth === Math.min(pattern.dayOfMonth, daysInMonth(one.year, one.month));
  const namedOfMonth = () =>
    Array.from({ length: daysInMonth(one.year, one.month) }, (_none, index) =>
      dayFrom(one.year, one.month, index + 1),
    ).filter(isNamed);
  const isNth = () =>
    (pattern.index === 'last' ? namedOfMonth().at(-1) : namedOfMonth()[INDEXES.indexOf(pattern.index)]) ===
    day;
  const weekStart = (other: Day) =>
    other - ((weekdayOf(other) - WEEKDAYS.indexOf(pattern.firstDayOfWeek) + 7) % 7);
  if (day < start) return false;
  switch (pattern.type) {
    case 'daily':
      return (day - start) % pattern.interval === 0;
    case 'weekly':
      return isNamed(day) && ((weekStart(day) - weekStart(start)) / 7) % pattern.interval === 0;
    case 'absoluteMonthly':
      return months % pattern.interval === 0 && isClamped;
    case 'relativeMonthly':
      return months % pattern.interval === 0 && isNth();
    case 'absoluteYearly':
      return one.month === pattern.month && (one.year - first.year) % pattern.interval === 0 && isClamped;
    default:
      return one.month === pattern.month && (one.year - first.year) % pattern.interval === 0 && isNth();
  }
}

const recurrences: fc.Arbitrary<Recurrence> = fc.record({
  pattern: fc.record({
    type: fc.constantFrom(
      'daily',
      'weekly',
      'absoluteMonthly',
      'relativeMonthly',
      'absoluteYearly',
      'relativeYearly',
    ),
    interval: fc.integer({ min: 1, max: 5 }),
    month: fc.integer({ min: 1, max: 12 }),
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
    daysOfWeek: fc.subarray(WEEKDAYS, { minLength: 1 }),
    firstDayOfWeek: fc.constantFrom(...WEEKDAYS),
    index: fc.constantFrom(...INDEXES),
  }),
  range: fc.record({
    type: fc.constant('noEnd'),
    startDate: fc.integer({ min: dayFrom(2020, 1, 1), max: dayFrom(2028, 12, 31) }).map(dayText),
    endDate: fc.constant('0001-01-01'),
    recurrenceTimeZone: fc.constant('UTC'),
    numberOfOccurrences: fc.constant(0),
  }),
});

const YEARS_AHEAD = 6 * 366;

function upTo(recurrence: Recurrence, until: Day, from?: Day): Day[] {
  const found: Day[] = [];
  for (const day of recurrenceDays(recurrence, from)) {
    if (day > until) break;
    found.push(day);
  }
  return found;
}

describe('any recurrence', () => {
  test('occurs on the days that belong to it, and on no others', () => {
    fc.assert(
      fc.property(recurrences, (recurrence) => {
        const start = readDay(recurrence.range.startDate) ?? 0;
        const wanted: Day[] = [];
        for (let day = start; day <= start + YEARS_AHEAD; day++)
          if (belongs(recurrence, day)) wanted.push(day);
        expect(upTo(recurrence, start + YEARS_AHEAD).map(dayText)).toEqual(wanted.map(dayText));
      }),
      { numRuns: 150 },
    );
  });

  test('is the same from any day on, whatever its range', () => {
    fc.assert(
      fc.property(
        recurrences,
        fc.integer({ min: 0, max: YEARS_AHEAD }),
        fc.integer({ min: 1, max: 40 }),
        (recurrence, lead, number) => {
          const start = readDay(recurrence.range.startDate) ?? 0;
          const from = start + lead;
          const until = start + YEARS_AHEAD;
          const all = upTo(recurrence, until);
          expect(upTo(recurrence, until, from).filter((day) => day >= from)).toEqual(
            all.filter((day) => day >= from),
          );
          const numbered = {
            ...recurrence,
            range: { ...recurrence.range, type: 'numbered', numberOfOccurrences: number },
          };
          expect(upTo(numbered, until, from)).toEqual(all.slice(0, number));
          const ended = {
            ...recurrence,
            range: { ...recurrence.range, type: 'endDate', endDate: dayText(from) },
          };
          expect(upTo(ended, until)).toEqual(all.filter((day) => day <= from));
        },
      ),
      { numRuns: 150 },
    );
  });
});

test.each<[string, JsonObject, JsonObject]>([
  ['no interval', { type: 'daily', interval: null }, {}],
  ['a type that there is not', { type: 'hourly' }, {}],
  ['a filler for the month', { type: 'daily', month: 0 }, {}],
  ['a filler for the days', { type: 'daily', daysOfWeek: [] }, {}],
  ['a filler for the end', { type: 'daily' }, { endDate: '0001-01-01' }],
  ['a filler for the number', { type: 'daily' }, { numberOfOccurrences: 0 }],
  ['no days of the week', { type: 'weekly' }, {}],
  ['an end that is missing', { type: 'daily' }, { type: 'endDate' }],
  ['32 as the day', { type: 'absoluteMonthly', dayOfMonth: 32 }, {}],
])('GRAPH 2.2: a recurrence with %s is refused', (_name, pattern, range) => {
  const written = {
    pattern: { interval: 1, ...pattern },
    range: { type: 'noEnd', startDate: START, ...range },
  };
  expect(() => readRecurrence(written, 'UTC')).toThrow('At least one property failed validation');
});
