import { startPostgres } from '@counterpart/local-postgres';
import type { Violation } from '../oracles.ts';
import { openTier2, type Tier2 } from './play.ts';
import { stories } from './stories.ts';
import type { Order } from './worker.ts';

export interface Tier2Failure {
  readonly seed: number;
  readonly violation: Violation;
  readonly replay: string;
}

/** Plays tier 2 from the command line: random histories, or each story with a kill after every statement and every request. */
export async function playTier2({
  first,
  runs,
  allStories,
  say,
}: {
  readonly first: number;
  readonly runs: number;
  readonly allStories: boolean;
  readonly say: (line: string) => void;
}): Promise<{ readonly runs: number; readonly failures: Tier2Failure[] }> {
  const postgres = await startPostgres({ persistent: false });
  const tier2 = await openTier2(postgres.url);
  try {
    return allStories ? await everyInstant(tier2, say) : await histories(tier2, first, runs, say);
  } finally {
    await tier2.stop();
    await postgres.stop();
  }
}

async function histories(tier2: Tier2, first: number, runs: number, say: (line: string) => void) {
  const failures: Tier2Failure[] = [];
  for (let seed = first; seed < first + runs; seed += 1) {
    const replay = `npm run simulate -- --tier 2 --runs 1 --seed ${seed}`;
    for (const violation of await crashed(() => tier2.playSeed(seed))) {
      failures.push({ seed, violation, replay });
      say(`seed ${seed}: ${violation.invariant} ${violation.what}`);
    }
    if ((seed - first + 1) % 50 === 0)
      say(`${seed - first + 1} of ${runs}, ${tier2.house.workers.deaths} kills`);
  }
  return { runs, failures };
}

/** A history that brings the harness down is a finding, too. */
async function crashed(play: () => Promise<Violation[]>): Promise<Violation[]> {
  try {
    return await play();
  } catch (failure) {
    return [{ invariant: 'crash', what: failure instanceof Error ? failure.message : String(failure) }];
  }
}

/** Far more than any story takes: a loop that reaches it is broken. */
const mostInstants = 500;

async function everyInstant(tier2: Tier2, say: (line: string) => void) {
  const failures: Tier2Failure[] = [];
  let runs = 0;
  for (const kind of ['contact', 'task'])
    for (const [index, story] of stories.entries())
      for (const after of ['statement', 'request'] as const satisfies readonly Order['after'][]) {
        let n = 1;
        for (; n <= mostInstants; n += 1) {
          runs += 1;
          const { struck, violations } = await tier2.playStory(story, { after, n }, kind);
          const replay = `npm run simulate -- --tier 2 --stories (${kind}, ${story.name}, ${after} ${n})`;
          for (const violation of violations) failures.push({ seed: index, violation, replay });
          if (!struck) break;
        }
        say(
          `${kind}, ${story.name}: killed after each of ${n - 1} ${after}s; ${failures.length} violations so far`,
        );
      }
  return { runs, failures };
}
