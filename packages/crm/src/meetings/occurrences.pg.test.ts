import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { openTestCrm, type TestCrm } from '../testing/crm.ts';
import { listCalendar } from './calendar.ts';
import { createMeeting, getMeeting, updateMeeting } from './meetings.ts';
import { cancelOccurrence, changeOccurrence, resetOccurrence, type OccurrenceScope } from './occurrences.ts';

let test: TestCrm;
let actor: Actor;
beforeAll(async () => {
  test = await openTestCrm();
});
beforeEach(async () => {
  actor = await (await test.organisation()).salesperson();
});
afterAll(() => test.close());

const at = (day: string, time = '09:00', end = '10:00') => ({
  start: `${day}T${time}:00`,
  end: `${day}T${end}:00`,
  zone: 'Europe/Zurich',
});
const weekly = (
  daysOfWeek: string[],
  range: object = { type: 'numbered', numberOfOccurrences: 5 },
  start = '2026-03-05',
) => ({
  type: 'weekly',
  interval: 1,
  daysOfWeek,
  firstDayOfWeek: 'monday',
  range: { startDate: start, ...range },
});
/** Thursdays 5, 12, 19, 26 March and 2 April 2026, at 9 o’clock. */
const series = async (values: object = {}) =>
  createMeeting(test.crm, actor, {
    values: { title: 'Weekly', when: at('2026-03-05'), recurrence: weekly(['thursday']), ...values },
  });
const change = (id: string, day: string, scope: OccurrenceScope, values: object, confirmed?: boolean) =>
  changeOccurrence(test.crm, actor, { id, day, scope, values: { ...values }, confirmed });
/** What the calendar shows: title and time on the clock. */
const shown = async () =>
  (await listCalendar(test.crm, actor, { from: '2026-03-01', to: '2026-05-01', zone: 'Europe/Zurich' })).map(
    ({ content, when }) => `${content['title'] as string} ${when.start.slice(5, 16)}`,
  );
const content = async (id: string) => (await getMeeting(test.crm, actor, id)).content;

describe('E8: this one', () => {
  it('keeps only what differs, and forgets it when it is the same again', async () => {
    const { id } = await series({ location: 'Room 1', showAs: 'free' });
    await change(id, '2026-03-12', 'one', { title: 'Review', location: null, showAs: 'busy', reminder: 5 });
    expect((await content(id))['occurrences']).toEqual({
      '2026-03-12': { title: 'Review', reminder: 5, cleared: ['location', 'showAs'] },
    });
    await change(id, '2026-03-12', 'one', {
      title: 'Weekly',
      location: 'Room 1',
      showAs: 'free',
      reminder: null,
    });
    expect((await content(id))['occurrences']).toBeUndefined();
  });

  it('dragged and stretched: it moves alone, between its neighbours', async () => {
    const { id } = await series();
    await change(id, '2026-03-12', 'one', { when: at('2026-03-13', '15:00', '17:30') });
    expect((await shown()).slice(0, 3)).toEqual([
      'Weekly 03-05T09:00',
      'Weekly 03-13T15:00',
      'Weekly 03-19T09:00',
    ]);
    for (const day of ['2026-03-19', '2026-03-25', '2026-03-05', '2026-03-01'])
      await expect(change(id, '2026-03-12', 'one', { when: at(day) })).rejects.toMatchObject({
        code: 'occurrenceCrosses',
      });
    await change(id, '2026-03-19', 'one', { when: at('2026-03-14') });
    await expect(change(id, '2026-03-12', 'one', { when: at('2026-03-14') })).rejects.toMatchObject({
      code: 'occurrenceCrosses',
    });
  });

  it('what the whole series has alike is refused, and so is a day that is none', async () => {
    const { id } = await series();
    await expect(change(id, '2026-03-12', 'one', { invite: true })).rejects.toMatchObject({
      code: 'invalidValue',
      problems: [{ path: 'invite' }],
    });
    for (const day of ['2026-03-13', '2026-04-09'])
      await expect(change(id, day, 'one', { title: 'x' })).rejects.toMatchObject({
        code: 'occurrenceUnknown',
      });
  });

  it('cancelled, and taken back', async () => {
    const { id, version } = await series();
    await cancelOccurrence(test.crm, actor, {
      id,
      day: '2026-03-12',
      scope: 'one',
      expectedVersion: version,
    });
    expect(await shown()).toHaveLength(4);
    await expect(change(id, '2026-03-12', 'one', { title: 'x' })).rejects.toMatchObject({
      code: 'occurrenceUnknown',
    });
    await resetOccurrence(test.crm, actor, { id, day: '2026-03-12' });
    expect(await shown()).toHaveLength(5);
    const stale = { id, day: '2026-03-12', scope: 'one' as const, expectedVersion: version };
    await expect(cancelOccurrence(test.crm, actor, stale)).rejects.toMatchObject({
      code: 'changedMeanwhile',
    });
  });

  it('cancelled one after the other, the series is gone with the last one', async () => {
    const { id } = await series({
      recurrence: weekly(['thursday'], { type: 'numbered', numberOfOccurrences: 2 }),
    });
    expect(await cancelOccurrence(test.crm, actor, { id, day: '2026-03-05', scope: 'one' })).not.toBeNull();
    expect(await cancelOccurrence(test.crm, actor, { id, day: '2026-03-12', scope: 'one' })).toBeNull();
    expect((await getMeeting(test.crm, actor, id)).deletedAt).not.toBeNull();
  });
});

