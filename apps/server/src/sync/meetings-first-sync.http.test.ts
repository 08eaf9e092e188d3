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

/** To come, then ended: 6,200 in all, numbered in the order of E5; 300 more were imported. */
const toCome = 3_000;
const all = 6_200;
const imported = 300;
const cap = 5_000;
/** How many have participants, and ask for invitations. */
const withPeople = 2_000;

test('E4, E5, E6, V17: of 6,200 meetings the first sync takes the 5,000 that come first, none imported, and mails nobody', async () => {
  const { ann } = org;
  const root = new Client({ connectionString: server.databaseUrl });
  await root.connect();
  // Number n: n hours from now while they are to come; the first ended one an hour and a half ago, and so on.
  await root.query(
    `insert into meetings (org_id, id, owner_membership_id, origin, title, takes_place, participants, invite, starts_at, ends_at, first_starts_at, last_ends_at)
     select $1, gen_random_uuid(), $2, case when n > $4 then 'import' else 'created' end, n::text,
       jsonb_build_object('start', to_char(s.at, 'YYYY-MM-DD"T"HH24:MI:SS'), 'end', to_char(s.at + interval '30 minutes', 'YYYY-MM-DD"T"HH24:MI:SS'), 'zone', 'UTC'),
       case when n % 3 = 0 and n <= 3 * $6 then '{"bea@customer.example": {}}'::jsonb end,
       case when n % 3 = 0 and n <= 3 * $6 then true end,
       s.at, s.at + interval '30 minutes', s.at, s.at + interval '30 minutes'
     from generate_series(1, $5::int) as n,
       lateral (select date_trunc('second', now() at time zone 'UTC') + case
         when n > $4 then interval '1 day' * (n - $4)
         when n <= $3 then interval '1 hour' * n
         else -interval '1 hour' * (n - $3) end) as s (at)
     order by random()`,
    [org.orgId, ann.membershipId, toCome, all, all + imported, withPeople],
  );
  await root.end();
  const { simulator } = server.microsoft365;
  const { api } = ann;
  const channel = channelOf(ann, 'meeting');
  const { defaults } = await channel.configuration();
  const preview = await api.post<{
    mails: number;
    remote: { create: number };
    leftOut: { reason: string; count: number }[];
  }>('/api/channels/meeting/preview', defaults);
  expect(preview).toMatchObject({ mails: 0, remote: { create: cap } });
  expect(preview.leftOut).toMatchObject([
    { reason: 'E6', count: imported },
    { reason: 'E4', count: all - cap },
  ]);
  const before = simulator.log.counters().requests;
  await api.post('/api/channels/meeting/enable', {});
  const section = await until(
    channel.section,
    ({ state, counters }) =>
      state === 'active' && counters.linked === cap && counters.leftOut > 0 && counters.waiting === 0,
    240_000,
  );
  expect(section.counters).toMatchObject({ leftOut: all - cap, problems: 0 });
  // One per meeting, and the pages read: the events are looked at once more when our own writes come back.
  const requests = simulator.log.counters().requests - before;
  expect(requests).toBeLessThanOrEqual(1.02 * cap);
  expect(simulator.state.mail.outbox).toEqual([]);

  const outlook = server.outlook('ann');
  const calendar = outlook.calendars().find(({ name }) => name === 'Counterpart');
  const events = outlook.events(typeof calendar?.['id'] === 'string' ? calendar['id'] : '');
  expect(events.filter(({ attendees }) => (attendees as unknown[]).length > 0)).toEqual([]);
  const made = events.map(({ subject }) => Number(subject));
  expect([...made].sort((a, b) => a - b)).toEqual(Array.from({ length: cap }, (_, n) => n + 1));
  // Four requests are under way at a time: each group stands after the one before it.
  const groups = made.map((n) => Math.floor(n / 500));
  const late = groups.filter((group, at) => Math.max(...groups.slice(Math.max(0, at - 200), at)) > group + 1);
  expect(late).toEqual([]);
}, 300_000);
