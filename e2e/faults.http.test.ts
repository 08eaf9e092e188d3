import {
  contactsOf,
  startTestServer,
  until,
  type TestOrganisation,
  type TestServer,
} from '@counterpart/server/testing';
import type { Actor, FaultSeed } from '@counterpart/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

let server: TestServer;
let org: TestOrganisation;
let outlook: Actor;
let count = 0;

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  org = await server.organisation();
  await server.connect(org);
  outlook = server.outlook('ann');
  await contactsOf(org.ann).enabled();
});
afterEach(() => server.microsoft365.simulator.faults.clear());
afterAll(() => server.stop());

const disturb = (fault: FaultSeed) => server.microsoft365.simulator.faults.add(fault);
const crmFolder = () =>
  outlook.contactFolders().find(({ properties }) => properties['displayName'] === 'Counterpart')?.id ?? '';
const inOutlook = () => outlook.contacts(crmFolder()).map(({ surname }) => surname);
const inCrm = async () => {
  const { items } = await org.ann.api.get<{ items: { lastName: string }[] }>('/api/contacts?limit=100');
  return items.map(({ lastName }) => lastName);
};

/** Creates contacts here and there while something goes wrong, and waits until each is on both sides exactly once. */
async function bothWays(): Promise<void> {
  const names = Array.from({ length: 6 }, () => `Fault ${(count += 1)}`);
  for (const [n, lastName] of names.entries())
    if (n % 2 === 0) await org.ann.api.post('/api/contacts', { lastName });
    else outlook.createContact({ surname: lastName }, crmFolder());
  const times = (all: readonly unknown[]) => names.map((name) => all.filter((one) => one === name).length);
  const once = names.map(() => 1);
  await until(
    async () => [times(await inCrm()), times(inOutlook())],
    (found) => JSON.stringify(found) === JSON.stringify([once, once]),
    90_000,
  );
  const section = await contactsOf(org.ann).synced();
  expect(section).toMatchObject({ state: 'active', counters: { problems: 0, waiting: 0 } });
  expect([times(await inCrm()), times(inOutlook())]).toEqual([once, once]);
}

describe('what goes wrong between the CRM and Microsoft 365 is made good, and nothing is doubled', () => {
  const write = { method: 'POST', path: '/contacts' };
  const cases: { readonly name: string; readonly faults: readonly FaultSeed[] }[] = [
    {
      name: 'V11 429 with Retry-After',
      faults: [{ fault: { kind: 'throttled', retryAfter: 'seconds', seconds: 1 }, times: 4 }],
    },
    {
      name: 'V11 429 without Retry-After',
      faults: [{ fault: { kind: 'throttled', retryAfter: 'none' }, times: 3 }],
    },
    { name: 'V18 503', faults: [{ fault: { kind: 'status', status: 503 }, times: 3 }] },
    {
      name: 'V5 the reply to a creation is lost',
      faults: [{ fault: { kind: 'replyLost' }, match: write, times: 2 }],
    },
    {
      name: 'V5 a creation ends in 504 and was carried out',
      faults: [{ fault: { kind: 'status', status: 504, afterWrite: true }, match: write, times: 2 }],
    },
    {
      name: 'V10 the delta token has expired: 410',
      faults: [{ fault: { kind: 'deltaExpired', status: 410 }, times: 1 }],
    },
    {
      name: 'V10 the delta token has expired: 400',
      faults: [{ fault: { kind: 'deltaExpired', status: 400 }, times: 1 }],
    },
    {
      name: 'V7 a page breaks off in the middle',
      faults: [{ fault: { kind: 'cutOff' }, match: { method: 'GET' }, times: 2 }],
    },
    {
      name: 'V13 delta entries come twice and in another order',
      faults: [
        { fault: { kind: 'repeatEntries' }, times: 3 },
        { fault: { kind: 'shuffleEntries' }, times: 3 },
      ],
    },
    {
      name: 'V12 removals of records that nobody saw',
      faults: [{ fault: { kind: 'unknownRemoved', count: 3 }, times: 3 }],
    },
    { name: 'V8 notifications come twice', faults: [{ fault: { kind: 'notificationDoubled' }, times: 10 }] },
  ];
  test.each(cases)('$name', async ({ faults }) => {
    for (const fault of faults) disturb(fault);
    await bothWays();
  });
});

test('V7 V10 the delta token expires in the middle of a long reading: nothing is deleted, everything arrives', async () => {
  const folder = crmFolder();
  const before = inOutlook().length;
  disturb({ fault: { kind: 'deltaExpired', status: 410 }, match: { path: 'skiptoken' }, times: 1 });
  for (let n = 0; n < 1200; n += 1) outlook.createContact({ surname: `Many ${n}` }, folder);
  const section = await until(
    contactsOf(org.ann).section,
    ({ state, counters }) =>
      state === 'active' && counters.linked === before + 1200 && counters.waiting === 0,
    90_000,
  );
  expect(section.counters).toMatchObject({ problems: 0, conflicts: 0, held: 0 });
  expect(inOutlook()).toHaveLength(before + 1200);
});

test('V19 a token that Graph refuses for good: the section says what happened and what to do', async () => {
  const rule = disturb({ fault: { kind: 'mailboxGone' } });
  await org.ann.api.post('/api/channels/contact/sync');
  const section = await until(contactsOf(org.ann).section, ({ state }) => state === 'needsAttention');
  expect(section).toMatchObject({ reason: 'mailboxMissing' });
  expect(section.sentence.length).toBeGreaterThan(20);
  expect(section.remedy).not.toBeNull();
  server.microsoft365.simulator.faults.remove(rule.id);
  await org.ann.api.post('/api/channels/contact/sync');
  await until(contactsOf(org.ann).section, ({ state }) => state === 'active');
});
