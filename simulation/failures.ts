import { playPlan } from './history.ts';
import type { Violation } from './oracles.ts';
import type { Plan } from './plan.ts';
import { shrink } from './shrink.ts';

/** Plays a history and says what it broke; a history that brings the program down broke it, too. */
export async function broken(plan: Plan): Promise<Violation[]> {
  try {
    return (await playPlan(plan)).violations;
  } catch (failure) {
    return [
      {
        invariant: 'crash',
        what: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure),
      },
    ];
  }
}

export const invariantsOf = (violations: readonly Violation[]): string[] =>
  [...new Set(violations.map(({ invariant }) => invariant))].sort();

/** The smallest history found that still breaks one of the same invariants. */
export function shrunk(plan: Plan, violations: readonly Violation[]): Promise<Plan> {
  const wanted = new Set(invariantsOf(violations));
  return shrink(plan, async (smaller) =>
    (await broken(smaller)).some(({ invariant }) => wanted.has(invariant)),
  );
}
