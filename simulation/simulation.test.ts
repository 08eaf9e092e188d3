import { describe, expect, test } from 'vitest';
import { committedCases } from './cases.ts';
import { Coverage } from './coverage.ts';
import { drawPlan } from './draw.ts';
import { broken } from './failures.ts';
import { playPlan, playSeed } from './history.ts';
import { plantedBugs } from './planted.ts';
import { detect } from './planted-table.ts';
import { shrink, sizeOf } from './shrink.ts';
import { neverHappened } from './show-coverage.ts';
import { playTier0 } from './tier0.ts';

/** The volumes of `npm test`; `npm run simulate` plays any other. */
const volumes = { tier0: 200_000, tier1: { contact: 1_500, task: 500 } };

describe('what was found before is found no more', () => {
  test.each(committedCases())('$file: $case.name', async ({ case: { plan } }) => {
    expect((await playPlan(plan)).violations).toEqual([]);
  });
});

describe('T0 decision table and merge', () => {
  test(`V4 V6 V7 V13 B2 B3: ${volumes.tier0} cases`, () => {
    const failures: string[] = [];
    for (let seed = 1; seed <= volumes.tier0; seed += 1)
      for (const { invariant, what } of playTier0(seed)) failures.push(`seed ${seed}: ${invariant} ${what}`);
    expect(failures).toEqual([]);
  });
});

describe('T1 whole histories', () => {
  const coverage = new Coverage();

  test.each(['contact', 'task'])('the same seed gives the same history: %s', async (kind) => {
    for (const seed of [3, 14, 15])
      expect((await playSeed(seed, kind)).lines).toEqual((await playSeed(seed, kind)).lines);
  });

  const blocks = Object.entries(volumes.tier1).flatMap(([kind, count]) =>
    Array.from({ length: count / 100 }, (_, block) => ({ kind, first: block * 100 + 1 })),
  );
  test.each(blocks)(
    'V1 to V8, V15, V19: 100 histories of kind $kind from seed $first',
    async ({ kind, first }) => {
      const failures: string[] = [];
      for (let seed = first; seed < first + 100; seed += 1)
        for (const { invariant, what } of (await playSeed(seed, kind, { coverage })).violations)
          failures.push(`npm run simulate -- --kind ${kind} --runs 1 --seed ${seed}: ${invariant} ${what}`);
      expect(failures).toEqual([]);
    },
  );

  test('what must sometimes happen did happen', () => {
    expect(neverHappened(coverage)).toEqual([]);
  });
});

describe('the harness is not blind', () => {
  test.each(plantedBugs)('found: $name', async (bug) => {
    const { seeds } = await detect(bug, 400);
    expect(seeds).not.toBeNull();
  });
});

describe('shrinking', () => {
  const bug = plantedBugs.find(({ name }) => name === 'a lost reply is taken for success') ?? null;

  test('a failing history becomes a small one that fails for the same reason', async () => {
    const doubled = async (plan: Parameters<typeof playPlan>[0]) =>
      (await playPlan(plan, { bug })).violations.some(({ invariant }) => invariant === 'V5');
    let seed = 1;
    while (!(await doubled(drawPlan(seed, 'memory')))) seed += 1;
    const plan = drawPlan(seed, 'memory');
    const smallest = await shrink(plan, doubled);
    expect(await doubled(smallest)).toBe(true);
    // One person, few records, a run whose reply is lost, and runs that make it again.
    expect(sizeOf(smallest)).toBeLessThanOrEqual(10);
    expect(sizeOf(smallest)).toBeLessThan(sizeOf(plan) / 5);
    expect(await broken(smallest)).toEqual([]);
  });
});
