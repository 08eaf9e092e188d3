import {
  normaliseContent,
  task,
  taskPriorities,
  taskStatuses,
  weekdays,
  weekIndexes,
  type Content,
} from '@counterpart/engine';
import * as fc from 'fast-check';

/** Zones from the first to the last on Earth, with and without daylight saving, at whole, half and quarter hours, and some that change at midnight. */
export const zones = [
  'Pacific/Pago_Pago', // −11
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Havana', // changes at midnight: that midnight does not exist
  'America/Santiago',
  'UTC',
  'Europe/Berlin',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Tongatapu', // +13
  'Pacific/Kiritimati', // +14
];

/** Days around the changes to and from daylight saving of those zones, and the ends of years and months. */
const awkward = [
  '2026-03-07',
  '2026-03-08',
  '2026-03-09',
  '2026-03-28',
  '2026-03-29',
  '2026-03-30',
  '2026-04-04',
  '2026-04-05',
  '2026-04-06',
  '2026-04-24',
  '2026-09-05',
  '2026-09-06',
  '2026-09-27',
  '2026-10-04',
  '2026-10-24',
  '2026-10-25',
  '2026-10-30',
  '2026-11-01',
  '2026-12-31',
  '2027-01-01',
  '2028-02-29',
];

export const anyDay: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...awkward),
  fc
    .date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
);

const word = fc.oneof(
  fc.constantFrom('A', 'Zoë', '李', '<b>&amp;'),
  fc.string({ maxLength: 9, unit: 'grapheme' }),
);
const text = fc.array(word, { maxLength: 4 }).map((lines) => lines.join('\r\n'));

const recurrence = fc
  .record({
    type: fc.constantFrom(
      'daily',
      'weekly',
      'absoluteMonthly',
      'relativeMonthly',
      'absoluteYearly',
      'relativeYearly',
    ),
    interval: fc.integer({ min: 1, max: 99 }),
    daysOfWeek: fc.subarray([...weekdays], { minLength: 1 }),
    firstDayOfWeek: fc.constantFrom(...weekdays),
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
    month: fc.integer({ min: 1, max: 12 }),
    index: fc.constantFrom(...weekIndexes),
    end: fc.constantFrom('noEnd', 'endDate', 'numbered'),
    days: fc.tuple(anyDay, anyDay),
    numberOfOccurrences: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ end, days, numberOfOccurrences, ...pattern }) => {
    const [startDate = '', endDate = ''] = [...days].sort();
    return { ...pattern, range: { type: end, startDate, endDate, numberOfOccurrences } };
  });

const unset = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

/** Canonical content of a task that To Do can take: it has a title, and a due date where it recurs. */
export const anyTask: fc.Arbitrary<Content> = fc
  .record({
    subject: word,
    dueDate: unset(anyDay),
    startDate: unset(anyDay),
    status: fc.constantFrom(...taskStatuses),
    priority: fc.constantFrom(...taskPriorities),
    reminder: unset(
      fc
        .date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    ),
    description: text,
    recurrence: unset(recurrence),
    checklist: fc.array(fc.record({ title: word, done: fc.boolean() }), { maxLength: 6 }),
    categories: fc.array(word, { maxLength: 3 }),
  })
  .map((input) => {
    const recurs = input.dueDate !== undefined && input.status !== 'completed';
    const subject = input.subject.trim() === '' ? 'untitled' : input.subject;
    const checked = { ...input, subject, recurrence: recurs ? input.recurrence : undefined };
    const content = normaliseContent(task, checked);
    return content['subject'] === undefined ? { ...content, subject: 'untitled' } : content;
  });
