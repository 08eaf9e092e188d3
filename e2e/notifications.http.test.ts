import {
  contactsOf,
  startTestServer,
  until,
  type TestOrganisation,
  type TestServer,
} from '@counterpart/server/testing';
import type { Actor } from '@counterpart/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

let server: TestServer;
let org: TestOrganisation;
let outlook: Actor;

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  org = await server.organisation();
  await server.connect(org);
  outlook = server.outlook('ann');
  await contactsOf(org.ann).enabled();
  await until(
    () => Promise.resolve(subscription()),
    (found) => found !== undefined,
  );
});
afterEach(() => server.microsoft365.simulator.faults.clear());
afterAll(() => server.stop());

const subscription = () => [...server.microsoft365.simulator.state.subscriptions.values()][0];
const folder = () =>
  outlook.contactFolders().find(({ properties }) => properties['displayName'] === 'Counterpart')?.id ?? '';
const inOutlook = () =>
  outlook
    .contacts(folder())
    .map(({ surname }) => (typeof surname === 'string' ? surname : ''))
    .sort();
const inCrm = async () => {
  const { items } = await org.ann.api.get<{ items: { lastName: string }[] }>('/api/contacts?limit=100');
  return items.map(({ lastName }) => lastName).sort();
};
const idOf = (item: { readonly [name: string]: unknown } | undefined) =>
  typeof item?.['id'] === 'string' ? item['id'] : '';

const notification = (clientState: string) => ({
  value: [
    {
      subscriptionId: subscription()?.id,
      clientState,
      changeType: 'updated',
      resource: 'Users/x/Contacts/y',
      tenantId: subscription()?.tenantId,
    },
  ],
});
const send = async (body: object) => {
  const answer = await server.anonymous().request('POST', '/api/microsoft365/notifications', body);
  return answer.status;
};
/** What a metric of Prometheus says. */
const counted = async (outcome: string): Promise<number> => {
  const text = String((await server.anonymous().request('GET', '/metrics')).body);
  const line = text
    .split('\n')
    .find((one) => one.startsWith(`counterpart_notifications_total{outcome="${outcome}"}`));
  return Number(line?.split(' ').at(-1) ?? 0);
};
const writes = async () => {
  const { lastRun } = await contactsOf(org.ann).synced();
  const { pulledLocal: _here, pulledRemote: _there, leftOut: _rest, ...counters } = lastRun?.counters ?? {};
  return Object.entries(counters).filter(([, count]) => count !== 0);
};

describe('B9: notifications are hints', () => {
  test('lost: the next poll finds what changed on both sides, and no write is too many', async () => {
    server.microsoft365.simulator.faults.add({ fault: { kind: 'notificationLost' } });
    const first = outlook.createContact({ surname: 'Stays' }, folder());
    const second = outlook.createContact({ surname: 'Goes' }, folder());
    await contactsOf(org.ann).synced();
    expect(await inCrm()).toEqual(['Goes', 'Stays']);
    outlook.updateContact(idOf(first), { surname: 'Stays, renamed' });
    outlook.deleteContact(idOf(second));
    outlook.createContact({ surname: 'Third' }, folder());
    // One poll, as the backstop does it.
    await contactsOf(org.ann).synced();
    expect(inOutlook()).toEqual(['Stays, renamed', 'Third']);
    // C3: what was deleted there stays here, unlinked.
    expect(await inCrm()).toEqual(['Goes', 'Stays, renamed', 'Third']);
    expect(await writes()).toEqual([]);
  });

  test('doubled a hundredfold: no write too many', async () => {
    outlook.createContact({ surname: 'Once' }, folder());
    const body = notification(subscription()?.clientState ?? '');
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(body)));
    expect(new Set(answers)).toEqual(new Set([202]));
    await until(inCrm, (names) => names.includes('Once'));
    expect((await inCrm()).filter((name) => name === 'Once')).toHaveLength(1);
    expect(inOutlook().filter((name) => name === 'Once')).toHaveLength(1);
    expect(await writes()).toEqual([]);
    expect(await counted('accepted')).toBeGreaterThanOrEqual(100);
  });

  test('forged: refused and counted, and nothing is looked at for them', async () => {
    await contactsOf(org.ann).synced();
    const { id } = (await contactsOf(org.ann).section()).lastRun ?? {};
    const [before, good] = [await counted('refused'), subscription()?.clientState ?? ''];
    const forged = [`${good.slice(0, -1)}x`, good.split('.').slice(0, 2).join('.'), 'nonsense', ''];
    for (const clientState of forged) expect(await send(notification(clientState))).toBe(202);
    expect((await counted('refused')) - before).toBe(forged.length);
    expect((await contactsOf(org.ann).section()).lastRun?.id).toBe(id);
  });
});
