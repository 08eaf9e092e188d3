/** A row of a CSV file or a card of a vCard file. `line` is where it begins, from 1. */
export type SourceRow =
  | { readonly line: number; readonly raw: string; readonly values: { readonly [column: string]: string } }
  | { readonly line: number; readonly raw: string; readonly unreadable: string };

/** A file that can be read row by row, as often as need be, always in the same order. */
export interface Source {
  readonly columns: string[];
  /** What divides the columns, where something does. */
  readonly delimiter?: string;
  rows(): Iterable<SourceRow>;
}

export const longestShown = 500;

/** A row as it is shown beside a refusal: without line ends at its end, cut where it is long. */
export function shownRow(raw: string): string {
  const text = raw.trimEnd();
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
