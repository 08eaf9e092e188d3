import { describe, expect, it } from 'vitest';
import { addMonths, leaf, rangeOf, startOfWeek, weekStartOf, weeksOfMonth } from './days.ts';

describe('the days of a calendar (R1)', () => {
  it('a week begins as the language of the person has it', () => {
    expect(weekStartOf('en-US')).toBe(7);
    expect(weekStartOf('de-DE')).toBe(1);
    expect(startOfWeek('2026-11-22', 7)).toBe('2026-11-22');
    expect(startOfWeek('2026-11-22', 1)).toBe('2026-11-16');
  });

  it('a month has whole weeks, also where it begins or ends with one', () => {
    const november = weeksOfMonth('2026-11-22', 7);
    expect(november).toHaveLength(5);
    expect(november[0]?.[0]).toBe('2026-11-01');
    expect(weeksOfMonth('2027-02-10', 1).map((week) => week[0])).toEqual([
      '2027-02-01',
      '2027-02-08',
      '2027-02-15',
      '2027-02-22',
    ]);
    expect(rangeOf('month', '2026-11-22', 1)).toMatchObject({ from: '2026-10-26', to: '2026-12-07' });
  });

  it('leafing through months comes to the last day of a shorter one', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(leaf('month', '2026-03-31', -1)).toBe('2026-02-28');
    expect(leaf('week', '2026-12-30', 1)).toBe('2027-01-06');
  });
});
