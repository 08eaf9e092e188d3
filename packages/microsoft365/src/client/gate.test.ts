import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TestClock } from '../testing/test-clock.ts';
import { createGates } from './gate.ts';

const roomy = { atATime: 4, budget: { requests: 10_000, perMs: 600_000 } };

describe('B10 a mailbox is asked by at most four requests at a time', () => {
  test('whoever asks, and batches count for their parts', async () => {
    const clock = new TestClock();
    const gates = createGates(clock, roomy);
    let underWay = 0;
    let most = 0;
    const sizes = [1, 20, 1, 3, 1, 2, 1, 1, 4];
    await Promise.all(
      sizes.map((size, index) =>
        gates.lane('adele', index % 2 ? 'contact' : 'task').run(size, async () => {
          underWay += Math.min(size, 4);
          most = Math.max(most, underWay);
          await clock.sleep(100);
          underWay -= Math.min(size, 4);
        }),
      ),
    );
    expect(most).toBe(4);
  });

  test('a lane with one request does not wait for a lane with a hundred', async () => {
    const clock = new TestClock();
    const gates = createGates(clock, roomy);
    const order: string[] = [];
    const ask = (lane: string) =>
      gates.lane('adele', lane).run(4, async () => {
        order.push(lane);
        await clock.sleep(10);
      });
    const many = Array.from({ length: 100 }, () => ask('contact'));
    await Promise.all([...many, ask('task')]);
    expect(order.indexOf('task')).toBeLessThanOrEqual(2);
  });

  test('another mailbox has places of its own', async () => {
    const clock = new TestClock();
    const gates = createGates(clock, roomy);
    let other = false;
    await gates.lane('adele', 'contact').run(4, async () => {
      await gates.lane('ben', 'contact').run(4, () => Promise.resolve((other = true)));
    });
    expect(other).toBe(true);
  });

  test('a failure gives its places back', async () => {
    const gates = createGates(new TestClock(), roomy);
    const lane = gates.lane('adele', 'contact');
    await expect(lane.run(4, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(lane.run(4, () => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});

describe('B10 a service that may have limits of its own', () => {
  test('goes by itself until it asks for a pause, and then shares the places of the mailbox', async () => {
    const clock = new TestClock();
    const gates = createGates(clock, roomy);
    const apart = gates.laneApart('adele', 'task');
    let isApart = false;
    await gates.lane('adele', 'contact').run(4, async () => {
      await apart.run(4, () => Promise.resolve((isApart = true)));
    });
    expect(isApart).toBe(true);
    apart.pause(1000);
    const pausedAtMs = clock.now();
    let underWay = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (underWay += 4));
      await clock.sleep(10);
      underWay -= 4;
    };
    await Promise.all([gates.lane('adele', 'contact').run(4, work), apart.run(4, work)]);
    expect(most).toBe(4);
    expect(clock.now() - pausedAtMs).toBe(1020);
    // Whoever asks for a lane later knows it, too; other mailboxes are not concerned.
    const later = [
      gates.laneApart('adele', 'task').run(4, work),
      gates.lane('adele', 'contact').run(4, work),
    ];
    await Promise.all(later);
    expect(most).toBe(4);
  });
});

describe('V11 it waits rather than being refused', () => {
  test('never more than the budget in any span of time, and hardly less', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 30, maxLength: 60 }),
        async (sizes) => {
          const clock = new TestClock();
          const budget = { requests: 50, perMs: 60_000 };
          const lane = createGates(clock, { atATime: 4, budget }).lane('adele', 'contact');
          const sent: { atMs: number; size: number }[] = [];
          await Promise.all(
            sizes.map((size) =>
              lane.run(size, () => Promise.resolve(void sent.push({ atMs: clock.now(), size }))),
            ),
          );
          for (const { atMs: fromMs } of sent) {
            const within = sent.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + budget.perMs);
            expect(within.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(budget.requests);
          }
          const total = sizes.reduce((sum, size) => sum + size, 0);
          const tookMs = (sent.at(-1)?.atMs ?? 0) - (sent[0]?.atMs ?? 0);
          // A batch that no longer fits leaves up to 19 requests of a span unused; a slice of time is a 120th of it.
          expect(tookMs).toBeLessThanOrEqual(Math.ceil(total / 31) * budget.perMs * (1 + 1 / 120) + 1);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('a pause that the service asks for holds everybody at this mailbox', async () => {
    const clock = new TestClock();
    const gates = createGates(clock, roomy);
    const startMs = clock.now();
    gates.lane('adele', 'contact').pause(5000);
    await gates.lane('adele', 'task').run(1, () => Promise.resolve());
    expect(clock.now() - startMs).toBe(5000);
  });
});
