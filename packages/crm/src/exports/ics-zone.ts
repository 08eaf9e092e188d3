import { Temporal } from 'temporal-polyfill';

const years = { from: 1990, to: 2040 };

/** A zone as RFC 5545 3.6.5 wants it described: each change of its time from 1990 to 2040. */
export function timezoneText(zone: string): string {
  const begin = Temporal.PlainDateTime.from(`${years.from}-01-01T00:00`).toZonedDateTime(zone);
  const lines = ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observance(begin, begin.offset)];
  let before = begin;
  for (
    let next = before.getTimeZoneTransition('next');
    next !== null;
    next = next.getTimeZoneTransition('next')
  ) {
    if (next.year > years.to) break;
    lines.push(...observance(next, before.offset));
    before = next;
  }
  return [...lines, 'END:VTIMEZONE', ''].join('\r\n');
}

function observance(at: Temporal.ZonedDateTime, from: string): string[] {
  // The wall clock shows the time before the change when it comes.
  const wall = at.toInstant().toZonedDateTimeISO(from).toPlainDateTime().toString({ smallestUnit: 'second' });
  const kind = minutes(at.offset) > minutes(from) ? 'DAYLIGHT' : 'STANDARD';
  const offset = (text: string) => text.replace(/:/g, '');
  return [
    `BEGIN:${kind}`,
    `DTSTART:${wall.replace(/[-:]/g, '')}`,
    `TZOFFSETFROM:${offset(from)}`,
    `TZOFFSETTO:${offset(at.offset)}`,
    `END:${kind}`,
  ];
}

function minutes(offset: string): number {
  const [, sign, hours = '0', rest = '0'] = /^([+-])(\d{2}):(\d{2})/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(rest));
}
