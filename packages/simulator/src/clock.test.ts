import { expect, test } from 'vitest';
import { manualClock, sleep, within } from './clock.ts';

test('what falls due runs in order of time, also what is scheduled on the way', async () => {
  const clock = manualClock(1000);
  const seen: string[] = [];
  const note = (name: string) => () => void seen.push(`${name} ${clock.now()}`);
  clock.schedule(note('late'), 300);
  clock.schedule(() => clock.schedule(note('nested'), 50), 100);
  const cancel = clock.schedule(note('never'), 200);
  cancel();
  expect(clock.untilNextMs()).toBe(100);
  await clock.advance(250);
  expect([seen, clock.now()]).toEqual([['nested 1150'], 1250]);
  await clock.advance(100);
  expect(seen).toEqual(['nested 1150', 'late 1300']);
  expect(clock.untilNextMs()).toBeNull();
});

test('within gives the value, or null when it takes too long, and leaves no timer behind', async () => {
  const clock = manualClock(0);
  const fast = within(clock, 100, Promise.resolve('x'));
  const slow = within(clock, 100, sleep(clock, 200));
  await clock.advance(150);
  expect([await fast, await slow]).toEqual(['x', null]);
  await clock.advance(100);
  expect(clock.untilNextMs()).toBeNull();
});
