import { spanOf, type Content, type FieldValue, type Occurrence, type When } from '@counterpart/engine';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

/**
 * E8: what repeats in a way that no recurrence expresses is kept as lines of iCalendar, in wall-clock time of the meeting's zone without naming it:
 *
 *     RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15
 *     RDATE:20260305T090000
 *     EXDATE:20260401T090000
 */

/** The occurrences of a rule, at most so many, up to an instant (milliseconds since 1970); all-day ones are taken in UTC. */
export function ruleOccurrences(content: Content, most: number, untilMs = Infinity): Occurrence[] {
  const first = content['when'] as unknown as When;
  const found: Occurrence[] = [];
  const { recurrence: _none, occurrences: _neither, rule, ...kept } = content;
  // A day on either side, for zones.
  // Within years of four digits: a longer one sorts before all others.
  const last = new Date(Math.min(untilMs + 2 * 86_400_000, Date.UTC(9999, 0))).toISOString().slice(0, 19);
  for (const start of startsOf(rule as string, first, most, last < lastYear ? last : lastYear)) {
    if (start > last) break;
    const when = movedTo(first, start);
    const whole = { ...kept, when: when as unknown as FieldValue };
    found.push({ day: null, when, ...spanOf(when, 'UTC'), content: whole, changed: false });
  }
  return found;
}

/** A `When` of the same length that begins at another time: by the clock on the wall (E9). */
function movedTo(first: When, start: string): When {
  if ('allDay' in first) {
    const { days } = Temporal.PlainDate.from(first.start).until(first.end, { largestUnit: 'days' });
    const day = Temporal.PlainDate.from(start.slice(0, 10));
    return { ...first, start: day.toString(), end: day.add({ days }).toString() };
  }
  const length = Temporal.PlainDateTime.from(first.start).until(first.end);
  const end = Temporal.PlainDateTime.from(start).add(length);
  return { ...first, start, end: end.toString({ smallestUnit: 'second' }) };
}

/** The wall-clock starts (`yyyy-mm-ddThh:mm:ss`, or days) that the lines give, in order, at most so many and up to a last one. */
export function startsOf(rule: string, first: When, most: number, last: string = lastYear): string[] {
  const lines = rule.split('\n');
  const named = (name: string) =>
    lines.filter((line) => line.startsWith(name)).map((line) => wallOf(line.replace(/^[^:]*:/, ''), first));
  const rules = lines
    .filter((line) => line.startsWith('RRULE:'))
    .flatMap((line) => startsOfRule(line, first, most, last));
  const excluded = new Set(named('EXDATE'));
  // A meeting takes place at its own start even where its rule does not say so.
  const all = new Set([first.start, ...rules, ...named('RDATE')]);
  return [...all]
    .filter((start) => !excluded.has(start))
    .sort()
    .slice(0, most);
}

/** Rules that hardly ever come true, or every second, are followed no further than this. */
const limits = { maxIterations: 5_000, maxCandidateEvaluations: 100_000 };
/** Nobody looks further. */
const lastYear = '2200';

/** In UTC, whose clock never changes: these are times on the clock, whatever the zone. */
function startsOfRule(line: string, first: When, most: number, last: string): string[] {
  const dtstart = Temporal.PlainDateTime.from(first.start).toZonedDateTime('UTC');
  const rruleString = line.replace(/(UNTIL=\d{8}T\d{6})(?=;|$)/, '$1Z');
  const rule = new RRuleTemporal({
    rruleString,
    dtstart,
    tzid: 'UTC',
    includeDtstart: true,
    cache: false,
    ...limits,
  });
  const found: string[] = [];
  rule.all((date) => {
    const start = wallOf(
      date.toPlainDateTime().toString({ smallestUnit: 'second' }).replace(/[-:]/g, ''),
      first,
    );
    if (found.length >= most || start > last) return false;
    found.push(start);
    return true;
  });
  return found;
}

/** `20260305T090000` → `2026-03-05T09:00:00`; of an all-day meeting the day. */
function wallOf(compact: string, first: When): string {
  const [, y = '', m = '', d = '', h = '00', i = '00', s = '00'] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?/.exec(compact) ?? [];
  return 'allDay' in first ? `${y}-${m}-${d}` : `${y}-${m}-${d}T${h}:${i}:${s}`;
}

/** Whether a rule goes on for ever. */
export const isEndless = (rule: string): boolean =>
  rule.split('\n').some((line) => line.startsWith('RRULE:') && !/(COUNT|UNTIL)=/.test(line));
