import { instantOf } from '@counterpart/engine';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { runImport } from '../imports/run.ts';
import { startImport } from '../imports/start.ts';
import type { ImportStatus } from '../imports/types.ts';
import type { CrmRecord } from '../records/types.ts';
import { openTestCrm, textOf, type TestCrm } from '../testing/crm.ts';
import { createMeeting, exportMeetings, listMeetings, readMeetingImport } from './meetings.ts';
import { occurrencesOf } from './times.ts';

let test: TestCrm;
beforeAll(async () => {
  test = await openTestCrm();
});
afterAll(() => test.close());

const newcomer = async (): Promise<Actor> => (await test.organisation()).administrator;
async function take(
  actor: Actor,
  text: string,
  fileName = 'calendar.ics',
  duplicates: 'skip' | 'update' | 'create' = 'skip',
): Promise<ImportStatus> {
  const { id, suggestedMapping } = await readMeetingImport(test.crm, actor, {
    fileName,
    content: Buffer.from(text),
  });
  await startImport(test.crm, actor, { id, mapping: suggestedMapping, duplicates });
  return runImport(test.crm, { orgId: actor.orgId, importId: id });
}
async function all(actor: Actor, sort = 'start'): Promise<CrmRecord[]> {
  const records: CrmRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMeetings(test.crm, actor, { sort, limit: 200, cursor });
    records.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return records;
}
const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');

describe('R1, E6: meetings from CSV', () => {
  it('an Outlook export: days, times, all-day ends, choices; each other row is refused with its reason', async () => {
    const actor = await newcomer();
    const status = await take(
      actor,
      [
        'Subject,Start Date,Start Time,End Date,End Time,All day event,Reminder on/off,Location,Private,Show time as,Attendees,Invite the participants',
        'Call,3/5/2026,2:30:00 PM,3/5/2026,3:00:00 PM,False,,Room 1,False,2,"Ada <ada@example.com>; b@example.com (optional)",yes',
        'Fair,3/5/2026,12:00:00 AM,3/7/2026,12:00:00 AM,True,,,True,0,,',
        'Days,2026-03-05,,2026-03-07,,,,,,,,',
        'Backwards,2026-03-05,10:00,2026-03-05,09:00,,,,,,,',
        ',,,,,,,,,,,',
        'When?,soon,,,,,,,,,,',
      ].join('\n'),
      'outlook.csv',
    );
    expect(status).toMatchObject({ created: 3 });
    expect(status.refused.map(({ line, reason }) => [line, reason])).toEqual([
      [5, 'When: The end is before the start.'],
      [6, 'None of the chosen columns has a value.'],
      [7, 'When: The start and the end are times on the clock, like 2026-03-05T09:00.'],
    ]);
    const found = await all(actor, 'title');
    expect(found.map(({ content, origin }) => ({ ...content, origin }))).toEqual([
      {
        title: 'Call',
        when: { start: '2026-03-05T14:30:00', end: '2026-03-05T15:00:00', zone: 'UTC' },
        location: 'Room 1',
        participants: { 'ada@example.com': { name: 'Ada' }, 'b@example.com': { role: 'optional' } },
        origin: 'import',
      },
      { title: 'Days', when: { allDay: true, start: '2026-03-05', end: '2026-03-08' }, origin: 'import' },
      {
        title: 'Fair',
        when: { allDay: true, start: '2026-03-05', end: '2026-03-07' },
        sensitivity: 'private',
        showAs: 'free',
        origin: 'import',
      },
    ]);
  });

  it.each(['csv', 'ics'] as const)('what is exported as %s comes back the same', async (format) => {
    const actor = await newcomer();
    const recurrence = {
      type: 'absoluteMonthly',
      interval: 1,
      dayOfMonth: 30,
      range: { type: 'endDate', startDate: '2026-01-30', endDate: '2026-12-30' },
    };
    const when = { start: '2026-01-30T09:00:00', end: '2026-01-30T10:00:00', zone: 'America/New_York' };
    await createMeeting(test.crm, actor, {
      values: {
        title: 'Month; end, "quoted"\\',
        when,
        recurrence,
        occurrences: {
          '2026-02-28': { cancelled: true },
          '2026-03-30': {
            title: 'Moved',
            when: { ...when, start: '2026-03-31T09:00:00', end: '2026-03-31T10:30:00' },
          },
        },
        location: 'Room 1',
        description: 'Two\nlines; and, more',
        participants: {
          'ada@example.com': { name: 'Ada, L', response: 'accepted' },
          'room@example.com': { role: 'resource' },
        },
        invite: true,
        reminder: 30,
        showAs: 'oof',
        sensitivity: 'confidential',
        categories: ['Blue', 'Red'],
        joinUrl: 'https://meet.example/1?a=b;c',
      },
    });
    await createMeeting(test.crm, actor, {
      values: {
        title: 'Fair',
        when: { allDay: true, start: '2026-03-05', end: '2026-03-07' },
        description: { html: '<p>x</p>' },
        showAs: 'free',
      },
    });
    await createMeeting(test.crm, actor, {
      values: {
        title: 'Yearly',
        when: { allDay: true, start: '2024-02-29', end: '2024-03-01' },
        recurrence: {
          type: 'absoluteYearly',
          interval: 1,
          dayOfMonth: 29,
          month: 2,
          range: { type: 'noEnd', startDate: '2024-02-29' },
        },
      },
    });
    const text = await textOf(exportMeetings(test.crm, actor, { format }));
    const other = await newcomer();
    expect((await take(other, text, `meetings.${format}`)).refused).toEqual([]);
    const [before, after] = [await all(actor), await all(other)];
    // E6: an import never asks for invitations. A calendar file gives what has no identifier one.
    const expected = before.map(({ content: { invite: _asked, ...content }, id }) => ({
      ...content,
      ...(format === 'ics' ? { uid: id } : {}),
    }));
    expect(after.map(({ content }) => content)).toEqual(expected);
    // Once more: all are recognised, by their uid or by title and start.
    expect(await take(other, text, `meetings.${format}`)).toMatchObject({ created: 0, skipped: 3 });
  });
});

