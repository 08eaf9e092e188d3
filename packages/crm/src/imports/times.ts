import { dateIn } from './dates.ts';

/** A moment as a file writes it: a day, and a time of day (`hh:mm:ss`) where it has one; or an instant (milliseconds since 1970). */
export type FileMoment = { readonly day: string; readonly time: string | null } | { readonly atMs: number };

/** `2026-03-05`, `3/5/2026 9:00 AM`, `5.3.2026 09:00`, `2026-03-05T09:00:00+01:00`; undefined for anything else. */
export function momentIn(text: string): FileMoment | undefined {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(trimmed)) {
    const atMs = Date.parse(trimmed.replace(' ', 'T'));
    return Number.isNaN(atMs) ? undefined : { atMs };
  }
  const day = dateIn(trimmed);
  if (day === undefined) return undefined;
  const [, rest = ''] = /^[^T ]+[T ]?(.*)$/.exec(trimmed) ?? [];
  if (rest.trim() === '') return { day, time: null };
  const time = timeIn(rest);
  return time === undefined ? undefined : { day, time };
}

/** `9:00`, `09:00:30`, `9.30`, `2:30 PM`; undefined for anything else. */
export function timeIn(text: string): string | undefined {
  const found = /^(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([ap])?\.?(?:m\.?)?$/i.exec(text.trim());
  if (!found) return undefined;
  const [, hour = '', minute = '', second = '00', half] = found;
  const turned =
    half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (turned > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return `${String(turned).padStart(2, '0')}:${minute}:${second}`;
}
