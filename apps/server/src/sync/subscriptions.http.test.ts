import type { Subscription } from '@counterpart/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, TENANT, until, type TestPerson } from '../testing.ts';
import { openLife, type Life } from './testing/life.ts';
import { idOf } from './testing/office.ts';

const HOUR_MS = 60 * 60_000;

let life: Life;
let ann: TestPerson;
beforeAll(async () => {
  life = await openLife();
  ({ ann } = life.org);
  await life.enable(ann);
});
afterAll(() => life.close());
afterEach(() => simulator().faults.clear());

const simulator = () => life.server.microsoft365.simulator;
interface Stored {
  remote_id: string | null;
  expires_at: Date | null;
  silent_since: Date | null;
}
async function stored(person: TestPerson): Promise<Stored> {
  const { id } = await life.channel(person);
  const { rows } = await life.root.query<Stored>(
    'select remote_id, expires_at, silent_since from subscriptions where channel_id = $1',
    [id],
  );
  if (rows[0] === undefined) throw new Error('There is no subscription');
  return rows[0];
}
async function subscription(person: TestPerson): Promise<Subscription> {
  const { remote_id } = await until(
    () => stored(person),
    (one) => one.remote_id !== null,
  );
  const found = simulator().state.subscriptions.get(remote_id ?? '');
  if (found === undefined) throw new Error('Microsoft 365 knows no such subscription');
  return found;
}
const names = async (person: TestPerson) =>
  (await life.contacts(person)).map(({ lastName }) => String(lastName)).sort((a, b) => (a < b ? -1 : 1));
const there = (person: TestPerson) => life.outlook(person).contacts();
/** How many records were written by runs: in the CRM, and in all of Microsoft 365. */
async function writes(person: TestPerson) {
  const { id } = await life.channel(person);
  const { rows } = await life.root.query<{ side: string; n: number }>(
    'select side, count(*)::int as n from journal where channel_id = $1 group by side',
    [id],
  );
  const here = rows.find(({ side }) => side === 'local')?.n ?? 0;
  const written = simulator()
    .log.since(0)
    .filter(({ method, path }) => method !== 'GET' && /contacts/i.test(path)).length;
  return { here, there: written };
}

describe('notifications that do not come', () => {
  test('B9: lost for an hour: both sides are equal again within one poll, no write too many, and polling takes over until they come again', async () => {
    const outlook = life.outlook(ann);
    for (const surname of ['One', 'Two', 'Three']) outlook.act.createContact({ surname }, outlook.folder());
    await until(
      () => names(ann),
      (all) => all.length === 3,
    );
    await life.tried(ann);
    const section = await life.section(ann);
    expect(section.notifications).toBe('working');
    expect(section.delay?.ms).toBeLessThan(30_000);
    expect(Date.parse(section.lastNotificationAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(await life.restsMs(ann)).toBeLessThanOrEqual(5 * 60_000);
    expect(await life.restsMs(ann)).toBeGreaterThan(60_000);

    simulator().faults.add({ fault: { kind: 'notificationLost' }, match: { person: ann.email } });
    const before = await writes(ann);
    const [first, second] = outlook.contacts();
    outlook.act.updateContact(idOf(first), { surname: 'Edited' });
    outlook.act.deleteContact(idOf(second));
    outlook.act.createContact({ surname: 'Added' }, outlook.folder());
    // It was an hour ago, and no notification has come since.
    for (const item of outlook.act.mailbox.items.values()) item.lastModifiedAtMs -= HOUR_MS;
    await life.root.query(
      `update subscriptions set last_notification_at = now() - interval '2 hours' where channel_id = $1`,
      [(await life.channel(ann)).id],
    );
    expect(await names(ann)).toEqual(['One', 'Three', 'Two']);
    await life.dueNow((await life.channel(ann)).id);
    await until(
      () => names(ann),
      (all) => all.includes('Edited') && all.includes('Added'),
    );
    await life.tried(ann);
    const after = await writes(ann);
    // C3, unticked: of the deleted one the CRM keeps its own.
    expect(after).toEqual({ here: before.here + 3, there: before.there });
    expect(there(ann)).toHaveLength(3);
    expect((await life.section(ann)).notifications).toBe('silent');
    await until(
      () => life.restsMs(ann),
      (ms) => ms !== null && ms <= 20_000,
    );

    simulator().faults.clear();
    outlook.act.createContact({ surname: 'Heard' }, outlook.folder());
    await until(
      () => names(ann),
      (all) => all.includes('Heard'),
    );
    await life.tried(ann);
    expect((await life.section(ann)).notifications).toBe('working');
    expect(await life.restsMs(ann)).toBeGreaterThan(60_000);
  });

  test('B9: a subscription that vanished without a word is made anew at the next renewal', async () => {
    const before = await subscription(ann);
    simulator().state.subscriptions.delete(before.id);
    await life.root.query(
      `update subscriptions set expires_at = now() + interval '1 hour' where remote_id = $1`,
      [before.id],
    );
    await life.tried(ann);
    expect((await subscription(ann)).id).not.toBe(before.id);
  });

  test('B9: renewed ahead of time, and at once where Graph asks for it', async () => {
    const kept = await subscription(ann);
    const first = kept.expiresAtMs;
    expect(first).toBeGreaterThan(Date.now() + 6 * 24 * HOUR_MS);
    await life.root.query(
      `update subscriptions set expires_at = now() + interval '1 day' where remote_id = $1`,
      [kept.id],
    );
    await life.tried(ann);
    const renewed = kept.expiresAtMs;
    expect(renewed).toBeGreaterThan(first);
    simulator().notifier.requireAuthorisation(kept);
    expect(kept.paused).toBe(true);
    await until(
      () => Promise.resolve(kept.paused),
      (paused) => !paused,
    );
    expect(kept.expiresAtMs).toBeGreaterThan(renewed);
    expect((await subscription(ann)).id).toBe(kept.id);
  });

  test('B9: "missed" is answered by a look', async () => {
    const kept = await subscription(ann);
    simulator().faults.add({ fault: { kind: 'notificationLost' }, match: { person: ann.email } });
    const outlook = life.outlook(ann);
    outlook.act.createContact({ surname: 'Missed' }, outlook.folder());
    simulator().notifier.missed(kept);
    await until(
      () => names(ann),
      (all) => all.includes('Missed'),
    );
  });
});

test('B9: without a public address it works by polling alone, and the page says so', async () => {
  const server = await startTestServer({ microsoft365: true, config: { publicUrl: 'http://localhost:9' } });
  try {
    const org = await server.organisation();
    const section = async () => {
      const view = await org.ann.api.get<{
        sections: { kind: string; state: string; notifications: string }[];
      }>('/api/microsoft365');
      return view.sections.find(({ kind }) => kind === 'contact');
    };
    const actor = {
      ...org.administrator,
      orgId: org.orgId,
      permissions: new Set(['manageMarketplace'] as const),
    };
    await server.running.services.sync.connectOrganisation({ ...actor, source: 'page' }, TENANT);
    await org.ann.api.post('/api/channels/contact/enable', {});
    expect(await until(section, (one) => one?.state === 'active')).toMatchObject({ notifications: 'none' });
    const outlook = server.outlook('ann');
    const folder = outlook
      .contactFolders()
      .find(({ properties }) => properties['displayName'] === 'Counterpart');
    outlook.createContact({ surname: 'Polled' }, folder?.id);
    await until(
      () => org.ann.api.get<{ total: number }>('/api/contacts'),
      ({ total }) => total === 1,
    );
  } finally {
    await server.stop();
  }
}, 60_000);
