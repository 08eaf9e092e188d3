import { Temporal } from 'temporal-polyfill';
import type { Content, FieldValue } from './content.ts';
import { daysOfTurn, type Day } from './pattern-days.ts';
import type { Recurrence } from './recurrence.ts';
import { instantOf, type When } from './wall-clock.ts';

const compare = (a: Day, b: Day): number => Temporal.PlainDate.compare(a, b);

/** How many turns of the pattern lie between two days, rather too few than too many. */
function turnsBetween({ type, interval }: Recurrence, first: Day, day: Day): number {
  const unit =
    type === 'daily' ? 'days' : type === 'weekly' ? 'weeks' : type.endsWith('Monthly') ? 'months' : 'years';
  const passed = first.until(day, { largestUnit: unit })[unit];
  return Math.max(0, Math.floor(passed / interval) - 1);
}

/**
 * The days (`yyyy-mm-dd`) on which a series plans an occurrence, changed and cancelled ones too, in order. Without `until` an endless series never
 * stops. @param from days before it are left out. @param until the last day that may come.
 */
export function* plannedDays(rule: Recurrence, from?: string, until?: string): Generator<string> {
  const { range } = rule;
  const first = Temporal.PlainDate.from(range.startDate);
  const wanted = from === undefined ? first : Temporal.PlainDate.from(from);
  const ends = [range.endDate, until, '9999-12-31'].filter((end) => end !== undefined).sort();
  const last = Temporal.PlainDate.from(ends[0] ?? '9999-12-31');
  let left = range.numberOfOccurrences ?? Infinity;
  // Where occurrences are counted, none may be passed over.
  for (let turn = left === Infinity ? turnsBetween(rule, first, wanted) : 0; ; turn += 1) {
    for (const day of daysOfTurn(rule, first, turn)) {
      if (compare(day, first) < 0) continue;
      if (left === 0 || compare(day, last) > 0) return;
      left -= 1;
      if (compare(day, wanted) >= 0) yield day.toString();
    }
  }
}

/** Whether the series plans an occurrence on a day (`yyyy-mm-dd`). */
export const isPlanned = (rule: Recurrence, day: string): boolean =>
  plannedDays(rule, day, day).next().done === false;

/** The last day that a series plans; null where it never ends. */
export function lastPlannedDay(rule: Recurrence): string | null {
  if (rule.range.type === 'noEnd') return null;
  let last = rule.range.startDate;
  for (const day of plannedDays(rule)) last = day;
  return last;
}

/** `when` of a series' first occurrence, on another day: by the clock on the wall, so that 9 o'clock stays 9 o'clock (E9). */
export function whenOn(first: When, day: string): When {
  const start = first.start.slice(0, 10);
  const { days } = Temporal.PlainDate.from(start).until(day, { largestUnit: 'days' });
  if ('allDay' in first) return { ...first, start: day, end: shifted(first.end, days) };
  const end = `${shifted(first.end.slice(0, 10), days)}${first.end.slice(10)}`;
  return { ...first, start: `${day}${first.start.slice(10)}`, end };
}

const shifted = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** A meeting as it takes place once. */
export interface Occurrence {
  /** The day on which its series planned it; null for a single meeting. */
  readonly day: string | null;
  readonly when: When;
  /** Milliseconds since 1970; the end does not belong to it. */
  readonly startMs: number;
  readonly endMs: number;
  /** The meeting's content with what this occurrence has of its own, without recurrence and occurrences. */
  readonly content: Content;
  /** It differs from its series. */
  readonly changed: boolean;
}

/** Start and end as instants. @param zone IANA zone in which all-day meetings begin and end. */
export function spanOf(time: When, zone: string): { startMs: number; endMs: number } {
  if ('allDay' in time)
    return {
      startMs: instantOf(`${time.start}T00:00:00`, zone),
      endMs: instantOf(`${time.end}T00:00:00`, zone),
    };
  const startMs = instantOf(time.start, time.zone);
  // A clock change can put the start of an occurrence after its end.
  return { startMs, endMs: Math.max(startMs, instantOf(time.end, time.zone)) };
}

type Own = { readonly [field: string]: FieldValue };

/** What a series' occurrence of a day is; null where it was cancelled. Whether the day is planned at all is not asked. */
export function occurrenceOn(meeting: Content, day: string, zone: string): Occurrence | null {
  const { when: first, recurrence: _rule, occurrences, ...content } = meeting;
  if (first === undefined) return null;
  const own = (occurrences as { readonly [day: string]: Own } | undefined)?.[day];
  if (own?.['cancelled'] === true) return null;
  const { when: moved, cleared, ...changes } = own ?? {};
  const time = (moved ?? whenOn(first as unknown as When, day)) as unknown as When;
  const gone = Array.isArray(cleared) ? cleared : [];
  const kept = Object.fromEntries(Object.entries(content).filter(([field]) => !gone.includes(field)));
  const whole = { ...kept, ...changes, when: time as unknown as FieldValue };
  return { day, when: time, ...spanOf(time, zone), content: whole, changed: own !== undefined };
}

/**
 * A meeting's occurrences, or the meeting itself, that have something in a window (milliseconds since 1970, the end not belonging to it), the earliest
 * first. @param zone IANA zone in which all-day meetings begin and end.
 */
export function occurrencesBetween(
  meeting: Content,
  fromMs: number,
  untilMs: number,
  zone: string,
): Occurrence[] {
  const { when: first, recurrence, occurrences } = meeting;
  if (first === undefined) return [];
  const time = first as unknown as When;
  const overlaps = ({ startMs, endMs }: { startMs: number; endMs: number }) =>
    startMs < untilMs && (endMs > fromMs || startMs >= fromMs);
  if (recurrence === undefined) {
    const span = spanOf(time, zone);
    return overlaps(span) ? [{ day: null, when: time, ...span, content: meeting, changed: false }] : [];
  }
  const rule = recurrence as unknown as Recurrence;
  const { startMs, endMs } = spanOf(time, zone);
  // Two days on either side: zones lie up to 26 hours apart.
  const dayOf = (atMs: number, days: number) => new Date(atMs + days * 86_400_000).toISOString().slice(0, 10);
  const [from, until] = [dayOf(fromMs - (endMs - startMs), -2), dayOf(untilMs, 2)];
  const days = new Set(plannedDays(rule, from, until));
  // One that was moved into the window may have been planned far from it.
  for (const [day, own] of Object.entries((occurrences ?? {}) as { readonly [day: string]: Own }))
    if (own['when'] !== undefined && isPlanned(rule, day)) days.add(day);
  return [...days]
    .flatMap((day) => occurrenceOn(meeting, day, zone) ?? [])
    .filter((occurrence) => overlaps(occurrence))
    .sort((a, b) => a.startMs - b.startMs || (a.day ?? '').localeCompare(b.day ?? ''));
}
