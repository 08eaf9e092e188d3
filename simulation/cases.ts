import { readdirSync, readFileSync } from 'node:fs';
import type { Plan } from './plan.ts';

/** A history that once broke an invariant, as small as it could be made; replayed before all others. */
export interface Case {
  /** The situation, in words. */
  readonly name: string;
  /** The invariants that it broke. */
  readonly broke: readonly string[];
  /** What was mended. */
  readonly mended: string;
  readonly plan: Plan;
}

const folder = new URL('./cases/', import.meta.url);

/** All committed cases, by the names of their files. */
export function committedCases(): { readonly file: string; readonly case: Case }[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.sort().map((file) => ({ file, case: readCase(new URL(file, folder)) }));
}

export const readCase = (path: URL | string): Case => JSON.parse(readFileSync(path, 'utf8')) as Case;
