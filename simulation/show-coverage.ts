import type { Coverage } from './coverage.ts';
import { matrices, mustHappen, sometimes } from './matrices.ts';

/** Prints the matrices, their empty cells, and what never happened. Exit code 1 when something that must happen never did. */
export function showCoverage(coverage: Coverage, print: (line: string) => void): number {
  for (const matrix of matrices) {
    print(`\n${coverage.table(matrix)}\n`);
    const empty = coverage.empty(matrix);
    print(`${matrix.name}: ${empty.length} empty cells`);
    for (const { row, column } of empty) print(`  never seen: ${row} × ${column}`);
  }
  const missing = neverHappened(coverage);
  print('');
  for (const what of mustHappen) print(`${what}: ${coverage.seen(sometimes, what, 'seen')}`);
  for (const what of missing) print(`NEVER: ${what}`);
  return missing.length === 0 ? 0 : 1;
}

/** What must come up in a long run and did not. */
export const neverHappened = (coverage: Coverage): string[] =>
  mustHappen.filter((what) => coverage.seen(sometimes, what, 'seen') === 0);
