import type { RefusedRow } from '../api/types.ts';
import { texts } from '../texts.ts';

/** A cell as RFC 4180 wants it; one that a spreadsheet would run as a formula is defused. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function refusedCsv(refused: readonly RefusedRow[]): string {
  const { line, reason, row } = texts.import;
  const lines = [[line, reason, row], ...refused.map((one) => [String(one.line), one.reason, one.row ?? ''])];
  // The mark at the beginning tells Excel that the text is UTF-8.
  return `\uFEFF${lines.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}
