import ICAL from 'ical.js';
import { dayText } from '../graph/calendar/days.ts';
import { recurrenceDays } from '../graph/calendar/expand.ts';
import { INDEXES, readRecurrence, WEEKDAYS } from '../graph/calendar/recurrence.ts';
import { GraphError } from '../graph/errors.ts';
import type { JsonObject } from '../state/types.ts';
import { dayOf, inZoneOf, type IcsTime } from './icsTimes.ts';

export type Expressed = { ok: true; recurrence: JsonObject } | { ok: false; reason: string };

const CODES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
/** Occurrences that are compared before two readings of a rule are taken to be the same. */
const COMPARED = 400;

/** An RRULE as Graph's pattern and range, when both mean the same days (RFC 5545, 3.3.10; GRAPH 2.2). */
export function graphRecurrence(rule: ICAL.Recur, start: IcsTime): Expressed {
  const pattern = patternOf(rule, start);
  if (typeof pattern === 'string') return { ok: false, reason: pattern };
  const range = { startDate: dayOf(start), ...rangeOf(rule, start) };
  const recurrence = { pattern: { interval: rule.interval, ...pattern }, range };
  const days = [...ruleTimes(rule, start, COMPARED)].map(dayOf);
  try {
    const own = recurrenceDays(readRecurrence(recurrence, 'UTC'));
    for (const day of days) {
      const { value, done } = own.next();
      if (done === true || dayText(value) !== day)
        return { ok: false, reason: `Graph would not occur on ${day}` };
    }
    if (days.length < COMPARED && own.next().done !== true)
      return { ok: false, reason: 'Graph would occur more often' };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { ok: false, reason: error.message };
  }
  return days.length === 0 ? { ok: false, reason: 'it never occurs' } : { ok: true, recurrence };
}

/** The rule's own occurrences, by the clock of the start. */
export function* ruleTimes(rule: ICAL.Recur, start: IcsTime, most: number): Generator<IcsTime> {
  const clocked = rule.clone();
  if (rule.until !== null && rule.until !== undefined)
    clocked.until = ICAL.Time.fromDateTimeString(untilOf(rule.until, start));
  const iterator = clocked.iterator(ICAL.Time.fromDateTimeString(start.local));
  for (let count = 0; count < most; count++) {
    const time = iterator.next();
    if (time === null || time === undefined) return;
    yield { ...start, local: time.toString().slice(0, 19) };
  }
}

/** UNTIL by the clock of the start; a date means its whole day. */
function untilOf(until: ICAL.Time, start: IcsTime): string {
  const text = until.toString();
  if (until.isDate) return `${text.slice(0, 10)}T23:59:59`;
  const zone = text.endsWith('Z') ? 'UTC' : start.zone;
  const time = { local: text.slice(0, 19), zone, isDate: false };
  return start.isDate ? `${text.slice(0, 10)}T23:59:59` : inZoneOf(time, start).local;
}

function rangeOf(rule: ICAL.Recur, start: IcsTime): JsonObject {
  if (rule.count !== null && rule.count !== undefined)
    return { type: 'numbered', numberOfOccurrences: rule.count };
  if (rule.until === null || rule.until === undefined) return { type: 'noEnd' };
  const until = untilOf(rule.until, start);
  const isIncluded = until.slice(11) >= start.local.slice(11);
  const dayMs = Date.parse(`${until.slice(0, 10)}T00:00:00Z`) - (isIncluded ? 0 : 86_400_000);
  return { type: 'endDate', endDate: new Date(dayMs).toISOString().slice(0, 10) };
}

type ByParts = {
  days: { nth: number; day: string }[];
  monthDays: number[];
  months: number[];
  position: number | null;
};

