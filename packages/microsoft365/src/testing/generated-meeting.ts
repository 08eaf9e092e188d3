import {
  isPlanned,
  meeting,
  normaliseContent,
  plannedDays,
  roles,
  sensitivities,
  showAsValues,
  weekdays,
  weekIndexes,
  type Content,
  type Recurrence,
} from '@counterpart/engine';
import * as fc from 'fast-check';
import { anyDay } from './generated-task.ts';

/** Every zone that the runtime knows. */
export const allZones: readonly string[] = [
  ...Intl.supportedValuesOf('timeZone'),
  'UTC',
  'Asia/Kolkata',
  'Europe/Kyiv',
];

const word = fc.oneof(
  fc.constantFrom('A', 'Zoë', '<b>', 'a & b', '李', 'x  y', '"q"', '😀'),
  fc.string({ maxLength: 10, unit: 'grapheme' }),
);
const lines = fc.array(word, { maxLength: 4 }).map((all) => all.join('\n'));
const html = fc
  .tuple(
    word,
    fc.constantFrom(
      '<b>x</b>',
      '<a href="https://a.example/?b=1&amp;c=2">x</a>',
      '<table><tr><td>1</td></tr></table>',
    ),
  )
  .map(([text, more]) => ({ html: `<div>${text.replace(/[<>&]/g, '')}</div>${more}` }));

const minute = fc.constantFrom('00:00', '00:30', '01:30', '02:00', '02:30', '02:59', '09:00', '23:45');

const later = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const anyAllDay = fc
  .tuple(anyDay, fc.integer({ min: 1, max: 20 }))
  .map(([start, days]) => ({ allDay: true, start, end: later(start, days) }));

const anyTimed = (zone: fc.Arbitrary<string>) =>
  fc
    .tuple(anyDay, minute, minute, fc.integer({ min: 0, max: 2 }), zone)
    .map(([day, from, until, days, one]) => ({
      start: `${day}T${from}`,
      end: `${later(day, until < from ? days + 1 : days)}T${until}`,
      zone: one,
    }));

const daysOfWeek = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 3 });
const interval = fc.integer({ min: 1, max: 4 });
const dayOfMonth = fc.integer({ min: 1, max: 31 });
const month = fc.integer({ min: 1, max: 12 });
const index = fc.constantFrom(...weekIndexes);

const anyPattern = fc.oneof(
  fc.record({ type: fc.constant('daily'), interval }),
  fc.record({
    type: fc.constant('weekly'),
    interval,
    daysOfWeek,
    firstDayOfWeek: fc.constantFrom(...weekdays),
  }),
  fc.record({ type: fc.constant('absoluteMonthly'), interval, dayOfMonth }),
  fc.record({ type: fc.constant('relativeMonthly'), interval, daysOfWeek, index }),
  fc.record({ type: fc.constant('absoluteYearly'), interval, dayOfMonth, month }),
  fc.record({ type: fc.constant('relativeYearly'), interval, daysOfWeek, index, month }),
);
const anyRange = fc.oneof(
  fc.constant({ type: 'noEnd' }),
  fc.integer({ min: 1, max: 20 }).map((numberOfOccurrences) => ({ type: 'numbered', numberOfOccurrences })),
  fc.integer({ min: 1, max: 4000 }).map((days) => ({ type: 'endDate', days })),
);

/** The first day on which the pattern plans something is the day of the event, as Outlook has it. */
function series(
  time: { start: string; end: string },
  pattern: object,
  range: { type: string; days?: number },
) {
  const day = time.start.slice(0, 10);
  const rule = (startDate: string) => ({
    ...pattern,
    range: {
      ...range,
      startDate,
      ...(range.days === undefined ? {} : { endDate: later(startDate, range.days) }),
    },
  });
  const endless = { ...rule(day), range: { type: 'noEnd', startDate: day } };
  const content = normaliseContent(meeting, { recurrence: endless });
  const { value } = plannedDays(content['recurrence'] as unknown as Recurrence).next();
  if (typeof value !== 'string') return undefined;
  const shift = Math.round((Date.parse(value) - Date.parse(day)) / 86_400_000);
  const moved = (text: string) => `${later(text.slice(0, 10), shift)}${text.slice(10)}`;
  return { when: { ...time, start: moved(time.start), end: moved(time.end) }, recurrence: rule(value) };
}

const role = fc.constantFrom(...roles);
const anyParticipants = fc.dictionary(
  fc.constantFrom('a@x.example', 'b@x.example', "d'e@x.example", 'contact@contoso.example'),
  fc.record({ name: word, role }, { requiredKeys: [] }),
  { maxKeys: 3 },
);

const plain = {
  title: word,
  location: word,
  description: fc.oneof(lines, html),
  reminder: fc.constantFrom(undefined, 0, 15, 1440),
  showAs: fc.constantFrom(...showAsValues),
  sensitivity: fc.constantFrom(...sensitivities),
  categories: fc.array(word, { maxLength: 3 }),
};

/** Canonical content of a single meeting or a series, with people who are not invited. */
export function anyMeeting(zone: fc.Arbitrary<string>): fc.Arbitrary<Content> {
  return fc
    .record({
      ...plain,
      participants: fc.option(anyParticipants, { nil: undefined }),
      joinUrl: fc.constantFrom(undefined, 'https://meet.example/x?a=1&b=2'),
      time: fc.oneof(anyAllDay, anyTimed(zone)),
      pattern: fc.option(anyPattern, { nil: undefined }),
      range: anyRange,
    })
    .map(({ time, pattern, range, ...rest }) => {
      const planned = pattern === undefined ? undefined : series(time, pattern, range);
      return normaliseContent(meeting, { ...rest, when: time, ...planned });
    })
    .filter(({ when }) => when !== undefined);
}

/** The same with some occurrences changed or cancelled, on days that the series plans. */
export function anySeries(zone: fc.Arbitrary<string>): fc.Arbitrary<Content> {
  const own = fc.oneof(
    fc.constant({ cancelled: true }),
    fc.record(plain, { requiredKeys: [] }),
    fc.record({ cleared: fc.subarray(['title', 'location', 'description', 'reminder', 'categories']) }),
    fc.record({ minutes: fc.integer({ min: -90, max: 90 }) }),
  );
  return fc
    .tuple(anyMeeting(zone), fc.array(own, { minLength: 1, maxLength: 4 }))
    .filter(([content]) => content['recurrence'] !== undefined)
    .map(([content, changes]) => {
      const rule = content['recurrence'] as unknown as Recurrence;
      const days = plannedDays(rule);
      const occurrences: { [day: string]: unknown } = {};
      for (const change of changes) {
        const { value: day } = days.next();
        if (typeof day === 'string' && isPlanned(rule, day)) occurrences[day] = change;
      }
      return normaliseContent(meeting, {
        ...content,
        occurrences,
      });
    })
    .filter(({ occurrences }) => occurrences !== undefined);
}