describe('E8, E9, E10: meetings from iCalendar', () => {
  const one = async (...lines: string[]) => {
    const actor = await newcomer();
    const status = await take(actor, calendar(...lines));
    return { status, contents: (await all(actor)).map(({ content }) => content) };
  };

  it('Windows and private names of zones, and zones that the file describes itself, are IANA zones', async () => {
    const described = (tzid: string, from: string, to: string) => [
      'BEGIN:VTIMEZONE',
      `TZID:${tzid}`,
      'BEGIN:STANDARD',
      'DTSTART:16010101T030000',
      `TZOFFSETFROM:${to}`,
      `TZOFFSETTO:${from}`,
      'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:16010101T020000',
      `TZOFFSETFROM:${from}`,
      `TZOFFSETTO:${to}`,
      'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
    ];
    const { contents } = await one(
      ...described('Customized Time Zone', '+0100', '+0200'),
      ...described('Nowhere', '+0700', '+0800'),
      event(
        'UID:1',
        'DTSTART;TZID=W. Europe Standard Time:20260305T090000',
        'DTEND;TZID=W. Europe Standard Time:20260305T100000',
      ),
      event('UID:2', 'DTSTART;TZID=/mozilla.org/20050126_1/Europe/Zurich:20260305T100000', 'DURATION:PT30M'),
      event('UID:3', 'DTSTART;TZID=Customized Time Zone:20260305T110000', 'DURATION:PT30M'),
      event('UID:4', 'DTSTART;TZID=Nowhere:20260705T110000', 'DURATION:PT30M'),
    );
    expect(contents.map(({ when }) => when)).toEqual([
      { start: '2026-03-05T09:00:00', end: '2026-03-05T10:00:00', zone: 'Europe/Berlin' },
      { start: '2026-03-05T10:00:00', end: '2026-03-05T10:30:00', zone: 'Europe/Zurich' },
      { start: '2026-03-05T11:00:00', end: '2026-03-05T11:30:00', zone: 'Europe/Berlin' },
      { start: '2026-07-05T03:00:00', end: '2026-07-05T03:30:00', zone: 'UTC' },
    ]);
  });

  it('participants, host, alarm, show as, class, categories', async () => {
    const { contents } = await one(
      event(
        'UID:1',
        'SUMMARY:Board\\, monthly',
        'DTSTART:20260305T090000Z',
        'DTEND:20260305T100000Z',
        'ORGANIZER;CN=Eva:mailto:Eva@Example.com',
        'ATTENDEE;CN="Berg, Ada";PARTSTAT=ACCEPTED:mailto:ada@example.com',
        'ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=TENTATIVE:mailto:b@example.com',
        'ATTENDEE;CUTYPE=ROOM:mailto:room@example.com',
        'ATTENDEE:mailto:eva@example.com',
        'CLASS:PRIVATE',
        'TRANSP:TRANSPARENT',
        'CATEGORIES:Red,Blue',
        'BEGIN:VALARM',
        'TRIGGER:-PT15M',
        'END:VALARM',
      ),
    );
    expect(contents).toEqual([
      {
        uid: '1',
        title: 'Board, monthly',
        when: { start: '2026-03-05T09:00:00', end: '2026-03-05T10:00:00', zone: 'UTC' },
        host: { name: 'Eva', address: 'eva@example.com' },
        participants: {
          'ada@example.com': { name: 'Berg, Ada', response: 'accepted' },
          'b@example.com': { role: 'optional', response: 'tentative' },
          'room@example.com': { role: 'resource' },
        },
        sensitivity: 'private',
        showAs: 'free',
        categories: ['Blue', 'Red'],
        reminder: 15,
      },
    ]);
  });

  it.each([
    ['FREQ=WEEKLY;BYDAY=TH;UNTIL=20260319T080000Z', { type: 'weekly', range: { endDate: '2026-03-19' } }],
    ['FREQ=WEEKLY;BYDAY=TH;UNTIL=20260319T075959Z', { type: 'weekly', range: { endDate: '2026-03-18' } }],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', { type: 'weekly', range: { type: 'noEnd' } }],
    [
      'FREQ=MONTHLY;BYDAY=1TH;COUNT=3',
      { type: 'relativeMonthly', index: 'first', range: { numberOfOccurrences: 3 } },
    ],
    [
      'FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1',
      { type: 'relativeMonthly', index: 'first', daysOfWeek: ['thursday'] },
    ],
    [
      'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5;INTERVAL=2',
      { type: 'absoluteYearly', interval: 2, month: 3, dayOfMonth: 5 },
    ],
    ['FREQ=YEARLY', { type: 'absoluteYearly', month: 3, dayOfMonth: 5 }],
  ])('%s is a recurrence', async (rule, recurrence) => {
    const zone = 'DTSTART;TZID=Europe/Zurich:20260305T090000';
    const { contents } = await one(event('UID:1', zone, 'DURATION:PT1H', `RRULE:${rule}`));
    expect(contents).toMatchObject([{ recurrence }]);
    expect(contents[0]?.['rule']).toBeUndefined();
  });

  it.each([
    [
      'a day that some months lack',
      'RRULE:FREQ=MONTHLY;BYMONTHDAY=31',
      '20260131T090000',
      ['2026-01-31', '2026-03-31', '2026-05-31'],
    ],
    [
      'several days of a month',
      'RRULE:FREQ=MONTHLY;BYMONTHDAY=5,20',
      '20260305T090000',
      ['2026-03-05', '2026-03-20', '2026-04-05'],
    ],
    [
      'days besides',
      'RRULE:FREQ=WEEKLY;COUNT=2\r\nRDATE;TZID=Europe/Zurich:20260307T090000',
      '20260305T090000',
      ['2026-03-05', '2026-03-07', '2026-03-12'],
    ],
    [
      'a start off the pattern',
      'RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=2',
      '20260305T090000',
      ['2026-03-05', '2026-03-06'],
    ],
    [
      'twice a day',
      'RRULE:FREQ=DAILY;BYHOUR=9,15',
      '20260305T090000',
      ['2026-03-05', '2026-03-05', '2026-03-06'],
    ],
  ])('%s: kept as it is and shown, as no recurrence expresses it', async (_, rule, start, days) => {
    const { contents } = await one(
      event('UID:1', 'SUMMARY:Odd', `DTSTART;TZID=Europe/Zurich:${start}`, 'DURATION:PT1H', rule),
    );
    expect(contents).toMatchObject([{ title: 'Odd', rule: expect.stringMatching(/^RRULE:/) as string }]);
    const [content = {}] = contents;
    expect(content['recurrence']).toBeUndefined();
    const shown = occurrencesOf(content, Date.UTC(2026, 0), Date.UTC(2027, 0), 'UTC').map(({ when }) =>
      when.start.slice(0, 10),
    );
    expect(shown.slice(0, 3)).toEqual(days);
  });

  it('changed, cancelled and excluded occurrences belong to their series', async () => {
    const zone = 'TZID=Europe/Zurich';
    const { contents } = await one(
      event(
        'UID:1',
        `RECURRENCE-ID;${zone}:20260312T090000`,
        'SUMMARY:Moved',
        `DTSTART;${zone}:20260313T100000`,
        'DURATION:PT1H',
      ),
      event(
        'UID:1',
        'SUMMARY:Weekly',
        'LOCATION:Room',
        `DTSTART;${zone}:20260305T090000`,
        'DURATION:PT1H',
        'RRULE:FREQ=WEEKLY',
        `EXDATE;${zone}:20260319T090000`,
      ),
      event(
        'UID:1',
        'RECURRENCE-ID:20260326T080000Z',
        'SUMMARY:Gone',
        `DTSTART;${zone}:20260326T090000`,
        'STATUS:CANCELLED',
      ),
      event(
        'UID:2',
        `RECURRENCE-ID;${zone}:20260312T090000`,
        'SUMMARY:Alone',
        `DTSTART;${zone}:20260312T090000`,
      ),
    );
    expect(contents).toMatchObject([
      {
        title: 'Weekly',
        occurrences: {
          '2026-03-12': {
            title: 'Moved',
            when: { start: '2026-03-13T10:00:00', end: '2026-03-13T11:00:00', zone: 'Europe/Zurich' },
            cleared: ['location'],
          },
          '2026-03-19': { cancelled: true },
          '2026-03-26': { cancelled: true },
        },
      },
      { title: 'Alone' },
    ]);
  });

  it('what cannot be read is refused alone, with its line and the reason', async () => {
    const { status, contents } = await one(
      event('UID:1', 'SUMMARY:No start'),
      event('UID:2', 'SUMMARY:Cancelled', 'DTSTART:20260305T090000Z', 'STATUS:CANCELLED'),
      event('UID:3', 'SUMMARY:Unknown zone', 'DTSTART;TZID=Mars:20260305T090000'),
      event('UID:4', 'SUMMARY:Backwards', 'DTSTART:20260305T090000Z', 'DTEND:20260305T080000Z'),
      event('UID:5', 'SUMMARY:No date', 'DTSTART:20261305T090000Z'),
      event('UID:6', 'SUMMARY:Good', 'DTSTART:20260305T090000Z'),
    );
    expect(contents).toMatchObject([{ title: 'Good' }]);
    expect(status.refused.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'It has no start.'],
      [7, 'The meeting was cancelled.'],
      [13, 'Its time zone "Mars" is none that is known.'],
      [18, 'It ends before it starts.'],
      [24, 'DTSTART is no time.'],
    ]);
  });
});

