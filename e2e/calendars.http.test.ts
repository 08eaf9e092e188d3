import { existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  channelOf,
  DOMAIN,
  startTestServer,
  until,
  type TestOrganisation,
  type TestPerson,
  type TestServer,
} from '@counterpart/server/testing';
import {
  addPerson,
  decodeVcf,
  eventsFromIcs,
  firstTenant,
  loadEvents,
  type Actor,
} from '@counterpart/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { line, secondReading } from './second-reading.ts';

/** Calendars that real programs wrote, where somebody put them beside the project. */
const folder = new URL('../../shared/data/calendars/', import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ics')) : [];
const own = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'BEGIN:VEVENT',
  'UID:weekly',
  'SUMMARY:Weekly',
  'DTSTART;TZID=Europe/Zurich:20260305T090000',
  'DURATION:PT45M',
  'RRULE:FREQ=WEEKLY;COUNT=8',
  'EXDATE;TZID=Europe/Zurich:20260319T090000',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:weekly',
  'RECURRENCE-ID;TZID=Europe/Zurich:20260312T090000',
  'SUMMARY:Weekly\\, later',
  'DTSTART;TZID=Europe/Zurich:20260312T110000',
  'DURATION:PT45M',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:fair',
  'SUMMARY:Fair',
  'DTSTART;VALUE=DATE:20260328',
  'DTEND;VALUE=DATE:20260330',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');
const sources = [
  { name: 'a calendar of our own', text: own },
  ...files.map((name) => ({ name, text: decodeVcf(readFileSync(new URL(name, folder))) })),
];

const untilMs = Date.parse('2030-01-01T00:00Z');
const firstYear = 2012;

let server: TestServer;
let org: TestOrganisation;
let count = 0;

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  org = await server.organisation();
  await server.connect(org);
});
afterAll(() => server.stop());

async function join(): Promise<{ person: TestPerson; outlook: Actor }> {
  const login = `reader${(count += 1)}`;
  const { simulator } = server.microsoft365;
  const seed = { userPrincipalName: `${login}@${DOMAIN}`, displayName: login, timeZone: 'UTC' };
  addPerson(simulator.state, firstTenant(simulator.state), seed);
  const person = await org.add(login, login);
  return { person, outlook: simulator.act(person.email) };
}

interface Item {
  readonly title: string | null;
  readonly when: { readonly allDay?: true; readonly start: string; readonly end: string };
  readonly startsAt: string;
  readonly endsAt: string;
}

/** What the CRM's calendar shows, a quarter at a time. */
async function shown({ api }: TestPerson): Promise<string[]> {
  const lines = new Map<string, number>();
  for (let year = firstYear; year < 2030; year += 1)
    for (const [from, to] of [
      ['01-01', '04-01'],
      ['04-01', '07-01'],
      ['07-01', '10-01'],
      ['10-01', '01-01'],
    ]) {
      const end = `${to === '01-01' ? year + 1 : year}-${to}`;
      const first = `${year}-${from}`;
      const path = `/api/meetings/calendar?from=${first}&to=${end}&zone=UTC`;
      const { items } = await api.get<{ items: Item[] }>(path);
      for (const item of items) {
        // What began in the quarter before was shown there.
        if (item.startsAt < first && year > firstYear) continue;
        const text = lineOf(item);
        lines.set(text, (lines.get(text) ?? 0) + 1);
      }
    }
  return [...lines].flatMap(([text, times]) => Array<string>(times).fill(text)).sort();
}

function lineOf({ title, when, startsAt, endsAt }: Item): string {
  const [start, end] = when.allDay
    ? [`${when.start}T00:00:00`, `${when.end}T00:00:00`]
    : [startsAt.slice(0, 19), endsAt.slice(0, 19)];
  return line(start, end, when.allDay === true, title ?? '');
}

interface Meeting {
  readonly id: string;
  readonly title: string | null;
  readonly sharedFieldsLocked: boolean;
}

describe('E1, E8, E9: calendars of real programs', () => {
  test.each(sources)(
    '$name is captured whole, an edit on each side reaches the other, and a further run writes nothing',
    async ({ text }) => {
      const { person, outlook } = await join();
      const { events, refused } = eventsFromIcs(text);
      expect(refused).toEqual([]);
      loadEvents(server.microsoft365.simulator.state, person.email, events);
      const channel = channelOf(person, 'meeting');
      const section = await channel.enabled();
      const there = outlook.events();
      expect(section.counters).toMatchObject({ linked: there.length, waiting: 0, problems: 0, conflicts: 0 });
      const inRange = (entry: string) => entry >= `${firstYear}`;
      const expected = secondReading(text, untilMs, (name) => name)
        .filter(inRange)
        // A title is one line, and white space in it is one space.
        .map((entry) => entry.replace(/\s+/g, ' '))
        .sort();
      expect(await shown(person)).toEqual(expected);

      expect(server.microsoft365.simulator.state.mail.outbox).toEqual([]);

      const { items } = await person.api.get<{ items: Meeting[] }>('/api/meetings?limit=200&sort=-start');
      const first = items.find((one) => !one.sharedFieldsLocked) ?? items[0];
      // Of a meeting that somebody else hosts, the reminder is the person's own.
      const change = first?.sharedFieldsLocked ? { reminder: 4242 } : { location: 'Room 4242' };
      const edited = await person.api.request('PATCH', `/api/meetings/${first?.id}`, change);
      expect(edited).toMatchObject({ status: 200 });
      await channel.synced();
      await until(
        () => Promise.resolve(JSON.stringify(outlook.events())),
        (all) => all.includes('4242'),
      );
      const [event] = outlook.events();
      const eventId = event?.['id'];
      outlook.updateEvent(typeof eventId === 'string' ? eventId : '', { subject: 'Renamed in Outlook' });
      await channel.synced();
      await until(
        async () =>
          (await person.api.get<{ items: Meeting[] }>('/api/meetings?search=Renamed%20in%20Outlook')).items,
        (found) => found.length === 1,
      );
      const { lastRun } = await channel.synced();
      const { pulledLocal: _here, pulledRemote: _there, leftOut: _rest, ...writes } = lastRun?.counters ?? {};
      expect(Object.entries(writes).filter(([, number]) => number !== 0)).toEqual([]);
      server.microsoft365.simulator.state.mail.outbox.length = 0;
    },
    240_000,
  );
});
