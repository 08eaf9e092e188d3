import type { FieldValue } from './content.ts';

/** Characters that no field keeps: C0 and C1 controls except tab and line feed, and the byte order mark. */
// oxlint-disable-next-line no-control-regex -- removing control characters is the purpose
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff]/g;

/** Half of a surrogate pair: PostgreSQL and Graph refuse it. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function clean(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value
    .replace(/\r\n?/g, '\n')
    .replace(controls, '')
    .replace(loneSurrogate, '\ufffd')
    .normalize('NFC');
}

/** One line of text: white space folded to single spaces, trimmed. */
export function line(value: unknown): string | undefined {
  const text = clean(value)?.replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}

/** Text of several lines: line ends are \n, no white space at the ends of lines or of the text. */
export function text(value: unknown): string | undefined {
  const cleaned = clean(value)
    ?.replace(/[^\S\n]+\n/g, '\n')
    .trim();
  return cleaned === '' ? undefined : cleaned;
}

/** An e-mail address as written, without white space. Its comparison for matching ignores case (`emailKey`). */
export function email(value: unknown): string | undefined {
  return line(value)?.replace(/\s/g, '') || undefined;
}

/** A date without a zone, `yyyy-mm-dd`. Anything that is no such day of the calendar is empty. */
export function date(value: unknown): string | undefined {
  const found = typeof value === 'string' ? /^(\d{4})-(\d{2})-(\d{2})/.exec(value.trim()) : null;
  if (!found) return undefined;
  const day = found[0];
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.valueOf()) && instant.toISOString().startsWith(day) ? day : undefined;
}

/** A set of lines without repetition, in a stable order. */
export function lines(value: unknown): FieldValue | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = new Set(value.map((item) => line(item)).filter((item) => item !== undefined));
  return found.size === 0 ? undefined : [...found].sort();
}

/** An instant in UTC to the second, `yyyy-mm-ddThh:mm:ssZ`. */
export function instant(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value)) return undefined;
  const parsed = new Date(value);
  if (Number.isNaN(parsed.valueOf())) return undefined;
  return `${parsed.toISOString().slice(0, 19)}Z`;
}

/** One of some values. The usual one is empty input, so that a side which always shows it and one which never does agree. */
export function choice<T extends string>(values: readonly T[], usual: T): (value: unknown) => T | undefined {
  return (value) => values.find((candidate) => candidate === value && candidate !== usual);
}
