import ICAL from 'ical.js';

/** `2026-03-05T10:00:00Z 30' Title`, and `2026-03-05 1d Title` for all-day events. */
export function line(start: string, end: string, isAllDay: boolean, title: string): string {
  const minutes = (Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / 60_000;
  return isAllDay
    ? `${start.slice(0, 10)} ${Math.max(1, minutes / 1440)}d ${title}`
    : `${start}Z ${minutes}' ${title}`;
}

/** The same file read by ical.js alone, with its own zones, expansion and overrides. */
export function secondReading(
  source: string,
  untilMs: number,
  ianaZone: (name: string) => string | null,
): string[] {
  ICAL.TimezoneService.reset();
  const tidy = source.replace(/^RDATE:(\d{8})Z$/gm, 'RDATE;VALUE=DATE:$1');
  const root = new ICAL.Component(ICAL.parse(tidy) as ConstructorParameters<typeof ICAL.Component>[0]);
  for (const zone of root.getAllSubcomponents('vtimezone'))
    if (zone.getFirstProperty('tzid') !== null) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const all = root.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  const masters = all.filter((event) => !event.isRecurrenceException());
  const own = new Set(masters.map(({ uid }) => uid));
  const lines: string[] = [];
  const note = ({ component }: ICAL.Event, start: ICAL.Time, end: ICAL.Time, title: string) => {
    const tzid = component.getFirstProperty('dtstart')?.getFirstParameter('tzid');
    const wall = (time: ICAL.Time) =>
      time.isDate ? `${time.toString()}T00:00:00` : utc(time, tzid, ianaZone);
    lines.push(line(wall(start), wall(end), start.isDate, title.trim()));
  };
  for (const event of all) {
    if (event.isRecurrenceException()) {
      if (own.has(event.uid)) continue;
      note(event, event.startDate, event.endDate, event.summary);
    } else if (event.isRecurring()) {
      for (const exception of all)
        if (exception.isRecurrenceException() && exception.uid === event.uid)
          event.relateException(exception);
      const iterator = event.iterator();
      for (let next = iterator.next() as ICAL.Time | ICAL.Period | null; next; next = iterator.next()) {
        const start = next instanceof ICAL.Period ? next.start : next;
        if (start.toUnixTime() * 1000 >= untilMs) break;
        const { startDate, endDate, item } = event.getOccurrenceDetails(start);
        note(item, startDate, next instanceof ICAL.Period ? next.getEnd() : endDate, item.summary);
      }
    } else note(event, event.startDate, event.endDate, event.summary);
  }
  return lines.sort();
}

function utc(time: ICAL.Time, tzid: string | undefined, ianaZone: (name: string) => string | null): string {
  const zone = time.zone?.tzid === 'floating' && tzid !== undefined ? ianaZone(tzid) : null;
  if (zone === null) return new Date(time.toUnixTime() * 1000).toISOString().slice(0, 19);
  // A file without a VTIMEZONE for its zone: the runtime knows it by name.
  const guess = Date.parse(`${time.toString().slice(0, 19)}Z`);
  const shown = new Date(guess).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T');
  return new Date(2 * guess - Date.parse(`${shown}Z`)).toISOString().slice(0, 19);
}
