/** All zones that the browser knows, as people find them: by city, region or offset. */
export interface Zone {
  value: string;
  label: string;
}

/** "Europe/Berlin (GMT+1)", the offset as it is at an instant. */
export function zoneLabel(zone: string, atMs: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(
    atMs,
  );
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return `${zone.replaceAll('_', ' ')} (${offset})`;
}

const known = new Map<string, Zone[]>();

/** Every zone, the given ones first; a list is made once a day at most, because there are hundreds. */
export function zonesAt(atMs: number, first: readonly string[]): Zone[] {
  const key = `${Math.floor(atMs / 86_400_000)} ${first.join()}`;
  let zones = known.get(key);
  if (zones === undefined) {
    const all = new Set([...first, 'UTC', ...Intl.supportedValuesOf('timeZone')]);
    zones = [...all].map((zone) => ({ value: zone, label: zoneLabel(zone, atMs) }));
    known.clear();
    known.set(key, zones);
  }
  return zones;
}
