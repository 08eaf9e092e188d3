import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelOf, startTestServer, until, type TestOrganisation, type TestServer } from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;
beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  org = await server.organisation();
  await server.connect(org);
});
afterAll(() => server.stop());

/** Open and dated, open and undated, completed: 6,000 in all, numbered in the order of T2. */
const dated = 3_000;
const open = 4_500;
const all = 6_000;
const cap = 5_000;

test('T2, DESIGN "Figures": of 6,000 tasks the first sync takes the 5,000 that come first, with one request each', async () => {
  const { ann } = org;
  const root = new Client({ connectionString: server.databaseUrl });
  await root.connect();
  await root.query(
    `insert into tasks (org_id, id, owner_membership_id, origin, subject, due_date, status, completed_at)
     select $1, gen_random_uuid(), $2, 'created', n::text, case when n <= $3 then date '2026-01-01' + n end,
       case when n <= $4 then 'notStarted' else 'completed' end,
       case when n > $4 then timestamptz '2026-01-01Z' - n * interval '1 hour' end
     from generate_series(1, $5::int) as n order by random()`,
    [org.orgId, ann.membershipId, dated, open, all],
  );
  await root.end();
  const { log } = server.microsoft365.simulator;
  const before = log.counters().requests;
  const { api } = ann;
  await api.post('/api/channels/task/enable', {});
  const section = await until(
    channelOf(ann, 'task').section,
    ({ state, counters }) => state === 'active' && counters.linked === cap && counters.waiting === 0,
    120_000,
  );
  expect(section.counters).toMatchObject({ leftOut: all - cap, problems: 0 });
  // One per task, and the pages read.
  expect(log.counters().requests - before).toBeLessThanOrEqual(1.02 * cap);

  const todo = server.outlook('ann');
  const list = todo.todoLists().find(({ displayName }) => displayName === 'Counterpart');
  const made = todo
    .tasks(typeof list?.['id'] === 'string' ? list['id'] : '')
    .map(({ title }) => Number(title));
  expect([...made].sort((a, b) => a - b)).toEqual(Array.from({ length: cap }, (_, n) => n + 1));
  // Four requests are under way at a time, and undated tasks have no order of their own: each group stands after the one before it.
  const groupOf = (n: number) =>
    n <= dated ? Math.floor(n / 500) : n <= open ? 6 : 7 + Math.floor((n - open) / 250);
  const groups = made.map(groupOf);
  const late = groups.filter((group, at) => Math.max(...groups.slice(Math.max(0, at - 200), at)) > group + 1);
  expect(late).toEqual([]);
}, 180_000);
