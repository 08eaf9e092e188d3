import { unfold } from '../vcard-lines.ts';

/** A component of an iCalendar file as it stands there. */
export interface Block {
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  /** As in the file, BEGIN and END included. */
  readonly raw: string;
  /** Unfolded lines, BEGIN and END included. */
  readonly lines: readonly string[];
  readonly complete: boolean;
}

export interface CalendarFile {
  readonly events: readonly Block[];
  readonly zones: readonly Block[];
  /** The zone that the calendar names for itself. */
  readonly zone: string | null;
}

/** Events, zones and the calendar's own zone; other components are left out. */
export function blocksOf(text: string): CalendarFile {
  const all = text.split(/\r\n?|\n/);
  const found: { [kind in 'VEVENT' | 'VTIMEZONE']: Block[] } = { VEVENT: [], VTIMEZONE: [] };
  let zone: string | null = null;
  for (let index = 0; index < all.length; index += 1) {
    const line = all[index] ?? '';
    const [, kind] = /^BEGIN:(VEVENT|VTIMEZONE)\s*$/i.exec(line) ?? [];
    if (kind === undefined) {
      zone ??= /^X-WR-TIMEZONE[^:]*:(.+)$/i.exec(line)?.[1]?.trim() ?? null;
      continue;
    }
    const name = kind.toUpperCase() as 'VEVENT' | 'VTIMEZONE';
    const end = endOf(all, index, name);
    const lines = all.slice(index, end.after);
    found[name].push({
      line: index + 1,
      raw: lines.join('\n'),
      lines: unfold(lines),
      complete: end.complete,
    });
    index = end.after - 1;
  }
  return { events: found.VEVENT, zones: found.VTIMEZONE, zone };
}

/** Where a component ends. One that is never ended ends where the next one of its kind begins. */
function endOf(all: readonly string[], begin: number, name: string): { after: number; complete: boolean } {
  for (let index = begin + 1; index < all.length; index += 1) {
    const line = (all[index] ?? '').trim().toUpperCase();
    if (line === `END:${name}`) return { after: index + 1, complete: true };
    if (line === `BEGIN:${name}` || line === 'END:VCALENDAR') return { after: index, complete: false };
  }
  return { after: all.length, complete: false };
}

/** The value of the first line of a name, as it stands there. */
export const rawValue = ({ lines }: Block, name: string): string | undefined =>
  lines
    .find((line) => line.toUpperCase().startsWith(`${name}:`) || line.toUpperCase().startsWith(`${name};`))
    ?.replace(/^[^:]*:/, '')
    .trim();
