import { describe, expect, test } from 'vitest';
import { backoffMs, retryAfterMs } from './retry-after.ts';

describe('V11 Retry-After', () => {
  const nowMs = Date.UTC(2026, 0, 1, 12);
  test.each([
    ['whole seconds', '10', 10_000],
    ['a fraction', '2.128', 2128],
    ['none left', '0', 0],
    ['a date', 'Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
    ['a date that is over', 'Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['missing', null, undefined],
    ['empty', ' ', undefined],
    ['nonsense', 'soon', undefined],
  ])('%s', (_, value, expected) => {
    expect(retryAfterMs(value, nowMs)).toBe(expected);
  });

  test('without it the pauses grow to a minute, each shortened at random by up to a half', () => {
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      const fullMs = Math.min(1000 * 2 ** (attempt - 1), 60_000);
      expect(backoffMs(attempt, () => 0)).toBe(fullMs);
      expect(backoffMs(attempt, () => 0.999_999)).toBeLessThanOrEqual(fullMs / 2 + 1);
    }
  });
});
