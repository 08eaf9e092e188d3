import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entries, text } from '../../testkit.ts';
import { ianaZone } from '../zones.ts';
import { dayOf, inZone, readDay } from './dates.ts';
import { TASKS, todoTenant as setUp } from './testkit.ts';

const midnight = (day: string, timeZone: string) => ({ dateTime: `${day}T00:00:00.0000000`, timeZone });
const utc = (dateTime: string) => ({ dateTime: `${dateTime}.0000000`, timeZone: 'UTC' });

describe('GRAPH 2.7, 9 (gotcha 15): a due date is local midnight, shown in UTC', () => {
  const zones: [string, string, string][] = [
    ['Pacific/Pago_Pago', '2026-03-05', '2026-03-05T11:00:00'],
    ['UTC-11', '2026-03-05', '2026-03-05T11:00:00'],
    ['America/Chicago', '2026-03-05', '2026-03-05T06:00:00'],
    ['UTC', '2026-03-05', '2026-03-05T00:00:00'],
    ['Asia/Kathmandu', '2026-03-05', '2026-03-04T18:15:00'],
    ['Tonga Standard Time', '2026-03-05', '2026-03-04T11:00:00'],
    ['Pacific/Tongatapu', '2026-03-05', '2026-03-04T11:00:00'],
    ['Pacific/Kiritimati', '2026-03-05', '2026-03-04T10:00:00'],
    ['Line Islands Standard Time', '2026-01-01', '2025-12-31T10:00:00'],
    // The days around a change of daylight-saving time, in spring and autumn, on both halves of the globe.
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00'],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00:00'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00'],
    ['W. Europe Standard Time', '2026-10-26', '2026-10-25T23:00:00'],
    ['Australia/Sydney', '2026-04-05', '2026-04-04T13:00:00'],
    ['Australia/Sydney', '2026-04-06', '2026-04-05T14:00:00'],
    // Midnight does not exist on this day: the day begins at one o'clock.
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00'],
  ];
  test.each(zones)('in %s, %s is %s in UTC, and that day again in its own zone', async (zone, day, shown) => {
    const { client, actor } = setUp({}, zone);
    const made = await client.post(TASKS, {
      title: 'Call',
      dueDateTime: midnight(day, zone),
      startDateTime: midnight(day, zone),
    });
    expect(made.body).toMatchObject({ dueDateTime: utc(shown), startDateTime: utc(shown) });
    const id = text(made.body, 'id');
    expect(actor.taskDays(id)).toEqual({ due: day, start: day, completed: null });
    const { headers, body } = await client.get(`${TASKS}/${id}`, { prefer: `outlook.timezone="${zone}"` });
    expect(headers.get('preference-applied')).toContain(zone);
    const local = body['dueDateTime'] as { dateTime: string; timeZone: string };
    expect([local.dateTime.slice(0, 10), local.timeZone]).toEqual([day, zone]);
    // What was read is written back: the same day.
    const again = await client.patch(`${TASKS}/${id}`, { dueDateTime: utc(shown) });
    expect(again.body['dueDateTime']).toEqual(utc(shown));
  });

  test('whatever the day and the zone: the day written as midnight, in the zone or as its UTC instant, is the day seen', () => {
    const zoneNames = fc.constantFrom(
      'Pacific/Pago_Pago',
      'UTC',
      'Tonga Standard Time',
      'Pacific/Kiritimati',
      'America/Santiago',
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'Asia/Beirut',
      'Africa/Cairo',
    );
    const days = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2060-12-31'),
      noInvalidDate: true,
    });
    const property = fc.property(zoneNames, days, (zone, date) => {
      const day = date.toISOString().slice(0, 10);
      const iana = ianaZone(zone) ?? '';
      const written = readDay('dueDateTime', midnight(day, zone), iana, 'mailboxMidnight');
      expect(dayOf(written).toString()).toBe(day);
      const { dateTime, timeZone } = written;
      expect(readDay('dueDateTime', { dateTime, timeZone }, iana, 'mailboxMidnight')).toEqual(written);
      expect(inZone({ dateTime, timeZone }, zone, iana)['dateTime']).toMatch(new RegExp(`^${day}`));
    });
    fc.assert(property, { numRuns: 300, seed: 7 });
  });

  test('the day of completion is today in the mailbox, whatever day it is in UTC', async () => {
    // It is nine in the morning of 2 March in UTC.
    for (const [zone, today] of [
      ['Pacific/Pago_Pago', '2026-03-01'],
      ['UTC', '2026-03-02'],
      ['Pacific/Kiritimati', '2026-03-02'],
    ] as const) {
      const { client, actor, clock } = setUp({}, zone);
      const id = text((await client.post(TASKS, { title: 'Call' })).body, 'id');
      await client.patch(`${TASKS}/${id}`, { status: 'completed' });
      expect([zone, actor.taskDays(id).completed]).toEqual([zone, today]);
      await client.patch(`${TASKS}/${id}`, { status: 'notStarted' });
      await clock.advance(2 * 3_600_000);
      await client.patch(`${TASKS}/${id}`, { status: 'completed' });
      expect(actor.taskDays(id).completed).toBe(zone === 'Pacific/Kiritimati' ? '2026-03-03' : '2026-03-02');
    }
  });

  const rules: ['mailboxMidnight' | 'sentMidnight' | 'kept', string, string][] = [
    ['mailboxMidnight', '2026-03-04T06:00:00', '2026-03-04'],
    ['sentMidnight', '2026-03-05T00:00:00', '2026-03-05'],
    ['kept', '2026-03-05T04:10:00', '2026-03-04'],
  ];
  test.each(rules)(
    'a time of day sent in UTC to Chicago, by the rule %s: %s',
    async (todoDueTime, shown, day) => {
      const { client, actor } = setUp({ todoDueTime }, 'America/Chicago');
      const { body } = await client.post(TASKS, { title: 'Call', dueDateTime: utc('2026-03-05T04:10:00') });
      expect(body['dueDateTime']).toEqual(utc(shown));
      expect(actor.taskDays(text(body, 'id')).due).toBe(day);
    },
  );

  test('a reminder is an instant', async () => {
    const { client } = setUp({}, 'Pacific/Tongatapu');
    const reminderDateTime = { dateTime: '2026-03-05T08:30:00', timeZone: 'Tonga Standard Time' };
    const { body } = await client.post(TASKS, { title: 'Call', reminderDateTime });
    expect(body['reminderDateTime']).toEqual(utc('2026-03-04T19:30:00'));
    const prefer = { prefer: 'outlook.timezone="Eastern Standard Time"' };
    expect(entries(await client.get(TASKS, prefer))[0]).toMatchObject({
      reminderDateTime: { dateTime: '2026-03-04T14:30:00.0000000', timeZone: 'Eastern Standard Time' },
    });
  });
});
