import { describe, expect, it } from 'vitest';
import type { Meeting } from '../api/types.ts';
import { occurrenceOf, plannedOn } from './occurrence.ts';

const series = {
  title: 'Stand-up',
  when: { start: '2026-10-20T23:30:00', end: '2026-10-21T00:15:00', zone: 'Europe/Berlin' },
  location: 'Room 1',
  showAs: 'free',
  occurrences: {
    '2026-10-27': { title: 'Review', cleared: ['location', 'showAs'] },
    '2026-11-03': {
      when: { start: '2026-11-04T08:00:00', end: '2026-11-04T09:00:00', zone: 'Europe/Berlin' },
    },
  },
} as unknown as Meeting;

describe('one occurrence of a series (E8)', () => {
  it('is at the same wall-clock time on its own day, over a change of the clocks too (E9)', () => {
    expect(plannedOn(series.when, '2026-10-27')).toEqual({
      start: '2026-10-27T23:30:00',
      end: '2026-10-28T00:15:00',
      zone: 'Europe/Berlin',
    });
    const days = { allDay: true, start: '2026-02-27', end: '2026-03-01' } as const;
    expect(plannedOn(days, '2026-12-30')).toEqual({ allDay: true, start: '2026-12-30', end: '2027-01-01' });
  });

  it('has what is its own, not what was cleared, and the rest of the series', () => {
    expect(occurrenceOf(series, '2026-10-27')).toMatchObject({
      title: 'Review',
      location: null,
      showAs: 'busy',
    });
    expect(occurrenceOf(series, '2026-11-03')).toMatchObject({
      title: 'Stand-up',
      location: 'Room 1',
      when: { start: '2026-11-04T08:00:00' },
    });
    expect(occurrenceOf(series, '2026-11-10').when.start).toBe('2026-11-10T23:30:00');
  });
});
