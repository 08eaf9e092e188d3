import { describe, expect, test } from 'vitest';
import { appendChange, changesAfter, emptyLog } from './changes.ts';

function logOf(keys: string) {
  const log = emptyLog();
  keys
    .split('')
    .forEach((key, index) =>
      appendChange(log, { sequence: index + 1, atMs: index * 10, key, removed: null }),
    );
  return log;
}
const keysAfter = (log: ReturnType<typeof logOf>, position: number, limit = 100, untilMs = Infinity) => {
  const { entries, ...rest } = changesAfter(log, position, limit, untilMs);
  return { keys: entries.map(({ key }) => key).join(''), ...rest };
};

describe('the history of a container', () => {
  test('gives the newest entry of each key, from a position on', () => {
    const log = logOf('abcab');
    expect(keysAfter(log, 0)).toEqual({ keys: 'cab', position: 5, more: false });
    expect(keysAfter(log, 3)).toEqual({ keys: 'ab', position: 5, more: false });
    expect(keysAfter(log, 5)).toEqual({ keys: '', position: 5, more: false });
  });

  test('in pages that miss nothing', () => {
    const log = logOf('abcde');
    expect(keysAfter(log, 0, 2)).toEqual({ keys: 'ab', position: 2, more: true });
    expect(keysAfter(log, 2, 3)).toEqual({ keys: 'cde', position: 5, more: false });
  });

  test('without what is too young, which comes later', () => {
    const log = logOf('abc');
    expect(keysAfter(log, 0, 100, 10)).toEqual({ keys: 'ab', position: 2, more: false });
    expect(keysAfter(log, 2, 100, 20)).toEqual({ keys: 'c', position: 3, more: false });
  });

  test('a key changed ten thousand times takes little room', () => {
    const log = logOf('ab'.repeat(5000));
    expect(log.entries.length).toBeLessThan(1000);
    expect(keysAfter(log, 0).keys).toBe('ab');
  });
});
