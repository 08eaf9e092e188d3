import { isZone } from '@counterpart/engine';
import windowsZones from 'cldr-core/supplemental/windowsZones.json' with { type: 'json' };

/** Windows name in lower case → IANA zone (Unicode CLDR, windowsZones; territory 001). */
const windows = new Map(
  windowsZones.supplemental.windowsZones.mapTimezones.flatMap(({ mapZone: { _other, _type, _territory } }) =>
    _territory === '001' ? [[_other.toLowerCase(), _type] as const] : [],
  ),
);

/**
 * The IANA zone that a name stands for: itself, the one that Windows calls so, or the one at its end (`/mozilla.org/20050126_1/Europe/Berlin`); undefined
 * for others.
 */
export function zoneNamed(name: string): string | undefined {
  const given = name.trim().replace(/^"|"$/g, '');
  if (/^(utc|gmt|z)$/i.test(given)) return 'UTC';
  if (isZone(given)) return given;
  const found = windows.get(given.toLowerCase());
  if (found !== undefined) return found;
  const [, tail] = /([A-Z][A-Za-z_]+\/[A-Za-z_+-]+(?:\/[A-Za-z_]+)?)$/.exec(given) ?? [];
  return tail !== undefined && isZone(tail) ? tail : undefined;
}
