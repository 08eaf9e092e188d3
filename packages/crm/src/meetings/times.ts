import {
  occurrenceOn,
  occurrencesBetween,
  plannedDays,
  spanOf,
  type Content,
  type FieldValue,
  type Occurrence,
  type Recurrence,
  type When,
} from '@counterpart/engine';
import { isEndless, ruleOccurrences } from './rule.ts';

const utc = 'UTC';
const oneDayMs = 86_400_000;
/** A series of more occurrences counts as endless: it goes on for decades, and nobody waits for its end to be found. */
const mostCounted = 5_000;

export const whenOf = (content: Content): When => content['when'] as unknown as When;
export const ruleOf = (content: Content): Recurrence | undefined =>
  content['recurrence'] as unknown as Recurrence | undefined;

type Own = { readonly [field: string]: FieldValue };
/** The changed and cancelled occurrences by day. */
export const overridesOf = (content: Content): { readonly [day: string]: Own } =>
  (content['occurrences'] as { readonly [day: string]: Own } | undefined) ?? {};

const iso = (atMs: number): string => new Date(atMs).toISOString();

/** The computed columns of a meeting (migration 050); all-day meetings are taken in UTC. */
export function timesOf(content: Content) {
  const { startMs, endMs } = spanOf(whenOf(content), utc);
  const { firstMs, lastMs } = boundsOf(content);
  return {
    starts_at: iso(startMs),
    ends_at: iso(endMs),
    first_starts_at: iso(firstMs),
    last_ends_at: lastMs === Infinity ? 'infinity' : iso(lastMs),
  };
}

/** From the earliest start to the latest end of all occurrences. */
function boundsOf(content: Content): { firstMs: number; lastMs: number } {
  const { startMs, endMs } = spanOf(whenOf(content), utc);
  if (content['rule'] !== undefined) {
    if (isEndless(content['rule'] as string)) return { firstMs: startMs, lastMs: Infinity };
    const found = ruleOccurrences(content, mostCounted + 1);
    const lastMs = found.length > mostCounted ? Infinity : Math.max(endMs, ...found.map((one) => one.endMs));
    return { firstMs: Math.min(startMs, ...found.map((one) => one.startMs)), lastMs };
  }
  const rule = ruleOf(content);
  if (rule === undefined) return { firstMs: startMs, lastMs: endMs };
  const moved = Object.values(overridesOf(content)).flatMap(({ when }) =>
    when === undefined ? [] : [spanOf(when as unknown as When, utc)],
  );
  const last = lastAsPlanned(content, rule);
  return {
    firstMs: Math.min(startMs, ...moved.map((span) => span.startMs)),
    lastMs: Math.max(last ?? endMs, ...moved.map((span) => span.endMs)),
  };
}

/** The end of the last occurrence that takes place; null: none does. */
function lastAsPlanned(content: Content, rule: Recurrence): number | null {
  const { range } = rule;
  if (range.type === 'noEnd' || (range.numberOfOccurrences ?? 0) > mostCounted) return Infinity;
  // From ever further back, so that a series over centuries is not gone through day by day.
  for (let backMs = 40 * oneDayMs; ; backMs *= 10) {
    const from = iso(Math.max(0, Date.parse(range.endDate ?? range.startDate) - backMs)).slice(0, 10);
    const whole = range.type === 'numbered' || from <= range.startDate;
    const ends = [...plannedDays(rule, whole ? undefined : from)].flatMap(
      (day) => occurrenceOn(content, day, utc)?.endMs ?? [],
    );
    const last = ends.at(-1);
    if (last !== undefined) return last;
    if (whole) return null;
  }
}

/** Occurrences of a meeting in a window, as `occurrencesBetween`, those of a rule that cannot be expressed as well (E8). */
export function occurrencesOf(content: Content, fromMs: number, untilMs: number, zone: string): Occurrence[] {
  if (content['rule'] === undefined) return occurrencesBetween(content, fromMs, untilMs, zone);
  return ruleOccurrences(content, mostCounted, untilMs).filter(
    ({ startMs, endMs }) => startMs < untilMs && (endMs > fromMs || startMs >= fromMs),
  );
}

/** When a meeting takes place next, or goes on, at an instant; null where it is over. Milliseconds since 1970. */
export function nextStart(content: Content, nowMs: number): number | null {
  const { startMs, endMs } = spanOf(whenOf(content), utc);
  if (content['recurrence'] === undefined && content['rule'] === undefined)
    return endMs > nowMs ? startMs : null;
  const { lastMs } = boundsOf(content);
  if (lastMs <= nowMs) return null;
  // What repeats does so within days as a rule, and within some years at the latest.
  for (let aheadMs = 14 * oneDayMs; aheadMs < 1e13; aheadMs *= 6) {
    const found = occurrencesOf(content, nowMs, nowMs + aheadMs, utc).find((one) => one.endMs > nowMs);
    if (found !== undefined) return found.startMs;
    if (nowMs + aheadMs > Math.min(lastMs, Date.UTC(9000, 0))) return null;
  }
  return null;
}
