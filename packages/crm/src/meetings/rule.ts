import { spanOf, type Content, type FieldValue, type Occurrence, type When } from '@counterpart/engine';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';

/**
 * E8: what repeats in a way that no recurrence expresses is kept as lines of iCalendar, in wall-clock time of the meeting's zone without naming it:
 *
 *     RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15
 *     RDATE:20260305T090000
 *     EXDATE:20260401T090000
 */
const names = /^(RRULE|RDATE|EXDATE)[;:]/;

/** The occurrences of a rule, at most so many, up to an instant (milliseconds since 1970); all-day ones are taken in UTC. */
export function ruleOccurrences(content: Content, most: number, untilMs = Infinity): Occurrence[] {
  const first = content['when'] as unknown as When;
  const found: Occurrence[] = [];
  const { recurrence: _none, occurrences: _neither, rule, ...kept } = content;
  // A day on either side, for zones.
  // Within years of four digits: a longer one sorts before all others.
  const last = new Date(Math.min(untilMs + 2 * 86_400_000, Date.UTC(9999, 0))).toISOString().slice(0, 19);
  for (const start of startsOf(String(rule), first, most)) {
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

/** The wall-clock starts (`yyyy-mm-ddThh:mm:ss`, or days) that the lines give, in order, at most so many. */
export function startsOf(rule: string, first: When, most: number): string[] {
  const lines = rule.split('\n').filter((line) => names.test(line));
  const start = first.start.replace(/[-:]/g, '');
  const component = [
    'BEGIN:VEVENT',
    `DTSTART${'allDay' in first ? ';VALUE=DATE' : ''}:${start}`,
    ...lines,
    'END:VEVENT',
  ];
  const event = ICAL.Component.fromString(component.join('\r\n'));
  const dtstart = event.getFirstPropertyValue('dtstart') as ICAL.Time;
  const expansion = new ICAL.RecurExpansion({ component: event, dtstart });
  // A meeting takes place at its own start even where its rule does not say so, unless that is excluded by name.
  const excluded = lines.some((line) => line.startsWith('EXDATE') && line.includes(start));
  const starts: string[] = excluded ? [] : [first.start];
  const count = Number(/COUNT=(\d+)/.exec(rule)?.[1] ?? Infinity);
  // A rule that never comes true would be tried for ever.
  while (starts.length < most) {
    const next = expansion.next() as ICAL.Time | undefined;
    if (next === undefined) break;
    const text = next.toString();
    if (text.slice(0, 4) > '2200') break;
    if (starts.at(-1) === text) continue;
    // Where a rule passes over the start, the start is one of those that it counts.
    if (starts.length >= count && !rule.includes('RDATE')) break;
    starts.push(text);
  }
  return starts;
}
