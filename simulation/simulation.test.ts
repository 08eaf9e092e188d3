import { describe, expect, test } from 'vitest';
import { play } from './history.ts';
import { plantedBugs } from './planted.ts';
import { detect } from './planted-table.ts';
import { playTier0 } from './tier0.ts';

/** Bugs that need an edit within a few milliseconds of a write: hundreds of seeds. */
const slowToFind = new Set([
  'a refusal for a stale version is taken for success',
  'the version observed is not the one guarded',
]);

/** The volumes of `npm test`; `npm run simulate` plays any other. */
const volumes = { tier0: 200_000, tier1: 2_000, tier1Tasks: 200 };

describe('T0 decision table and merge', () => {
  test(`V4 V6 V7 V13 B2 B3: ${volumes.tier0} cases`, () => {
    const failures: string[] = [];
    for (let seed = 1; seed <= volumes.tier0; seed += 1)
      for (const { invariant, what } of playTier0(seed)) failures.push(`seed ${seed}: ${invariant} ${what}`);
    expect(failures).toEqual([]);
  });
});

describe('T1 whole histories', () => {
  test('the same seed gives the same history', async () => {
    for (const seed of [3, 14, 15])
      expect((await play(seed)).log.lines).toEqual((await play(seed)).log.lines);
  });

  const blocks = Array.from({ length: volumes.tier1 / 100 }, (_, block) => block * 100 + 1);
  test.each(blocks)('V1 to V8: 100 histories from seed %i', async (first) => {
    const failures: string[] = [];
    for (let seed = first; seed < first + 100; seed += 1)
      for (const { invariant, what } of (await play(seed)).violations)
        failures.push(`seed ${seed}: ${invariant} ${what}`);
    expect(failures).toEqual([]);
  });
});

describe('T1 whole histories of tasks, which get other identifiers when they are moved', () => {
  const blocks = Array.from({ length: volumes.tier1Tasks / 100 }, (_, block) => block * 100 + 1);
  test.each(blocks)('V1 to V8: 100 histories from seed %i', async (first) => {
    const failures: string[] = [];
    for (let seed = first; seed < first + 100; seed += 1)
      for (const { invariant, what } of (await play(seed, { kind: 'task' })).violations)
        failures.push(`seed ${seed}: ${invariant} ${what}`);
    expect(failures).toEqual([]);
  });
});

describe('the harness is not blind', () => {
  // The canary and every other planted bug that a few seeds suffice to find; `npm run simulate -- --planted` shows them all.
  const quick = plantedBugs.filter(({ name }) => !slowToFind.has(name));
  test.each(quick)('found: $name', async (bug) => {
    const { seeds } = await detect(bug, 200);
    expect(seeds).not.toBeNull();
  });
});
