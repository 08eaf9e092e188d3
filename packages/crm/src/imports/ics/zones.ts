import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { zoneNamed } from '../../meetings/zones.ts';
import { rawValue, type Block, type CalendarFile } from './blocks.ts';

/** What the names of zones in a file stand for. */
export interface FileZones {
  /** The IANA zone of a TZID; undefined: there is none that keeps its time. */
  readonly zoneOf: (tzid: string) => string | undefined;
  /** The instant (milliseconds since 1970) of a wall-clock time in a zone that the file describes itself. */
  readonly instantIn: (tzid: string, time: ICAL.Time) => number | undefined;
  /** The calendar's own zone, for times that name none. */
  readonly ownZone: string | undefined;
}

/** Zones that are tried first of those that keep the same time: a name that people know. */
const known =
  'UTC Europe/London Europe/Berlin Europe/Paris Europe/Zurich Europe/Athens Europe/Moscow Europe/Istanbul America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Anchorage America/Halifax America/Sao_Paulo America/Argentina/Buenos_Aires America/Mexico_City Asia/Dubai Asia/Karachi Asia/Kolkata Asia/Dhaka Asia/Bangkok Asia/Shanghai Asia/Singapore Asia/Tokyo Asia/Seoul Australia/Perth Australia/Brisbane Australia/Sydney Pacific/Auckland Africa/Johannesburg Africa/Cairo'.split(
    ' ',
  );

export function zonesOf({ zones, zone }: CalendarFile): FileZones {
  const blocks = new Map(zones.map((block) => [rawValue(block, 'TZID') ?? '', block]));
  const found = new Map<string, string | undefined>();
  const described = new Map<string, ICAL.Timezone | undefined>();
  const timezoneOf = (tzid: string): ICAL.Timezone | undefined => {
    if (!described.has(tzid)) described.set(tzid, timezoneIn(blocks.get(tzid)));
    return described.get(tzid);
  };
  const search = (tzid: string): string | undefined => {
    const block = blocks.get(tzid);
    const location = block === undefined ? undefined : rawValue(block, 'X-LIC-LOCATION');
    const named = zoneNamed(tzid) ?? (location === undefined ? undefined : zoneNamed(location));
    return named ?? sameTime(timezoneOf(tzid));
  };
  return {
    ownZone: zone === null ? undefined : zoneNamed(zone),
    zoneOf(tzid) {
      if (!found.has(tzid)) found.set(tzid, search(tzid));
      return found.get(tzid);
    },
    instantIn(tzid, time) {
      const timezone = timezoneOf(tzid);
      if (timezone === undefined) return undefined;
      const local = time.clone();
      local.zone = timezone;
      return local.toUnixTime() * 1000;
    },
  };
}

function timezoneIn(block: Block | undefined): ICAL.Timezone | undefined {
  if (block === undefined || !block.complete) return undefined;
  try {
    return new ICAL.Timezone(ICAL.Component.fromString(block.lines.join('\r\n')));
  } catch (error) {
    // A description that nobody can read is as good as none.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** The first zone whose time is that of a description, now and in the years around it: midday in every month, and each day around a change. */
function sameTime(timezone: ICAL.Timezone | undefined): string | undefined {
  if (timezone === undefined) return undefined;
  const year = new Date().getUTCFullYear();
  const samples = Array.from({ length: 4 * 366 }, (_, day) => {
    const date = new Date(Date.UTC(year - 1, 0, 1 + day, 12));
    const time = ICAL.Time.fromData({
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: 12,
      minute: 0,
      second: 0,
      isDate: false,
    });
    return { offset: timezone.utcOffset(time), day: date.toISOString().slice(0, 10) };
  });
  const keeps = (zone: string): boolean =>
    samples.every(
      ({ offset, day }) =>
        Temporal.PlainDateTime.from(`${day}T12:00`).toZonedDateTime(zone).offsetNanoseconds === offset * 1e9,
    );
  // Most zones fail at the first day, so this is quick.
  return [...known, ...Intl.supportedValuesOf('timeZone'), ...fixed].find(keeps);
}

const fixed = Array.from(
  { length: 27 },
  (_, hour) => `Etc/GMT${hour < 13 ? '-' : '+'}${hour < 13 ? hour + 1 : hour - 13}`,
).filter((name) => !/-15|\+13|\+14/.test(name));