/** The pattern, or why there is none. */
function patternOf(rule: ICAL.Recur, start: IcsTime): JsonObject | string {
  const odd = ['BYSECOND', 'BYMINUTE', 'BYHOUR', 'BYYEARDAY', 'BYWEEKNO'].find(
    (name) => listOf(rule, name).length > 0,
  );
  if (odd !== undefined) return `${odd} has no place in Graph`;
  const by = partsOf(rule);
  const startDay = dayOf(start);
  const weekday = WEEKDAYS[new Date(`${startDay}T00:00:00Z`).getUTCDay()] ?? 'monday';
  const firstDayOfWeek = WEEKDAYS[(rule.wkst || 2) - 1] ?? 'monday';
  const names = [...new Set(by.days.map(({ day }) => day))];
  switch (rule.freq) {
    case 'DAILY':
      if (by.monthDays.length + by.months.length > 0 || by.position !== null)
        return 'a daily rule is limited further';
      if (names.length === 0) return { type: 'daily' };
      return rule.interval === 1
        ? { type: 'weekly', daysOfWeek: names, firstDayOfWeek }
        : 'a daily rule is limited to days of the week';
    case 'WEEKLY':
      if (by.monthDays.length + by.months.length > 0 || by.position !== null)
        return 'a weekly rule is limited further';
      return { type: 'weekly', daysOfWeek: names.length > 0 ? names : [weekday], firstDayOfWeek };
    case 'MONTHLY':
      return by.months.length > 0 ? 'a monthly rule names months' : monthly(by, startDay, 'Monthly', {});
    case 'YEARLY': {
      if (by.months.length > 1) return 'a yearly rule names several months';
      if (by.months.length === 0 && by.days.length + by.monthDays.length > 0)
        return 'a yearly rule names days without a month';
      return monthly(by, startDay, 'Yearly', { month: by.months[0] ?? Number(startDay.slice(5, 7)) });
    }
    default:
      return `there is no ${rule.freq} pattern in Graph`;
  }
}

function monthly(by: ByParts, startDay: string, kind: string, more: JsonObject): JsonObject | string {
  const [only, ...others] = by.days;
  if (only === undefined) {
    const [monthDay = Number(startDay.slice(8)), ...further] = by.monthDays;
    if (further.length > 0) return 'it names several days of the month';
    if (by.position !== null) return 'BYSETPOS without days of the week';
    // Exchange takes the 31st for the last day of every month.
    if (monthDay < -1) return 'it counts days from the end of the month';
    return { type: `absolute${kind}`, dayOfMonth: monthDay === -1 ? 31 : monthDay, ...more };
  }
  if (by.monthDays.length > 0) return 'it names days of the week and of the month';
  const nth = only.nth === 0 ? by.position : only.nth;
  if (nth === null) return 'it occurs on every such day of the month';
  if (others.some((other) => other.nth !== only.nth) || (others.length > 0 && only.nth !== 0))
    return 'it names several days, each by its place in the month';
  const index = nth === -1 ? 'last' : nth >= 1 && nth <= 4 ? INDEXES[nth - 1] : undefined;
  if (index === undefined) return `Graph has no place ${nth} in the month`;
  return { type: `relative${kind}`, index, daysOfWeek: by.days.map(({ day }) => day), ...more };
}

function partsOf(rule: ICAL.Recur): ByParts {
  const days = listOf(rule, 'BYDAY').map((text) => {
    const [, nth = '', code = ''] = /^([+-]?\d*)([A-Z]{2})$/.exec(text) ?? [];
    return { nth: Number(nth || 0), day: WEEKDAYS[CODES.indexOf(code)] ?? '' };
  });
  const [position, ...further] = listOf(rule, 'BYSETPOS').map(Number);
  return {
    days,
    monthDays: listOf(rule, 'BYMONTHDAY').map(Number),
    months: listOf(rule, 'BYMONTH').map(Number),
    position: position === undefined ? null : further.length > 0 ? 0 : position,
  };
}

function listOf(rule: ICAL.Recur, name: string): string[] {
  return rule.getComponent(name).map(String);
}
