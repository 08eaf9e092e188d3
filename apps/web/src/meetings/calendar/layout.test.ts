import { describe, expect, it } from 'vitest';
import { barsIn, blocksIn, daysOf, isBar, type Time } from './layout.ts';

const zone = 'Europe/Berlin';
const at = (from: string, to: string): { time: Time } => ({
  time: { allDay: false, startMs: Date.parse(from), endMs: Date.parse(to) },
});
const allDay = (start: string, end: string): { time: Time } => ({ time: { allDay: true, start, end } });
const shape = (items: { time: Time }[], day: string) =>
  blocksIn(items, day, zone).map(({ fromMin, toMin, column, columns }) => [fromMin, toMin, column, columns]);

describe('where a meeting stands in the calendar (R1, E9)', () => {
  it('what overlaps stands side by side, what only touches does not', () => {
    const nine = at('2026-11-22T08:00Z', '2026-11-22T09:00Z');
    const half = at('2026-11-22T08:30Z', '2026-11-22T09:30Z');
    const ten = at('2026-11-22T09:30Z', '2026-11-22T10:00Z');
    expect(shape([ten, half, nine], '2026-11-22')).toEqual([
      [540, 600, 0, 2],
      [570, 630, 1, 2],
      [630, 660, 0, 1],
    ]);
  });

  it('two very short ones that would be drawn over one another stand side by side', () => {
    const one = at('2026-11-22T08:00Z', '2026-11-22T08:00Z');
    const two = at('2026-11-22T08:10Z', '2026-11-22T08:15Z');
    expect(shape([one, two], '2026-11-22').map(([, , column]) => column)).toEqual([0, 1]);
  });

  it('one over midnight is on both days, one until midnight on the first alone', () => {
    const night = at('2026-11-22T21:00Z', '2026-11-23T01:00Z');
    expect(shape([night], '2026-11-22')).toEqual([[1320, 1440, 0, 1]]);
    expect(shape([night], '2026-11-23')).toEqual([[0, 120, 0, 1]]);
    const evening = at('2026-11-22T21:00Z', '2026-11-22T23:00Z');
    expect(daysOf(evening.time, zone)).toEqual({ first: '2026-11-22', after: '2026-11-23' });
    expect(shape([evening], '2026-11-23')).toEqual([]);
  });

  it('on the day on which the clocks change it stands at what clocks show', () => {
    expect(shape([at('2026-10-25T07:00Z', '2026-10-25T08:00Z')], '2026-10-25')).toEqual([[480, 540, 0, 1]]);
    // 2:30 to 2:15, in the hour that comes twice.
    expect(shape([at('2026-10-25T00:30Z', '2026-10-25T01:15Z')], '2026-10-25')).toEqual([[150, 150, 0, 1]]);
  });

  it('an all-day one is on the same days in every zone', () => {
    const days = allDay('2026-11-22', '2026-11-24');
    expect(isBar(days.time)).toBe(true);
    for (const where of ['Pacific/Kiritimati', 'Pacific/Pago_Pago'])
      expect(daysOf(days.time, where)).toEqual({ first: '2026-11-22', after: '2026-11-24' });
  });

  it('bars take the first free line and are cut where the row ends', () => {
    const week = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'];
    const bars = barsIn(
      [
        allDay('2026-11-25', '2026-11-26'),
        allDay('2026-11-20', '2026-11-25'),
        allDay('2026-11-24', '2026-12-05'),
        allDay('2026-11-20', '2026-11-23'),
      ],
      week,
      zone,
    );
    expect(bars.map(({ from, span, lane, before, after }) => [from, span, lane, before, after])).toEqual([
      [0, 2, 0, true, false],
      [1, 4, 1, false, true],
      [2, 1, 0, false, false],
    ]);
  });
});
