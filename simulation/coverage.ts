/** The matrices that are counted, with all their rows and columns: an empty cell is something that was never seen. */
export interface MatrixShape {
  readonly name: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Cells that cannot come up, with the reason. */
  readonly impossible: (row: string, column: string) => boolean;
}

/** What was seen over many histories. */
export class Coverage {
  readonly #cells = new Map<string, number>();

  count(matrix: string, row: string, column: string, times = 1): void {
    const key = `${matrix}|${row}|${column}`;
    this.#cells.set(key, (this.#cells.get(key) ?? 0) + times);
  }

  seen(matrix: string, row: string, column: string): number {
    return this.#cells.get(`${matrix}|${row}|${column}`) ?? 0;
  }

  /** Cells that could have come up and did not. */
  empty({ name, rows, columns, impossible }: MatrixShape): { row: string; column: string }[] {
    return rows.flatMap((row) =>
      columns
        .filter((column) => this.seen(name, row, column) === 0 && !impossible(row, column))
        .map((column) => ({ row, column })),
    );
  }

  /** A matrix as a table of Markdown; a dash stands for what cannot come up. */
  table({ name, rows, columns, impossible }: MatrixShape): string {
    const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
    const cell = (row: string, column: string) => {
      const count = this.seen(name, row, column);
      return count > 0 ? String(count) : impossible(row, column) ? '–' : '**0**';
    };
    return [
      line([name, ...columns]),
      line(['---', ...columns.map(() => '---:')]),
      ...rows.map((row) => line([row, ...columns.map((column) => cell(row, column))])),
    ].join('\n');
  }
}
