import { Temporal } from 'temporal-polyfill';
import type { Content, FieldValue } from './content.ts';
import { daysOfTurn, type Day } from './pattern-days.ts';
import type { Recurrence } from './recurrence.ts';

const isAfter = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) > 0;

/**
 * The task that follows a recurring one when it is completed: open, with nothing checked, due on the first day of the pattern after the due
 * date, even when that is past, as To Do does; what else has a date keeps its distance to the due date. Null where nothing recurs, or not any
 * more. Without a due date the recurrence's own first day counts as it.
 * @param zone IANA zone of the person, in which the reminder keeps its time of day.
 */
export function nextOccurrence(task: Content, zone: string): Content | null {
  const { status: _done, recurrence, dueDate, checklist, completedAt: _completedAt, ...rest } = task;
  if (recurrence === undefined) return null;
  const rule = recurrence as unknown as Recurrence;
  const due = Temporal.PlainDate.from(typeof dueDate === 'string' ? dueDate : rule.range.startDate);
  const next = nextDay(rule, due);
  if (next === null) return null;
  const { days } = due.until(next, { largestUnit: 'days' });
  const { startDate, reminder } = rest;
  return {
    ...rest,
    dueDate: next.toString(),
    recurrence: restOf(rule, next),
    ...(typeof startDate === 'string'
      ? { startDate: Temporal.PlainDate.from(startDate).add({ days }).toString() }
      : {}),
    ...(typeof reminder === 'string' ? { reminder: laterBy(days, reminder, zone) } : {}),
    ...(Array.isArray(checklist) ? { checklist: checklist.map(unchecked) } : {}),
  };
}

const unchecked = (step: FieldValue): FieldValue => ({ ...(step as { title: string }), done: false });

function laterBy(days: number, instant: string, zone: string): string {
  const later = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).add({ days });
  return later.toInstant().toString({ smallestUnit: 'second' });
}

/** The recurrence that the next task carries: a numbered one has one occurrence less. */
function restOf({ range, ...pattern }: Recurrence, next: Day): FieldValue {
  const { numberOfOccurrences } = range;
  const left = numberOfOccurrences === undefined ? {} : { numberOfOccurrences: numberOfOccurrences - 1 };
  return { ...pattern, range: { ...range, startDate: next.toString(), ...left } };
}

/** The first day of the pattern after `day`; null where the range ends before it. */
export function nextDay(rule: Recurrence, day: Day): Day | null {
  const { range } = rule;
  if (range.type === 'numbered' && (range.numberOfOccurrences ?? 0) <= 1) return null;
  // A period may have no day of the pattern (a fifth Monday is none, but "the 29th of February" has its years), so some more are looked at.
  for (let turn = 0; turn <= 60; turn += 1) {
    const found = daysOfTurn(rule, day, turn).find((candidate) => isAfter(candidate, day));
    if (found === undefined) continue;
    const isOver = range.endDate !== undefined && isAfter(found, Temporal.PlainDate.from(range.endDate));
    return isOver ? null : found;
  }
  return null;
}
