import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { createContact } from '../contacts/contacts.ts';
import { inventMeeting } from '../demo/meetings.ts';
import { chance } from '../demo/people.ts';
import { openTestCrm, type TestCrm, type TestOrganisation } from '../testing/crm.ts';
import { listCalendar } from './calendar.ts';
import {
  createMeeting,
  deleteMeeting,
  getMeeting,
  listMeetings,
  massUpdateMeetings,
  meetingTimeline,
  restoreMeeting,
  updateMeeting,
  type MeetingFilter,
} from './meetings.ts';
import { settle } from './settle.ts';

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

const add = (values: object, who = actor) =>
  createMeeting(test.crm, who, { values: { when: nine, ...values } });
const change = (id: string, values: object) => updateMeeting(test.crm, actor, { id, values: { ...values } });
const titles = async (filter: MeetingFilter, more: object = {}) =>
  (await listMeetings(test.crm, actor, { filter, ...more })).items.map(({ content }) => content['title']);
const nine = { start: '2026-03-05T09:00:00', end: '2026-03-05T10:00:00', zone: 'Europe/Zurich' };
const thursdays = {
  type: 'weekly',
  interval: 1,
  daysOfWeek: ['thursday'],
  firstDayOfWeek: 'monday',
  range: { type: 'noEnd', startDate: '2026-03-05' },
};

describe('R1, E10: meetings one by one', () => {
  it('what is given comes back canonical; usual values are no values', async () => {
    const made = await add({
      title: '  Review   one ',
      location: 'Room 1',
      description: { html: '<p>x</p>' },
      participants: {
        'Ada@Example.com': { name: 'Ada', role: 'required' },
        'b@example.com': { role: 'optional' },
      },
      invite: true,
      reminder: 0,
      showAs: 'busy',
      sensitivity: 'private',
      categories: ['B', 'A'],
      online: true,
      response: 'none',
    });
    const content = {
      title: 'Review one',
      when: nine,
      location: 'Room 1',
      description: { html: '<p>x</p>' },
      participants: { 'ada@example.com': { name: 'Ada' }, 'b@example.com': { role: 'optional' } },
      invite: true,
      reminder: 0,
      sensitivity: 'private',
      categories: ['A', 'B'],
      online: true,
    };
    expect(made.content).toEqual(content);
    expect((await getMeeting(test.crm, actor, made.id)).content).toEqual(content);
    const emptied = await change(made.id, {
      participants: null,
      invite: false,
      description: null,
      reminder: null,
    });
    expect(emptied.version).toBe(2);
    expect(Object.keys(emptied.content).sort()).toEqual([
      'categories',
      'location',
      'online',
      'sensitivity',
      'title',
      'when',
    ]);
  });

  it.each([
    ['no time', { when: undefined }, 'when', /needs a start and an end/],
    [
      'an end before the start',
      { when: { ...nine, end: '2026-03-05T08:59:00' } },
      'when',
      /end is before the start/,
    ],
    [
      'an unknown zone',
      { when: { ...nine, zone: 'Mars/Olympus' } },
      'when',
      /"Mars\/Olympus" is no time zone/,
    ],
    ['no day', { when: { ...nine, start: '2026-02-30T09:00:00' } }, 'when', /times on the clock/],
    [
      'an empty all-day meeting',
      { when: { allDay: true, start: '2026-03-05', end: '2026-03-05' } },
      'when',
      /day after/,
    ],
    ['half a recurrence', { recurrence: { type: 'weekly' } }, 'recurrence', /no recurrence/],
    ['no address', { participants: { ada: {} } }, 'participants', /"ada" is not an e-mail address/],
    ['a host', { host: { address: 'a@example.com' } }, 'host', /not set by hand/],
    ['an unknown choice', { showAs: 'away' }, 'showAs', /none of/],
    [
      'a series that does not begin on its pattern',
      { recurrence: { ...thursdays, daysOfWeek: ['friday'] } },
      'recurrence.range.startDate',
      /2026-03-05 is no day of the pattern. The first one is 2026-03-06/,
    ],
    [
      'a series that begins on another day than the meeting',
      { recurrence: { ...thursdays, range: { type: 'noEnd', startDate: '2026-03-12' } } },
      'recurrence.range.startDate',
      /begins on 2026-03-05/,
    ],
    [
      'a changed occurrence that is none',
      { recurrence: thursdays, occurrences: { '2026-03-06': { title: 'x' } } },
      'occurrences.2026-03-06',
      /no occurrence on 2026-03-06/,
    ],
    [
      'changed occurrences of a single meeting',
      { occurrences: { '2026-03-06': { title: 'x' } } },
      'occurrences',
      /Only a series/,
    ],
  ])('%s is refused in words', async (_, values, path, message) => {
    await expect(add(values)).rejects.toMatchObject({
      code: 'invalidValue',
      problems: [{ path, message: expect.stringMatching(message) as string }],
    });
  });

  it('deleted and restored; the timeline tells it in words (B5)', async () => {
    const { id } = await add({ title: 'x' });
    await change(id, {
      when: { ...nine, end: '2026-03-05T11:00:00' },
      participants: { 'a@example.com': { name: 'A' } },
    });
    await deleteMeeting(test.crm, actor, { id });
    expect(await titles({})).toEqual([]);
    await restoreMeeting(test.crm, actor, { id });
    const items = await meetingTimeline(test.crm, actor, id);
    expect(items.map(({ op }) => op)).toEqual(['restore', 'delete', 'update', 'create']);
    expect(items[2]?.changes).toEqual([
      {
        field: 'when',
        before: '2026-03-05 09:00 – 10:00 (Europe/Zurich)',
        after: '2026-03-05 09:00 – 11:00 (Europe/Zurich)',
      },
      { field: 'participants', before: null, after: 'A <a@example.com>' },
    ]);
  });

  it('found by title, place and participants, and filtered by time, host and contact', async () => {
    const now = test.clock.nowMs;
    const iso = (days: number) => new Date(now + days * 86_400_000).toISOString().slice(0, 19);
    const on = (days: number) => ({ start: iso(days), end: iso(days + 0.01), zone: 'UTC' });
    await add({ title: 'Zürich visit', when: on(2) });
    await add({ title: 'Lunch', location: 'Zurich', when: on(-2) });
    await add({ title: 'Call', participants: { 'eva@example.com': { name: 'Eva Zurich' } }, when: on(3) });
    const past = on(-30);
    await add({
      title: 'Daily',
      when: past,
      recurrence: {
        type: 'daily',
        interval: 1,
        range: { type: 'noEnd', startDate: past.start.slice(0, 10) },
      },
      showAs: 'free',
    });
    const contact = await createContact(test.crm, actor, {
      values: { lastName: 'Eva', secondEmail: 'EVA@example.com' },
    });
    expect(await titles({}, { search: 'zurich', sort: 'start' })).toEqual(['Lunch', 'Zürich visit', 'Call']);
    expect(await titles({ time: 'upcoming' }, { sort: 'start' })).toEqual(['Daily', 'Zürich visit', 'Call']);
    expect(await titles({ time: 'past' })).toEqual(['Lunch']);
    expect(await titles({ contactId: contact.id })).toEqual(['Call']);
    expect(await titles({ showAs: 'free' })).toEqual(['Daily']);
    expect(await titles({ from: iso(3).slice(0, 10), to: iso(3).slice(0, 10) }, { sort: 'title' })).toEqual([
      'Call',
      'Daily',
    ]);
    expect(await titles({ hosted: 'other' })).toEqual([]);
  });

  it('a mass update cannot set times, and sets what meetings can have alike', async () => {
    const { id } = await add({ title: 'x' });
    const selection = { ids: [id] };
    await expect(
      massUpdateMeetings(test.crm, organisation.administrator, { selection, changes: { when: nine } }),
    ).rejects.toMatchObject({ code: 'invalidValue', problems: [{ path: 'when' }] });
    const done = await massUpdateMeetings(test.crm, organisation.administrator, {
      selection,
      changes: { categories: ['Blue'] },
    });
    expect(done).toEqual({ matched: 1, changed: 1 });
  });
});

