import type { Entry } from './vcardPlaces.ts';

export type Birthday = { ok: true; instant: string } | { ok: false; reason: string };

/**
 * BDAY as Graph's instant: the date at 11:59 UTC, as Outlook stores it, so that it is the same day in almost every zone.
 * A date without a year (`--0203`) or without a day has no place there.
 */
export function readBirthday({ line, parts }: Entry): Birthday {
  const text = parts.flat().join('').trim();
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(text);
  const [, year = '', month = '', day = ''] = match ?? [];
  // Apple writes a year that stands for none.
  const isYearless = line.params.get('X-APPLE-OMIT-YEAR')?.[0] === year || text.startsWith('--');
  if (isYearless) return { ok: false, reason: `Graph’s birthday needs a year: “${text}” has no place` };
  const instant = `${year}-${month}-${day}T11:59:00Z`;
  const parsed = new Date(instant);
  const isDate = match !== null && !Number.isNaN(parsed.getTime()) && parsed.getUTCDate() === Number(day);
  return isDate ? { ok: true, instant } : { ok: false, reason: `the birthday “${text}” is not a whole date` };
}
