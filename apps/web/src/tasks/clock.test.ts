import { describe, expect, it } from 'vitest';
import { dateIn, instantAt, wallClock } from './clock.ts';

describe('a reminder in the zone of the person (T3)', () => {
  it('stands for the same instant there and back, in summer, in winter and far from UTC', () => {
    expect(instantAt('2026-07-01T09:30', 'Europe/Berlin')).toBe('2026-07-01T07:30:00.000Z');
    expect(instantAt('2026-12-01T09:30', 'Europe/Berlin')).toBe('2026-12-01T08:30:00.000Z');
    expect(instantAt('2026-07-01T00:15', 'Pacific/Kiritimati')).toBe('2026-06-30T10:15:00.000Z');
    expect(wallClock(Date.parse('2026-06-30T10:15:00Z'), 'Pacific/Kiritimati')).toBe('2026-07-01T00:15');
  });

  it('is right on the day on which the clocks change', () => {
    expect(instantAt('2026-03-29T09:00', 'Europe/Berlin')).toBe('2026-03-29T07:00:00.000Z');
    expect(instantAt('2026-03-29T01:00', 'Europe/Berlin')).toBe('2026-03-29T00:00:00.000Z');
  });

  it('takes nothing that is no time', () => {
    expect(instantAt('', 'Europe/Berlin')).toBeNull();
  });
});

describe('today (T3)', () => {
  it('is another date on the two sides of the date line', () => {
    const now = Date.parse('2026-05-05T11:30:00Z');
    expect(dateIn(now, 'Pacific/Kiritimati')).toBe('2026-05-06');
    expect(dateIn(now, 'Pacific/Pago_Pago')).toBe('2026-05-05');
  });
});
