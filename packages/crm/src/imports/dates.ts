/**
 * The date that a text begins with, as `yyyy-mm-dd`: `1980-03-22`, `19800322`, `1980/3/22`, `22.3.1980`, `3/22/1980`. Where day and month
 * can be told apart only by guessing (`3/4/1980`), the month comes first, as in Outlook's and Google's files. Undefined for anything else.
 */
export function dateIn(text: string): string | undefined {
  const [head = ''] = text.trim().split(/[T ]/);
  const year = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})$/.exec(head);
  if (year) return dateOf(year[1], year[2], year[3]);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(head);
  if (dotted) return dateOf(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(head);
  if (!slashed) return undefined;
  return Number(slashed[1]) > 12
    ? dateOf(slashed[3], slashed[2], slashed[1])
    : dateOf(slashed[3], slashed[1], slashed[2]);
}

function dateOf(year = '', month = '', day = ''): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.valueOf()) && instant.toISOString().startsWith(text) ? text : undefined;
}

/** Whether a text stands for "no date": nothing, or zeros alone, as Outlook writes it. */
export const isNoDate = (text: string): boolean => /^[\s0/.-]*$/.test(text);
