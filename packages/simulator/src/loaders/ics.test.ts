import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { line, secondReading } from '../../../../e2e/second-reading.ts';
import { ianaZone } from '../graph/zones.ts';
import type { JsonObject } from '../state/types.ts';
import { testTenant, text } from '../testkit.ts';
import { loadEvents } from './calendar.ts';
import { eventsFromIcs } from './ics.ts';
import { decodeVcf } from './vcf.ts';

const ANN = 'ann@contoso.example';
const FOLDER = join(import.meta.dirname, '../../../../../shared/data/calendars');
const FROM_MS = Date.parse('2012-01-01T00:00Z');
const UNTIL_MS = Date.parse('2030-01-01T00:00Z');

function loaded(source: string) {
  const read = eventsFromIcs(source);
  const tenant = testTenant({ unknowns: { allDayShown: 'midnight' } });
  loadEvents(tenant.simulator.state, ANN, read.events);
  const actor = tenant.simulator.act(ANN);
  return { ...tenant, ...read, actor, seen: () => actor.eventsBetween(FROM_MS, UNTIL_MS) };
}

function lineOf(event: JsonObject): string {
  const at = (name: string) => text(event[name] as JsonObject, 'dateTime').slice(0, 19);
  return line(at('start'), at('end'), event['isAllDay'] === true, text(event, 'subject'));
}

const vevent = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n');

describe('an event of an .ics file', () => {
  test('keeps what Graph has a place for', () => {
    const { actor, refused, leftOut } = loaded(
      calendar(
        ...vevent(
          'UID:u-1',
          'SUMMARY:Review\\, final',
          'DESCRIPTION:Line one\\nLine two',
          'LOCATION:Hall',
          'CATEGORIES:Red,Blue',
          'CLASS:PRIVATE',
          'PRIORITY:1',
          'X-MICROSOFT-CDO-BUSYSTATUS:OOF',
          'DTSTART;TZID=Pacific Standard Time:20260305T100000',
          'DURATION:PT45M',
          'ORGANIZER;CN=Bob:mailto:bob@contoso.example',
          'ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@contoso.example',
          'ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=TENTATIVE:mailto:eve@else.example',
          'BEGIN:VALARM',
          'ACTION:DISPLAY',
          'TRIGGER:-PT10M',
          'END:VALARM',
        ),
      ),
    );
    expect([refused, leftOut]).toEqual([[], []]);
    const [event] = actor.events();
    expect(event).toMatchObject({
      iCalUId: 'u-1',
      subject: 'Review, final',
      bodyPreview: 'Line one Line two',
      location: { displayName: 'Hall' },
      categories: ['Red', 'Blue'],
      sensitivity: 'private',
      importance: 'high',
      showAs: 'oof',
      isReminderOn: true,
      reminderMinutesBeforeStart: 10,
      originalStartTimeZone: 'Pacific Standard Time',
      isOrganizer: false,
      organizer: { emailAddress: { name: 'Bob', address: 'bob@contoso.example' } },
      responseStatus: { response: 'accepted' },
      attendees: [
        { status: { response: 'accepted' } },
        { type: 'optional', status: { response: 'tentativelyAccepted' } },
      ],
    });
    expect(lineOf(event ?? {})).toBe("2026-03-05T18:00:00Z 45' Review, final");
  });

  test('mails nobody', () => {
    const { simulator } = loaded(
      calendar(
        ...vevent('UID:u', 'SUMMARY:A', 'DTSTART:20260305T100000Z', 'ATTENDEE:mailto:bob@contoso.example'),
      ),
    );
    expect(simulator.state.mail.outbox).toEqual([]);
    expect(simulator.act('bob@contoso.example').events()).toEqual([]);
  });

  test('a time without a zone is the mailbox’s, a date too', () => {
    const tenant = testTenant({
      people: [{ userPrincipalName: ANN, displayName: 'Ann', timeZone: 'Asia/Tokyo' }],
    });
    const { events } = eventsFromIcs(
      calendar(
        ...vevent('UID:a', 'SUMMARY:A', 'DTSTART:20260305T100000'),
        ...vevent('UID:b', 'SUMMARY:B', 'DTSTART;VALUE=DATE:20260305'),
      ),
    );
    loadEvents(tenant.simulator.state, ANN, events);
    const starts = tenant.simulator
      .act(ANN)
      .events()
      .map(({ start }) => text(start as JsonObject, 'dateTime'));
    expect(starts).toEqual(['2026-03-05T01:00:00.0000000', '2026-03-04T15:00:00.0000000']);
  });

  test.each([
    ['no start', ['SUMMARY:A'], 'it has no DTSTART'],
    [
      'an end before the start',
      ['DTSTART:20260305T100000Z', 'DTEND:20260305T090000Z'],
      'it ends before it starts',
    ],
    [
      'a zone that nobody knows',
      ['DTSTART;TZID=Mars/Olympus:20260305T100000'],
      'the time zone Mars/Olympus is not known',
    ],
    ['a line that is none', ['DTSTART:20260305T100000Z', 'nonsense'], 'invalid line'],
  ])('with %s is refused by its line, the others are read', (_name, lines, reason) => {
    const { refused, events } = eventsFromIcs(
      calendar(...vevent('UID:a', 'SUMMARY:A', 'DTSTART:20260305T100000Z'), ...vevent('UID:b', ...lines)),
    );
    expect(events).toHaveLength(1);
    expect(refused).toEqual([{ line: 8, reason: expect.stringContaining(reason) as string }]);
  });

  test('a file that is none, or breaks off, says so', () => {
    expect(eventsFromIcs('hello').refused).toEqual([{ line: 1, reason: 'the file holds no VCALENDAR' }]);
    expect(eventsFromIcs('BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a').refused).toMatchObject([{ line: 2 }]);
  });
});

