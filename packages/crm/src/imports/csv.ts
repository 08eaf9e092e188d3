import { CsvError, parse, type Options } from 'csv-parse/sync';
import { CrmError } from '../errors.ts';
import { uniqueColumns } from './headers.ts';
import type { Source, SourceRow } from './rows.ts';

const delimiters = [',', ';', '\t', '|'];
const lineEnds = /\r\n?|\n/g;
/** Records that are held at a time: a file of any length is read in little memory. */
const recordsAtATime = 500;
/** Characters of a record at most: a description may have 32,000, and there are not so many fields. */
const longestRecord = 1024 * 1024;
/** Rows with wrong quotation marks at most: each is read twice, and with so many it is no file of this kind. */
const mostWrongMarks = 10_000;
const tooLong = 'This row is longer than 1 MB.';

/** @throws CrmError `unreadableFile` when the first line names no column */
export function csvSource(text: string): Source {
  const delimiter = delimiterOf(text);
  for (const item of records(text, delimiter)) {
    if ('unreadable' in item || item.record.every((cell) => cell === '')) break;
    const columns = uniqueColumns(item.record);
    return { columns, delimiter, rows: () => rowsOf(text, delimiter, columns) };
  }
  throw new CrmError('unreadableFile', 'The first line must name the columns.');
}

/** The sign that divides the first lines into the most, and evenly many, parts; those within quotes do not count. */
export function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(lineEnds)
    .filter((line) => line.trim() !== '')
    .slice(0, 10);
  const scores = delimiters.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    return {
      delimiter,
      score: first === 0 ? 0 : first + counts.filter((count) => count === first).length * 100,
    };
  });
  return scores.reduce((best, score) => (score.score > best.score ? score : best)).delimiter;
}

function* rowsOf(text: string, delimiter: string, columns: readonly string[]): Iterable<SourceRow> {
  let header = true;
  for (const item of records(text, delimiter)) {
    if (header) header = false;
    else if ('unreadable' in item) yield item;
    else {
      const { record, line, raw } = item;
      const tooMany = record.slice(columns.length).some((cell) => cell !== '');
      yield tooMany
        ? {
            line,
            raw,
            unreadable: `It has ${record.length} values, but there are ${columns.length} columns.`,
          }
        : { line, raw, values: Object.fromEntries(columns.map((column, at) => [column, record[at] ?? ''])) };
    }
  }
}

type Item =
  | { readonly line: number; readonly raw: string; readonly record: string[] }
  | { readonly line: number; readonly raw: string; readonly unreadable: string };

/**
 * All records, the header first. Where quotation marks are wrong, the parser cannot tell where a record ends: then the line on which it
 * begins is read alone, with quotation marks as mere signs, or refused, and reading goes on with the next line. So a forgotten
 * mark costs one row and not the rest of the file.
 */
function* records(text: string, delimiter: string): Iterable<Item> {
  const bytes = Buffer.from(text);
  let offset = 0;
  let wrongMarks = 0;
  // The line on which the record at the offset begins. (The parser's own count takes \r\n within quotation marks for two ends.)
  let line = 1;
  while (offset < bytes.length) {
    const found: { record: string[]; end: number }[] = [];
    const take = (record: string[], { bytes: end }: { bytes: number }) => found.push({ record, end });
    const failed = parseAll(bytes.subarray(offset), delimiter, take, { to: recordsAtATime });
    let start = 0;
    for (const { record, end } of found) {
      const whole = bytes.toString('utf8', offset + start, offset + end);
      const raw = whole.trim();
      // Empty lines before a record are part of it for the parser.
      yield { line: line + ends(whole.slice(0, whole.indexOf(raw))), raw, record };
      line += ends(whole);
      start = end;
    }
    if (!failed) {
      if (found.length < recordsAtATime) return;
      offset += start;
      continue;
    }
    wrongMarks += 1;
    if (wrongMarks > mostWrongMarks)
      throw new CrmError('unreadableFile', `Quotation marks are wrong in more than ${mostWrongMarks} rows.`);
    const rest = firstLine(bytes.subarray(offset + start));
    yield failed.code === 'CSV_MAX_RECORD_SIZE' && rest.line.length > longestRecord
      ? { line: line + rest.emptyLines, raw: rest.line.slice(0, 500), unreadable: tooLong }
      : alone(rest.line, line + rest.emptyLines, delimiter);
    line += rest.emptyLines + 1;
    offset += start + rest.end;
  }
}

const ends = (text: string): number => text.match(lineEnds)?.length ?? 0;

function alone(raw: string, line: number, delimiter: string): Item {
  const found: string[][] = [];
  const failed = parseAll(Buffer.from(raw), delimiter, (record) => found.push(record), {
    relax_quotes: true,
  });
  const [record] = found;
  if (record && !failed) return { line, raw, record };
  return {
    line,
    raw,
    unreadable: 'A quotation mark is opened here and not closed, or stands in the wrong place.',
  };
}

/** Parses what can be parsed; the error that ended it, or undefined. `bytes`: how many were read so far. */
function parseAll(
  input: Buffer,
  delimiter: string,
  take: (record: string[], context: { bytes: number }) => void,
  options: Options = {},
): CsvError | undefined {
  try {
    parse(input, {
      delimiter,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: longestRecord,
      on_record: (record: string[], context) => {
        take(record, context);
        return null;
      },
      ...options,
    });
    return undefined;
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
}

/** The first line that is not empty, how many empty ones stand before it, and where the next one begins. */
function firstLine(bytes: Buffer): { line: string; emptyLines: number; end: number } {
  const head = /^(?:[^\S\r\n]*(?:\r\n?|\n))*/.exec(bytes.toString('latin1', 0, 10_000))?.[0] ?? '';
  const feed = bytes.indexOf('\n', head.length);
  const turn = bytes.subarray(0, feed < 0 ? bytes.length : feed).indexOf('\r', head.length);
  const stops = [feed, turn].filter((at) => at >= 0);
  const stop = stops.length === 0 ? bytes.length : Math.min(...stops);
  const width = bytes[stop] === 13 && bytes[stop + 1] === 10 ? 2 : 1;
  return {
    line: bytes.toString('utf8', head.length, stop),
    emptyLines: ends(head),
    end: stop + width,
  };
}
