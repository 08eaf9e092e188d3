import { createTestDatabase, type TestDatabase } from '@counterpart/local-postgres/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTier2, type Tier2 } from './play.ts';
import { stories } from './stories.ts';
import type { Order } from './worker.ts';

/** The volumes of `npm test`; `npm run simulate -- --tier 2` plays any other, and with `--stories` every instant. */
const histories = 50;
/** Instants at which the worker is killed in each story: early, in the middle, and late. */
const instants: readonly Order[] = [
  { after: 'statement', n: 9 },
  { after: 'request', n: 2 },
];

let database: TestDatabase;
let tier2: Tier2;

beforeAll(async () => {
  database = await createTestDatabase({ templateKey: 'empty' });
  tier2 = await openTier2(database.url);
});

afterAll(async () => {
  await tier2.stop();
  await database.drop();
});

/** Far more than they take on a machine that has nothing else to do. */
const timeout = 300_000;

describe('T2 the real worker is killed with kill -9', () => {
  test.each(stories)('V1 to V9, V15: $name', { timeout }, async (story) => {
    for (const [index, order] of instants.entries()) {
      const kind = index % 2 === 0 ? 'contact' : 'task';
      const { violations } = await tier2.playStory(story, order, kind);
      expect(violations).toEqual([]);
    }
  });

  const blocks = Array.from({ length: histories / 10 }, (_, block) => block * 10 + 1);
  test.each(blocks)('V1 to V9, V15: ten random histories from seed %i', { timeout }, async (first) => {
    const failures: string[] = [];
    for (let seed = first; seed < first + 10; seed += 1)
      for (const { invariant, what } of await tier2.playSeed(seed))
        failures.push(`npm run simulate -- --tier 2 --runs 1 --seed ${seed}: ${invariant} ${what}`);
    expect(failures).toEqual([]);
  });

  test('workers did die', () => {
    expect(tier2.house.workers.deaths).toBeGreaterThan(stories.length);
  });
});
