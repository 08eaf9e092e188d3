import { setTimeout as wait } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@counterpart/local-postgres/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openJobs, type Jobs } from './jobs.ts';
import { createLog } from './log.ts';
import { until } from './testing/until.ts';

let database: TestDatabase;
let processes: Jobs[];

beforeAll(async () => {
  database = await createTestDatabase({ templateKey: 'empty' });
  processes = [];
  for (let n = 0; n < 2; n += 1) processes.push(await openJobs(database.url, createLog('error', 2)));
});
afterAll(async () => {
  for (const jobs of processes) await jobs.close();
  await database.drop();
});

test('V8 a long job of a living worker is not taken for a dead one’s: it runs once, beside two looking processes', async () => {
  let began = 0;
  let ended = 0;
  const tasks = {
    async long() {
      began += 1;
      // Longer than a worker without a life sign is waited for.
      await wait(5000);
      ended += 1;
    },
  };
  const workers = await Promise.all(processes.map((jobs) => jobs.work(tasks, '', 2)));
  await processes[0]?.add('long', {});
  await until(
    () => Promise.resolve(ended),
    (count) => count > 0,
  );
  expect(began).toBe(1);
  await Promise.all(workers.map((one) => one.stop()));
});
