import { wallClock } from '../../tasks/clock.ts';
import { addDays } from './days.ts';

/** When something is, as calendars place it: days without a zone, or two instants. */
export type Time =
  { allDay: true; start: string; end: string } | { allDay: false; startMs: number; endMs: number };

const DAY_MIN = 1440;
/** What is shorter than this is drawn as if it were so long, or nobody could read or catch it. */
const SHORTEST_MIN = 24;

const minuteOf = (wall: string): number => Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));

/** The days on which something is, the first and the one after the last; what ends at midnight is not on the next day. */
export function daysOf(time: Time, timeZone: string | undefined): { first: string; after: string } {
  if (time.allDay) return { first: time.start, after: time.end };
  const first = wallClock(time.startMs, timeZone).slice(0, 10);
  const end = wallClock(Math.max(time.startMs, time.endMs - 1), timeZone).slice(0, 10);
  return { first, after: addDays(end < first ? first : end, 1) };
}

/** All-day, or a day long and more: drawn as a bar above the hours. */
export const isBar = (time: Time): boolean => time.allDay || time.endMs - time.startMs >= DAY_MIN * 60_000;

export interface Bar<Item> {
  item: Item;
  /** Column of its first day in the row, how many columns it takes, and the line it is on. */
  from: number;
  span: number;
  lane: number;
  /** Goes on before or after the row. */
  before: boolean;
  after: boolean;
}

/** Bars in the row of some days: each on the first line that is free for it. */
export function barsIn<Item extends { time: Time }>(
  items: readonly Item[],
  days: readonly string[],
  timeZone: string | undefined,
): Bar<Item>[] {
  const [start = '', end = ''] = [days[0], days.at(-1)];
  const lanes: number[] = [];
  return items
    .map((item) => ({ item, ...daysOf(item.time, timeZone) }))
    .filter(({ first, after }) => first <= end && after > start)
    .sort((one, two) => one.first.localeCompare(two.first) || two.after.localeCompare(one.after))
    .map(({ item, first, after }) => {
      const from = first <= start ? 0 : days.indexOf(first);
      const to = after > end ? days.length : days.indexOf(after);
      const free = lanes.findIndex((until) => until <= from);
      const lane = free === -1 ? lanes.length : free;
      lanes[lane] = to;
      return { item, from, span: to - from, lane, before: first < start, after: addDays(after, -1) > end };
    });
}

export interface Block<Item> {
  item: Item;
  /** Minutes since midnight. */
  fromMin: number;
  toMin: number;
  /** Its column of so many that stand side by side. */
  column: number;
  columns: number;
}

/** Blocks in the hours of a day: what overlaps stands side by side. Where clocks change, by what they show. */
export function blocksIn<Item extends { time: Time }>(
  items: readonly Item[],
  day: string,
  timeZone: string | undefined,
): Block<Item>[] {
  const next = addDays(day, 1);
  const blocks = items
    .flatMap((item): Block<Item>[] => {
      if (item.time.allDay) return [];
      const { first, after } = daysOf(item.time, timeZone);
      if (day < first || day >= after) return [];
      const fromMin = day === first ? minuteOf(wallClock(item.time.startMs, timeZone)) : 0;
      const toMin = next === after ? minuteOf(wallClock(item.time.endMs, timeZone)) || DAY_MIN : DAY_MIN;
      // In the repeated hour of a clock change an end may show an earlier time than its start.
      return [{ item, fromMin, toMin: Math.max(toMin, fromMin), column: 0, columns: 1 }];
    })
    .sort((one, two) => one.fromMin - two.fromMin || two.toMin - one.toMin);
  let group: Block<Item>[] = [];
  let groupEndMin = 0;
  const close = () => {
    const columns = Math.max(0, ...group.map(({ column }) => column)) + 1;
    for (const block of group) block.columns = columns;
    group = [];
  };
  const drawnEnd = (block: Block<Item>) => Math.max(block.toMin, block.fromMin + SHORTEST_MIN);
  for (const block of blocks) {
    if (group.length > 0 && block.fromMin >= groupEndMin) close();
    const taken = new Set(group.filter((one) => drawnEnd(one) > block.fromMin).map(({ column }) => column));
    while (taken.has(block.column)) block.column += 1;
    groupEndMin = group.length === 0 ? drawnEnd(block) : Math.max(groupEndMin, drawnEnd(block));
    group.push(block);
  }
  close();
  return blocks;
}
