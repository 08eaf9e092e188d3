import { playSeed } from './history.ts';
import { plantedBugs, type PlantedBug } from './planted.ts';

export interface Detection {
  readonly bug: string;
  /** How many seeds were played until the first that finds it; null: none of them does. */
  readonly seeds: number | null;
  /** What the finding seed broke; `crash`: the program noticed it itself. */
  readonly invariants: readonly string[];
}

/** How many seeds it takes to find a planted bug. */
export async function detect(bug: PlantedBug, mostSeeds: number): Promise<Detection> {
  for (let seed = 1; seed <= mostSeeds; seed += 1) {
    const found = await findings(bug, seed);
    if (found.length > 0) return { bug: bug.name, seeds: seed, invariants: found };
  }
  return { bug: bug.name, seeds: null, invariants: [] };
}

async function findings(bug: PlantedBug, seed: number): Promise<string[]> {
  try {
    const { violations } = await playSeed(seed, 'memory', { bug });
    return [...new Set(violations.map((violation) => violation.invariant))].sort();
  } catch {
    // The engine or the ledger refused to go on: that is a finding, too.
    return ['crash'];
  }
}

export async function plantedTable(mostSeeds: number): Promise<Detection[]> {
  const rows: Detection[] = [];
  for (const bug of plantedBugs) rows.push(await detect(bug, mostSeeds));
  return rows;
}
