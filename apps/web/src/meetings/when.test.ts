import { describe, expect, it } from 'vitest';
import { newWhen, shifted, timeOf, type When } from './when.ts';

const whole = { part: 'whole', days: 0, minutes: 0 } as const;
const berlin: When = { start: '2026-10-24T09:00:00', end: '2026-10-24T10:30:00', zone: 'Europe/Berlin' };

describe('a meeting drawn to another place of the calendar (R1, E9)', () => {
  it('is at the same hour on the other day, also over a change of the clocks', () => {
    expect(shifted(berlin, { ...whole, days: 1 }, 'Europe/Berlin')).toEqual({
      start: '2026-10-25T09:00:00',
      end: '2026-10-25T10:30:00',
      zone: 'Europe/Berlin',
    });
  });

  it('keeps its own zone where the calendar shows another', () => {
    // New York changes its clocks a week later: the same hour there is another hour in Berlin.
    expect(shifted(berlin, { ...whole, days: 1 }, 'America/New_York')).toEqual({
      start: '2026-10-25T08:00:00',
      end: '2026-10-25T09:30:00',
      zone: 'Europe/Berlin',
    });
    expect(shifted(berlin, { ...whole, minutes: -45 }, 'America/New_York')).toMatchObject({
      start: '2026-10-24T08:15:00',
    });
  });

  it('drawn by its end changes its length, and never ends before it begins', () => {
    const longer = shifted(berlin, { part: 'end', days: 0, minutes: 45 }, 'Europe/Berlin');
    expect(longer).toMatchObject({ start: berlin.start, end: '2026-10-24T11:15:00' });
    const least = shifted(berlin, { part: 'end', days: 0, minutes: -600 }, 'Europe/Berlin');
    expect(least).toMatchObject({ end: '2026-10-24T09:15:00' });
  });

  it('of all-day ones only the days change', () => {
    const days: When = { allDay: true, start: '2026-12-30', end: '2027-01-01' };
    expect(shifted(days, { ...whole, days: 2 }, 'Asia/Tokyo')).toEqual({
      allDay: true,
      start: '2027-01-01',
      end: '2027-01-03',
    });
    expect(shifted(days, { part: 'end', days: -9, minutes: 0 }, 'Asia/Tokyo')).toMatchObject({
      start: '2026-12-30',
      end: '2026-12-31',
    });
  });

  it('a new one is at the next hour in the zone of the person, on another day at nine', () => {
    const late = newWhen('2026-11-22', undefined, Date.parse('2026-11-22T22:20:00Z'), 'Europe/Berlin');
    expect(late).toMatchObject({ start: '2026-11-23T00:00:00', end: '2026-11-23T01:00:00' });
    const other = newWhen('2026-11-25', undefined, Date.parse('2026-11-22T22:20:00Z'), 'Europe/Berlin');
    expect(other).toMatchObject({ start: '2026-11-25T09:00:00' });
    const when = newWhen('2026-11-22', undefined, Date.parse('2026-11-22T08:20:00Z'), 'Asia/Kolkata');
    expect(when).toMatchObject({ start: '2026-11-22T14:00:00', end: '2026-11-22T15:00:00' });
    expect(timeOf(when)).toEqual({
      allDay: false,
      startMs: Date.parse('2026-11-22T08:30:00Z'),
      endMs: Date.parse('2026-11-22T09:30:00Z'),
    });
  });
});