const folder = join(import.meta.dirname, '../../../../../shared/data/calendars');

/** The events of a file, read line by line by other means than the import's. */
function eventsIn(text: string) {
  const unfolded = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]/g, '');
  const calendarZone = /^X-WR-TIMEZONE:(.*)$/m.exec(unfolded)?.[1];
  const windows: { readonly [name: string]: string } = {
    'Eastern Standard Time': 'America/New_York',
    'Central Standard Time': 'America/Chicago',
  };
  return [...unfolded.matchAll(/^BEGIN:VEVENT\n([\s\S]*?)^END:VEVENT$/gm)].map(([, body = '']) => {
    const top = body.replace(/^BEGIN:VALARM\n[\s\S]*?^END:VALARM\n/gm, '');
    const line = (name: string) => new RegExp(`^${name}((?:;[^:\n]*)?):(.*)$`, 'm').exec(top);
    const plain = (name: string) =>
      (line(name)?.[2] ?? '')
        .replace(/\\n/gi, ' ')
        .replace(/\\([,;\\])/g, '$1')
        .replace(/\s+/g, ' ')
        .trim();
    const [, parameters = '', value = ''] = line('DTSTART') ?? [];
    const [, y = '', m = '', d = '', h, i = '', s = ''] =
      /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?/.exec(value) ?? [];
    const tzid = /TZID=([^;]*)/.exec(parameters)?.[1];
    const zone = value.endsWith('Z') ? 'UTC' : (windows[tzid ?? ''] ?? tzid ?? calendarZone ?? 'UTC');
    const start = h === undefined ? `${y}-${m}-${d}` : instantOf(`${y}-${m}-${d}T${h}:${i}:${s}`, zone);
    const repeats = /^(RRULE|RDATE)/m.test(top);
    return {
      title: plain('SUMMARY'),
      start,
      repeats,
      uid: plain('UID'),
      changes: line('RECURRENCE-ID') !== null,
    };
  });
}

