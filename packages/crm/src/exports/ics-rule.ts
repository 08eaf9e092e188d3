import { instantOf, weekdays, type Recurrence, type When } from '@counterpart/engine';

const short = (day: string): string => day.slice(0, 2).toUpperCase();
const positions = { first: 1, second: 2, third: 3, fourth: 4, last: -1 } as const;

/** A recurrence as a rule of iCalendar (RFC 5545 3.3.10), from where `recurrenceOf` reads it again. */
export function ruleLine(rule: Recurrence, first: When): string {
  return [
    ...patternOf(rule),
    ...(rule.interval === 1 ? [] : [`INTERVAL=${rule.interval}`]),
    ...endOf(rule, first),
  ].join(';');
}

function patternOf({
  type,
  daysOfWeek = [],
  firstDayOfWeek = 'sunday',
  dayOfMonth = 1,
  month = 1,
  index = 'first',
}: Recurrence): string[] {
  const days = weekdays.filter((day) => daysOfWeek.includes(day)).map(short);
  const position = positions[index];
  const relative =
    days.length === 1
      ? [`BYDAY=${position}${days.join()}`]
      : [`BYDAY=${days.join(',')}`, `BYSETPOS=${position}`];
  switch (type) {
    case 'daily':
      return ['FREQ=DAILY'];
    case 'weekly':
      return ['FREQ=WEEKLY', `BYDAY=${days.join(',')}`, `WKST=${short(firstDayOfWeek)}`];
    case 'absoluteMonthly':
      return ['FREQ=MONTHLY', ...dayOf(dayOfMonth)];
    case 'absoluteYearly':
      return ['FREQ=YEARLY', `BYMONTH=${month}`, ...dayOf(dayOfMonth, month === 2 ? 28 : 30)];
    case 'relativeMonthly':
      return ['FREQ=MONTHLY', ...relative];
    case 'relativeYearly':
      return ['FREQ=YEARLY', `BYMONTH=${month}`, ...relative];
  }
}

/** A day that a month does not have is its last one: in a rule the last of all that it may have. `always`: the days that every such month has. */
function dayOf(day: number, always = 28): string[] {
  if (day <= always) return [`BYMONTHDAY=${day}`];
  if (day === 31) return ['BYMONTHDAY=-1'];
  const days = Array.from({ length: day - 27 }, (_, more) => 28 + more);
  return [`BYMONTHDAY=${days.join(',')}`, 'BYSETPOS=-1'];
}

function endOf({ range }: Recurrence, first: When): string[] {
  if (range.numberOfOccurrences !== undefined) return [`COUNT=${range.numberOfOccurrences}`];
  if (range.endDate === undefined) return [];
  const day = range.endDate.replaceAll('-', '');
  if ('allDay' in first) return [`UNTIL=${day}`];
  const end = new Date(instantOf(`${range.endDate}${first.start.slice(10)}`, first.zone)).toISOString();
  return [`UNTIL=${end.slice(0, 19).replace(/[-:]/g, '')}Z`];
}
