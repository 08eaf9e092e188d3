import { isZone } from '@counterpart/engine';
import windowsZones from 'cldr-core/supplemental/windowsZones.json' with { type: 'json' };
import { Temporal } from 'temporal-polyfill';

/**
 * Graph names zones as Windows does ("dateTimeTimeZone resource type"), the CRM as IANA does. Which Windows name stands for which IANA zones is the Unicode
 * Consortium's table (CLDR, windowsZones); territory 001 is the zone that a Windows name means where nothing else is known.
 */

const main = new Map<string, string>();
const names = new Map<string, string>();
for (const { mapZone } of windowsZones.supplemental.windowsZones.mapTimezones) {
  const zones = mapZone._type.split(' ').filter((zone) => zone !== '' && isZone(zone));
  if (mapZone._territory === '001' && zones[0]) main.set(mapZone._other.toLowerCase(), zones[0]);
  for (const zone of zones) names.set(canonical(zone), mapZone._other);
}
main.set('utc', 'UTC');

/** One name of several for the same zone: Asia/Kolkata is Asia/Calcutta. */
function canonical(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
}

const utc = new Set(['', 'z', 'gmt', 'etc/utc', 'etc/gmt', 'tzone://microsoft/utc']);

/** The IANA zone of a name as Graph shows it; undefined for a zone that somebody made up (`tzone://Microsoft/Custom`). */
export function zoneOf(name: string): string | undefined {
  const lower = name.trim().toLowerCase();
  if (utc.has(lower)) return 'UTC';
  return main.get(lower) ?? (/^[a-z]/i.test(name) && isZone(name) ? name : undefined);
}

const nameCache = new Map<string, string | undefined>();

/** What Windows calls an IANA zone; undefined where it has no name for it. */
function windowsName(zone: string): string | undefined {
  if (!nameCache.has(zone)) nameCache.set(zone, isZone(zone) ? names.get(canonical(zone)) : undefined);
  return nameCache.get(zone);
}

/** Whether both are one zone to Windows: then a service that keeps Windows names shows the one for the other. */
export const isSameToWindows = (zone: string, other: string): boolean =>
  zone === other || (windowsName(zone) !== undefined && windowsName(zone) === windowsName(other));

const agreement = new Map<string, boolean>();

/** The offsets that a zone has in a year, each with the instant from which on (all in UTC). */
function offsets(zone: string, year: number): string {
  const end = Date.UTC(year + 1, 0, 2);
  const found: string[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(
    Date.UTC(year, 0, 0),
  ).toZonedDateTimeISO(zone);
  while (at !== null && at.epochMilliseconds < end) {
    found.push(`${at.epochMilliseconds} ${at.offset}`);
    at = at.getTimeZoneTransition('next');
  }
  return found.join();
}

/** Whether two zones show the same time throughout a year. */
function agree(zone: string, other: string, year: number): boolean {
  const key = `${zone} ${other} ${year}`;
  const known = agreement.get(key) ?? offsets(zone, year) === offsets(other, year);
  agreement.set(key, known);
  return known;
}

/**
 * The name under which Graph gets a zone. Windows names are the ones that it takes for certain, but each stands for many IANA zones, which did not always agree: so
 * only where they do in the years of the meeting, else the IANA name. A wrong hour is worse than a refusal (E9).
 * @param years in which the meeting takes place.
 */
export function nameForGraph(zone: string, years: readonly number[]): string {
  const name = windowsName(zone);
  const meant = name === undefined ? undefined : zoneOf(name);
  if (name === undefined || meant === undefined) return zone;
  if (canonical(meant) === canonical(zone)) return name;
  return years.every((year) => agree(zone, meant, year)) ? name : zone;
}
