import type { RefusedRow } from '../api/types.ts';
import { texts } from '../texts.ts';

/** A cell as RFC 4180 wants it; one that a spreadsheet would run as a formula is defused. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && !/^[+-]?[\d\s().-]+$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The cells of one row of a CSV file, quotes resolved. */
function cellsOf(row: string, delimiter: string): string[] {
  const cells = [''];
  let quoted = false;
  for (let at = 0; at < row.length; at += 1) {
    const sign = row.charAt(at);
    const last = cells.length - 1;
    if (sign === '"' && quoted && row.charAt(at + 1) === '"') {
      cells[last] += sign;
      at += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (sign === delimiter && !quoted) cells.push('');
    else cells[last] += sign;
  }
  return cells;
}

const delimiters = [',', ';', '\t', '|'];

/** The row by the file's own columns, or null where it does not fit them (a broken row, or a vCard). */
function byColumns(row: string | null, columns: readonly string[]): string[] | null {
  if (row === null) return null;
  const fitting = delimiters.map((delimiter) => cellsOf(row.trimEnd(), delimiter));
  return fitting.find((cells) => cells.length === columns.length) ?? null;
}

/**
 * The refused rows as a file. Rows that fit `columns`, the columns of the file that was imported, stand under them, so that the file can
 * be mended and imported again; what does not fit stands whole in a column of its own.
 */
export function refusedCsv(refused: readonly RefusedRow[], columns: readonly string[]): string {
  const { line, reason, row } = texts.import;
  const rows = refused.map((one) => ({ ...one, cells: byColumns(one.row, columns) }));
  const whole = rows.some(({ cells }) => cells === null);
  const empty = columns.map(() => '');
  const lines = [
    [...columns, line, reason, ...(whole ? [row] : [])],
    ...rows.map((one) => [
      ...(one.cells ?? empty),
      String(one.line),
      one.reason,
      ...(whole ? [one.cells === null ? (one.row ?? '') : ''] : []),
    ]),
  ];
  // The mark at the beginning tells Excel that the text is UTF-8.
  return `\uFEFF${lines.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}
