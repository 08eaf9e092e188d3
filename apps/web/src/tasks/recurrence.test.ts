import { describe, expect, it } from 'vitest';
import { inWords, patternFrom } from './recurrence.ts';

const said = (type: Parameters<typeof patternFrom>[0], date: string) =>
  inWords(patternFrom(type, date), 'en-GB');

describe('a recurrence in plain words (T3)', () => {
  it('begins as one expects from its first date', () => {
    expect(said('daily', '2026-03-05')).toBe('Every day');
    expect(said('weekly', '2026-03-05')).toBe('Every week on Thursday');
    expect(said('absoluteMonthly', '2026-03-31')).toBe('Every month on day 31');
    expect(said('relativeMonthly', '2026-03-05')).toBe('Every month on the first Thursday');
    expect(said('relativeMonthly', '2026-03-31')).toBe('Every month on the last Tuesday');
    expect(said('absoluteYearly', '2026-03-05')).toBe('Every year on day 5 in March');
    expect(said('relativeYearly', '2026-03-08')).toBe('Every year on the second Sunday in March');
  });

  it('says interval, days and end', () => {
    const weekly = patternFrom('weekly', '2026-03-05');
    const twice = { ...weekly, interval: 2, daysOfWeek: ['friday' as const, 'monday' as const] };
    expect(
      inWords({ ...twice, range: { ...weekly.range, type: 'endDate', endDate: '2027-05-01' } }, 'en-GB'),
    ).toBe('Every 2 weeks on Monday and Friday until 1 May 2027');
    const five = { ...weekly.range, type: 'numbered' as const, numberOfOccurrences: 5 };
    expect(inWords({ ...weekly, range: five }, 'en-GB')).toBe('Every week on Thursday 5 times');
  });
});
