import { expect, test } from 'vitest';
import { channelErrors, channelProblem, microsoft365Errors, recordErrors, scopeReasons } from './errors.ts';

test('every code has a sentence, and a remedy unless it passes by itself', () => {
  for (const [code, { sentence, remedy, retryable }] of Object.entries(microsoft365Errors)) {
    expect(code).toMatch(/^[a-z][A-Za-z]+$/);
    expect(sentence).toMatch(/\.$/);
    if (!retryable) expect(remedy).toMatch(/\.$/);
  }
});

test('no code stands in two tables', () => {
  const codes = [channelErrors, recordErrors, scopeReasons].flatMap((table) => Object.keys(table));
  expect(new Set(codes).size).toBe(codes.length);
});

test('a problem is tried again by itself exactly if it passes by itself', () => {
  expect(channelProblem('signInLapsed').retryAfterMs).toBeNull();
  expect(channelProblem('throttled', '', { retryAfterMs: 5000 }).retryAfterMs).toBe(5000);
  expect(channelProblem('serviceUnavailable').retryAfterMs).toBe(60_000);
});