describe('a rule of an .ics file', () => {
  test.each([
    ['FREQ=DAILY;COUNT=3', { type: 'daily' }],
    ['FREQ=DAILY;BYDAY=MO,TU', { type: 'weekly', daysOfWeek: ['monday', 'tuesday'] }],
    [
      'FREQ=WEEKLY;INTERVAL=2',
      { type: 'weekly', interval: 2, daysOfWeek: ['monday'], firstDayOfWeek: 'monday' },
    ],
    ['FREQ=MONTHLY', { type: 'absoluteMonthly', dayOfMonth: 2 }],
    ['FREQ=MONTHLY;BYDAY=1MO', { type: 'relativeMonthly', index: 'first', daysOfWeek: ['monday'] }],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', { type: 'relativeMonthly', index: 'first' }],
    ['FREQ=YEARLY', { type: 'absoluteYearly', month: 3, dayOfMonth: 2 }],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=1MO', { type: 'relativeYearly', month: 3 }],
  ])('%s is a series', (rule, pattern) => {
    const { actor, leftOut } = loaded(
      calendar(...vevent('UID:a', 'SUMMARY:A', 'DTSTART:20260302T100000Z', `RRULE:${rule}`)),
    );
    expect(leftOut).toEqual([]);
    expect(actor.events()).toMatchObject([{ type: 'seriesMaster', recurrence: { pattern } }]);
  });

  test('the last day of the month is the 31st to Graph', () => {
    const { seen } = loaded(
      calendar(
        ...vevent(
          'UID:a',
          'SUMMARY:A',
          'DTSTART;VALUE=DATE:20260131',
          'RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4',
        ),
      ),
    );
    expect(seen().map(lineOf)).toEqual([
      '2026-01-31 1d A',
      '2026-02-28 1d A',
      '2026-03-31 1d A',
      '2026-04-30 1d A',
    ]);
  });

  test.each([
    ['FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', 3, 'Graph would not occur on 2026-03-31'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=4', 4, 'it names several days of the month'],
    ['FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=31;COUNT=4', 4, 'several months'],
    ['FREQ=MONTHLY;BYDAY=5FR;COUNT=4', 4, 'no place 5'],
    ['FREQ=HOURLY;COUNT=5', 5, 'no HOURLY pattern'],
    ['FREQ=MONTHLY;BYMONTHDAY=30', 500, 'Graph would not occur'],
  ])('%s becomes %i single events, and that is said', (rule, count, reason) => {
    const { actor, leftOut } = loaded(
      calendar(...vevent('UID:a', 'SUMMARY:A', 'DTSTART:20260131T100000Z', `RRULE:${rule}`)),
    );
    expect(actor.events()).toHaveLength(count);
    expect(leftOut).toEqual([{ line: 3, reason: expect.stringContaining(reason) as string }]);
    if (count === 500) expect(leftOut[0]?.reason).toContain('the rest is left out');
  });

  test('UNTIL in UTC ends on the day that it means in the event’s zone', () => {
    const { seen } = loaded(
      calendar(
        ...vevent(
          'UID:a',
          'SUMMARY:A',
          'DTSTART;TZID=Asia/Tokyo:20260302T080000',
          'RRULE:FREQ=DAILY;UNTIL=20260303T230000Z',
        ),
      ),
    );
    expect(seen()).toHaveLength(3);
  });
});

const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.ics')) : [];

describe.skipIf(files.length === 0)('real files', () => {
  test.each(files)(
    '%s: all events at their times, by another reading',
    (name) => {
      const source = decodeVcf(readFileSync(join(FOLDER, name)));
      const { refused, seen } = loaded(source);
      expect(refused).toEqual([]);
      expect(seen().map(lineOf).sort()).toEqual(secondReading(source, UNTIL_MS, ianaZone));
    },
    60_000,
  );

  test.skipIf(!files.includes('icaljs-recur_instances.ics'))(
    'series keep exceptions and deleted occurrences',
    () => {
      const { actor, leftOut } = loaded(readFileSync(join(FOLDER, 'icaljs-recur_instances.ics'), 'utf8'));
      expect(leftOut).toEqual([
        { line: 24, reason: 'RDATE has no place in a series: 5 became single events' },
      ]);
      const master = actor.events().find(({ type }) => type === 'seriesMaster') ?? {};
      const id = text(master, 'id');
      expect(actor.occurrence(id, '2012-10-02')).toMatchObject({
        type: 'exception',
        bodyPreview: 'I HAZ CHANGED!',
      });
      for (const day of ['2012-12-04', '2013-02-05', '2013-04-02'])
        expect(actor.occurrence(id, day)).toBeNull();
      expect(actor.events()).toHaveLength(6);
    },
  );
});