describe('E8: this and all that follow', () => {
  it('the old series ends before, a new one begins; the changed occurrences are divided', async () => {
    const { id } = await series({
      occurrences: {
        '2026-03-12': { title: 'Early' },
        '2026-03-26': { cancelled: true },
        '2026-04-02': { title: 'Last' },
      },
    });
    const { meeting, rest } = await change(id, '2026-03-19', 'following', {
      title: 'New',
      when: at('2026-03-20', '14:00', '15:00'),
    });
    expect(await shown()).toEqual([
      'Weekly 03-05T09:00',
      'Early 03-12T09:00',
      'New 03-20T14:00',
      'Last 04-03T14:00',
    ]);
    expect(rest?.content['recurrence']).toMatchObject({
      range: { type: 'numbered', numberOfOccurrences: 2 },
    });
    expect(meeting.content['recurrence']).toEqual(
      weekly(['friday'], { type: 'numbered', numberOfOccurrences: 3 }, '2026-03-20'),
    );
    expect(meeting.id).not.toBe(id);
    expect(meeting.origin).toBe('created');
  });

  it('from the first one on it is all of them, and no second series', async () => {
    const { id } = await series();
    const { meeting, rest } = await change(id, '2026-03-05', 'following', { title: 'New' });
    expect([meeting.id, rest]).toEqual([id, null]);
  });

  it('cancelled: the series ends before', async () => {
    const { id } = await series({ recurrence: weekly(['thursday'], { type: 'noEnd' }) });
    await cancelOccurrence(test.crm, actor, { id, day: '2026-03-19', scope: 'following' });
    expect(await shown()).toEqual(['Weekly 03-05T09:00', 'Weekly 03-12T09:00']);
    expect((await content(id))['recurrence']).toMatchObject({
      range: { type: 'endDate', endDate: '2026-03-12' },
    });
    expect(await cancelOccurrence(test.crm, actor, { id, day: '2026-03-05', scope: 'following' })).toBeNull();
  });
});

describe('E8: all', () => {
  it('moved by a day, whatever the occurrence that was dragged: pattern and changed occurrences move along', async () => {
    const { id } = await series({
      recurrence: weekly(['monday', 'thursday'], { type: 'endDate', endDate: '2026-03-16' }),
      occurrences: { '2026-03-09': { title: 'Special' } },
    });
    await change(id, '2026-03-12', 'all', { when: at('2026-03-13', '11:00', '12:00') });
    expect(await shown()).toEqual([
      'Weekly 03-06T11:00',
      'Special 03-10T11:00',
      'Weekly 03-13T11:00',
      'Weekly 03-17T11:00',
    ]);
  });

  it('the second Thursday becomes the third Friday when it is dragged there', async () => {
    const { id } = await series({
      when: at('2026-03-12'),
      recurrence: {
        type: 'relativeMonthly',
        interval: 1,
        daysOfWeek: ['thursday'],
        index: 'second',
        range: { type: 'noEnd', startDate: '2026-03-12' },
      },
    });
    await change(id, '2026-04-09', 'all', { when: at('2026-04-17') });
    expect(await shown()).toEqual(['Weekly 03-20T09:00', 'Weekly 04-17T09:00']);
  });

  it('changed occurrences are kept where the day is still planned; others only when it is confirmed', async () => {
    const { id } = await series({
      recurrence: weekly(['monday', 'thursday'], { type: 'noEnd' }),
      occurrences: {
        '2026-03-09': { title: 'Lost' },
        '2026-03-12': { title: 'Kept' },
        '2026-03-16': { cancelled: true },
      },
    });
    const recurrence = weekly(['thursday'], { type: 'noEnd' });
    const lost = { code: 'occurrencesLost', message: 'A changed occurrence would be lost: 2026-03-09.' };
    await expect(change(id, '2026-03-12', 'all', { recurrence })).rejects.toMatchObject(lost);
    await expect(updateMeeting(test.crm, actor, { id, values: { recurrence } })).rejects.toMatchObject(lost);
    await updateMeeting(test.crm, actor, { id, values: { recurrence, confirmLost: true } });
    expect((await content(id))['occurrences']).toEqual({ '2026-03-12': { title: 'Kept' } });
  });

  it('a new time of the whole series moves it; no recurrence leaves one meeting', async () => {
    const { id } = await series({ occurrences: { '2026-03-12': { cancelled: true } } });
    await updateMeeting(test.crm, actor, { id, values: { when: at('2026-03-04', '08:00', '09:00') } });
    expect((await shown()).slice(0, 2)).toEqual(['Weekly 03-04T08:00', 'Weekly 03-18T08:00']);
    await change(id, '2026-03-18', 'all', { recurrence: null });
    expect(await shown()).toEqual(['Weekly 03-18T08:00']);
    expect(await content(id)).toEqual({ title: 'Weekly', when: at('2026-03-18', '08:00', '09:00') });
  });

  it('deleted', async () => {
    const { id } = await series();
    expect(await cancelOccurrence(test.crm, actor, { id, day: '2026-03-12', scope: 'all' })).toBeNull();
    expect(await shown()).toEqual([]);
  });
});
