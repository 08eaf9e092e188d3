/** One VEVENT of a file, with the line on which it begins. */
export type IcsBlock = { line: number; text: string };

export type IcsFile = {
  blocks: IcsBlock[];
  /** What the calendar says its zone is (X-WR-TIMEZONE), and the places behind its own names of zones (X-LIC-LOCATION). */
  zone: string | null;
  places: Map<string, string>;
  /** Why the file cannot be read to its end. */
  problem: { line: number; reason: string } | null;
};

/** Cuts an iCalendar file into its events, so that one that is broken takes no other with it. */
export function readIcsBlocks(text: string): IcsFile {
  const file: IcsFile = { blocks: [], zone: null, places: new Map(), problem: null };
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  let open: { line: number; from: number } | null = null;
  let tzid = '';
  let isCalendar = false;
  lines.forEach((line, index) => {
    const upper = line.toUpperCase();
    if (upper === 'BEGIN:VCALENDAR') isCalendar = true;
    else if (upper === 'BEGIN:VEVENT') open = { line: index + 1, from: index };
    else if (upper === 'END:VEVENT' && open !== null) {
      file.blocks.push({ line: open.line, text: tidy(lines.slice(open.from, index + 1)) });
      open = null;
    } else if (open === null) {
      const [, name = '', value = ''] = /^([\w-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? [];
      if (name.toUpperCase() === 'TZID') tzid = value.trim();
      else if (name.toUpperCase() === 'X-LIC-LOCATION') file.places.set(tzid, value.trim());
      else if (name.toUpperCase() === 'X-WR-TIMEZONE') file.zone = value.trim();
    }
  });
  if (!isCalendar) file.problem = { line: 1, reason: 'the file holds no VCALENDAR' };
  const unclosed = open as { line: number } | null;
  if (unclosed !== null)
    file.problem = { line: unclosed.line, reason: 'the event that begins here has no end' };
  return file;
}

/** Dates that some writers mark as UTC are dates all the same. */
function tidy(lines: string[]): string {
  return lines.join('\r\n').replace(/^(RDATE|EXDATE|RECURRENCE-ID):(\d{8})Z?$/gim, '$1;VALUE=DATE:$2');
}