const startOf = ({ content }: CrmRecord): string | number => {
  const when = content['when'] as { readonly allDay?: true; readonly start: string; readonly zone?: string };
  return when.allDay === true ? when.start : instantOf(when.start, when.zone ?? 'UTC');
};

describe.skipIf(!existsSync(folder))('E8, E9: calendars that real programs wrote', () => {
  for (const name of existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ics')) : [])
    it(`${name} arrives whole`, { timeout: 120_000 }, async () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const events = eventsIn(text);
      const actor = await newcomer();
      const status = await take(actor, text, name, 'create');
      expect(status.refused).toEqual([]);
      const records = await all(actor);
      const key = (title: unknown, start: string | number) =>
        `${start} ${typeof title === 'string' ? title : ''}`;
      const series = new Set(events.filter(({ repeats }) => repeats).map(({ uid }) => uid));
      const masters = events.filter(({ changes }) => !changes);
      // What changes an occurrence is part of its series, or stands alone where the series cannot hold it.
      const standing = new Set(
        records.map(({ content }) => key(content['title'], startOf({ content } as CrmRecord))),
      );
      expect(masters.filter(({ title, start }) => !standing.has(key(title, start)))).toEqual([]);
      for (const { uid, title, start } of events.filter(({ changes }) => changes)) {
        const kept = records.some(({ content }) => {
          if (standing.has(key(title, start)) && content['uid'] === undefined) return true;
          return content['uid'] === uid && content['occurrences'] !== undefined;
        });
        expect(kept, `${title} of ${String(start)}`).toBe(true);
      }
      const repeating = records.filter(
        ({ content }) => content['recurrence'] !== undefined || content['rule'] !== undefined,
      );
      expect(repeating).toHaveLength(series.size);
      expect(records.filter(({ content }) => content['uid'] !== undefined)).toHaveLength(masters.length);
      // B8: taken in again, each is recognised by its uid.
      if (new Set(masters.map(({ uid }) => uid)).size === records.length && records.length < 1_000)
        expect(await take(actor, text, name)).toMatchObject({ created: 0, skipped: records.length });
    });
});
