import {
  meeting,
  normaliseContent,
  plannedDays,
  weekdays,
  type Recurrence,
  type Weekday,
  type When,
} from '@counterpart/engine';
import ICAL from 'ical.js';
import { startsOf } from '../../meetings/rule.ts';

const dayNames: { readonly [name: string]: Weekday } = {
  SU: 'sunday',
  MO: 'monday',
  TU: 'tuesday',
  WE: 'wednesday',
  TH: 'thursday',
  FR: 'friday',
  SA: 'saturday',
};
const indexes: { readonly [position: number]: Recurrence['index'] } = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  [-1]: 'last',
};

/** How many occurrences a rule and a recurrence are compared by: a leap year and a February lie among them. */
const compared = 120;

type Parts = { readonly [name: string]: readonly (string | number)[] | undefined };
type Pattern = Omit<Recurrence, 'range' | 'interval'>;

/**
 * A rule (RFC 5545 3.3.10) as a recurrence; undefined where it cannot be expressed as one: it is tried, and both are compared day by day (E8). `lastDay`:
 * the last day on which an occurrence may begin, in the zone of the meeting.
 */
export function recurrenceOf(rule: ICAL.Recur, first: When, lastDay: string | null): Recurrence | undefined {
  const pattern = patternOf(rule, first.start.slice(0, 10));
  if (pattern === undefined) return undefined;
  const startDate = first.start.slice(0, 10);
  const range =
    rule.count === null || rule.count === undefined
      ? lastDay === null
        ? { type: 'noEnd', startDate }
        : { type: 'endDate', startDate, endDate: lastDay }
      : { type: 'numbered', startDate, numberOfOccurrences: rule.count };
  const { recurrence } = normaliseContent(meeting, {
    recurrence: { ...pattern, interval: rule.interval, range },
  });
  const found = recurrence as unknown as Recurrence | undefined;
  return found !== undefined && sameDays(found, rule, first) ? found : undefined;
}

function patternOf(rule: ICAL.Recur, start: string): Pattern | undefined {
  const parts = rule.parts as Parts;
  const { BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, ...others } = parts;
  if (Object.values(others).some((part) => part !== undefined && part.length > 0)) return undefined;
  const month =
    BYMONTH === undefined ? Number(start.slice(5, 7)) : BYMONTH.length === 1 ? Number(BYMONTH[0]) : undefined;
  const yearly = rule.freq === 'YEARLY';
  switch (rule.freq) {
    case 'DAILY':
      if (BYDAY === undefined) return BYMONTHDAY || BYMONTH || BYSETPOS ? undefined : { type: 'daily' };
      return rule.interval === 1 && !BYMONTHDAY && !BYMONTH && !BYSETPOS ? weekly(BYDAY, rule) : undefined;
    case 'WEEKLY':
      if (BYMONTHDAY || BYMONTH || BYSETPOS) return undefined;
      return weekly(BYDAY ?? [weekdayOf(start)], rule);
    case 'MONTHLY':
    case 'YEARLY': {
      if (month === undefined || (!yearly && BYMONTH !== undefined)) return undefined;
      if (BYDAY === undefined) {
        const dayOfMonth = dayOf(BYMONTHDAY ?? [Number(start.slice(8, 10))], BYSETPOS);
        if (dayOfMonth === undefined) return undefined;
        return yearly
          ? { type: 'absoluteYearly', dayOfMonth, month }
          : { type: 'absoluteMonthly', dayOfMonth };
      }
      // Without a month a yearly "second Tuesday" is one of the year.
      if (BYMONTHDAY !== undefined || (yearly && BYMONTH === undefined)) return undefined;
      const days = relative(BYDAY, BYSETPOS);
      if (days === undefined) return undefined;
      return yearly ? { type: 'relativeYearly', ...days, month } : { type: 'relativeMonthly', ...days };
    }
    default:
      return undefined;
  }
}

const weekdayOf = (day: string): string => Object.keys(dayNames)[new Date(day).getUTCDay()] ?? 'SU';

function weekly(days: readonly (string | number)[], rule: ICAL.Recur): Pattern | undefined {
  const named = days.map((day) => dayNames[String(day)]);
  if (named.some((day) => day === undefined)) return undefined;
  return {
    type: 'weekly',
    daysOfWeek: named.filter((day) => day !== undefined),
    firstDayOfWeek: weekdays[(rule.wkst || ICAL.Time.MONDAY) - 1] ?? 'monday',
  };
}

/** A day that a month does not have is its last one in a recurrence; a rule says so as the last of `28,29,30,31`, or as -1. */
function dayOf(days: readonly (string | number)[], positions: Parts[string]): number | undefined {
  const numbers = days.map(Number).sort((a, b) => a - b);
  const [first] = numbers;
  if (positions === undefined) return numbers.length === 1 ? (first === -1 ? 31 : first) : undefined;
  const run = numbers.every((day, at) => day === 28 + at);
  return run && positions.length === 1 && Number(positions[0]) === -1 ? numbers.at(-1) : undefined;
}

function relative(
  days: readonly (string | number)[],
  positions: Parts[string],
): Pick<Pattern & Recurrence, 'daysOfWeek' | 'index'> | undefined {
  const parsed = days.map((day) => /^([+-]?\d+)?([A-Z]{2})$/.exec(String(day)));
  const [one] = parsed;
  const names = parsed.map((found) => dayNames[found?.[2] ?? '']);
  const place =
    positions === undefined
      ? one?.[1]
      : parsed.every((found) => found?.[1] === undefined)
        ? positions[0]
        : undefined;
  const index = indexes[Number(place)];
  if (index === undefined || names.some((day) => day === undefined)) return undefined;
  if (positions === undefined ? names.length !== 1 : positions.length !== 1) return undefined;
  return { daysOfWeek: names.filter((day) => day !== undefined), index };
}

/** Whether both give the same days at the meeting's own time, the first one on the day of the meeting itself. Where they end is compared no more. */
function sameDays(found: Recurrence, rule: ICAL.Recur, first: When): boolean {
  const starts = startsOf(`RRULE:${localRule(rule, null)}`, first, compared);
  const { startDate, numberOfOccurrences } = found.range;
  const range =
    numberOfOccurrences === undefined
      ? ({ type: 'noEnd', startDate } as const)
      : ({ type: 'numbered', startDate, numberOfOccurrences } as const);
  const days = plannedDays({ ...found, range });
  const time = first.start.slice(10);
  if (starts[0] !== first.start) return false;
  const same = starts.every((start) => `${String(days.next().value)}${time}` === start);
  const counted =
    starts.length === compared || numberOfOccurrences === undefined || days.next().done === true;
  return same && counted;
}

/** The rule's text, until a time on the clock of the meeting's zone where it has an end. */
export function localRule(rule: ICAL.Recur, until: string | null): string {
  const text = rule
    .toString()
    .split(';')
    .filter((part) => !part.startsWith('UNTIL='));
  return [...text, ...(until === null ? [] : [`UNTIL=${until.replace(/[-:]/g, '')}`])].join(';');
}