describe('E9: the calendar', () => {
  const shown = async (from: string, to: string, zone = 'Europe/Zurich') =>
    (await listCalendar(test.crm, actor, { from, to, zone })).map(({ day, startMs, content }) => [
      content['title'],
      day,
      new Date(startMs).toISOString(),
    ]);

  it('9 o’clock stays 9 o’clock when the clocks change; moved and cancelled occurrences are where they are', async () => {
    await add({
      title: 'Weekly',
      recurrence: thursdays,
      occurrences: {
        '2026-03-12': { cancelled: true },
        '2026-03-19': {
          when: { ...nine, start: '2026-03-20T15:00:00', end: '2026-03-20T16:00:00' },
          title: 'Moved',
        },
      },
    });
    expect(await shown('2026-03-01', '2026-04-03')).toEqual([
      ['Weekly', '2026-03-05', '2026-03-05T08:00:00.000Z'],
      ['Moved', '2026-03-19', '2026-03-20T14:00:00.000Z'],
      ['Weekly', '2026-03-26', '2026-03-26T08:00:00.000Z'],
      ['Weekly', '2026-04-02', '2026-04-02T07:00:00.000Z'],
    ]);
  });

  it('all-day meetings are days in whatever zone one looks from', async () => {
    await add({ title: 'Fair', when: { allDay: true, start: '2026-03-05', end: '2026-03-07' } });
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
      expect(await shown('2026-03-06', '2026-03-07', zone)).toHaveLength(1);
      expect(await shown('2026-03-07', '2026-03-08', zone)).toEqual([]);
      expect(await shown('2026-03-04', '2026-03-05', zone)).toEqual([]);
    }
  });

  it('a range that is too large, or none, is refused clearly', async () => {
    await expect(shown('2026-03-05', '2026-03-05')).rejects.toMatchObject({ problems: [{ path: 'to' }] });
    await expect(shown('2026-03-05', '2027-12-01')).rejects.toMatchObject({ code: 'rangeTooLarge' });
    await expect(shown('2026-03-05', '2026-03-06', 'Nowhere')).rejects.toMatchObject({
      problems: [{ path: 'zone' }],
    });
    for (let n = 0; n < 14; n += 1)
      await add({
        title: 'x',
        recurrence: { type: 'daily', interval: 1, range: { type: 'noEnd', startDate: '2026-03-05' } },
      });
    await expect(shown('2026-03-05', '2027-03-05')).rejects.toMatchObject({
      code: 'rangeTooLarge',
      message: 'There are more than 5000 meetings in this range.',
    });
  });
});

describe('the demo’s meetings', () => {
  it('are such as people could have made themselves, whatever the day', async () => {
    for (let day = 0; day < 14; day += 1) {
      const nowMs = Date.UTC(2026, 1, 20 + day, 23);
      for (let number = 1; number <= 12; number += 1) {
        const values = inventMeeting(chance(number), number, { nowMs, zone: 'Europe/Zurich' });
        expect(settle(null, { fields: Object.keys(values), content: values }, false).content).toEqual(values);
      }
    }
    const names = Array.from(
      { length: 12 },
      (_, n) => inventMeeting(chance(n), n + 1, { nowMs: Date.UTC(2026, 1, 20), zone: 'UTC' })['title'],
    );
    expect(new Set(names).size).toBe(12);
  });
});
