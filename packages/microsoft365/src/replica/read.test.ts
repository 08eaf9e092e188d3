import { describe, expect, test } from 'vitest';
import { TestTenant } from '../testing/tenant.ts';

async function setUp() {
  const tenant = new TestTenant();
  const replica = tenant.replica();
  await replica.ensureContainer(null);
  const content = { firstName: 'Ada' };
  const operations = ['a', 'b'].map((key) => ({ op: 'create' as const, key, content, marker: `org/${key}` }));
  const ids = (await replica.apply(operations)).flatMap((one) =>
    one.outcome === 'done' ? (one.snapshot?.id ?? []) : [],
  );
  return { tenant, replica, ids };
}

describe('V7 a second look never takes trouble for a deletion', () => {
  test.each([
    ['403', { kind: 'accessDenied' }, 'recordAccessDenied'],
    [
      '404 with a code that says something else',
      { kind: 'status', status: 404, code: 'UnknownError' },
      'unreadable',
    ],
    ['500 for ever', { kind: 'status', status: 500 }, 'unreadable'],
  ] as const)('%s for one record: unreadable, the other is read (V18)', async (_, fault, reason) => {
    const { tenant, replica, ids } = await setUp();
    const poisoned = encodeURIComponent(ids[0] ?? '').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    tenant.simulator.faults.add({ fault, match: { path: `/contacts/${poisoned}` } });
    const seen = await replica.read(ids);
    expect(seen.map((one) => one.state).sort()).toEqual(['present', 'unreadable']);
    expect(seen.find((one) => one.state === 'unreadable')).toMatchObject({ id: ids[0], reason });
  });

  test.each([
    ['mailboxGone', 'mailboxMissing'],
    ['accessDenied', 'accessDenied'],
    ['tokenExpired', 'signInLapsed'],
    ['connectionLost', 'serviceUnavailable'],
  ] as const)('%s for all: the channel stops with %s', async (kind, code) => {
    const { tenant, replica, ids } = await setUp();
    tenant.simulator.faults.add({ fault: { kind } });
    tenant.simulator.faults.add({ fault: { kind }, match: { path: '^/\\$batch' } });
    await expect(replica.read(ids)).rejects.toMatchObject({ name: 'ChannelProblem', code });
  });

  test('the folder is gone, and its contacts with it: no deletion of each of them (C8)', async () => {
    const { tenant, replica, ids } = await setUp();
    const folder = tenant.outlook.contactFolders().find((one) => one.wellKnownName === null);
    tenant.outlook.deleteContactFolder(folder?.id ?? '');
    await expect(replica.read(ids)).rejects.toMatchObject({ code: 'containerMissing' });
  });

  test('503 for the only record that is looked at: the service is away, the record is not unreadable', async () => {
    const { tenant, replica, ids } = await setUp();
    tenant.simulator.faults.add({ fault: { kind: 'status', status: 503 }, match: { path: '^/\\$batch' } });
    await expect(replica.read(ids.slice(0, 1))).rejects.toMatchObject({ code: 'serviceUnavailable' });
  });
});

test('reading shows the marker, in one request for each record', async () => {
  const { tenant, replica, ids } = await setUp();
  tenant.takeRequests();
  expect((await replica.read(ids)).map((one) => one.state === 'present' && one.marker)).toEqual([
    'org/a',
    'org/b',
  ]);
  expect(tenant.takeRequests()).toBe(2);
  expect(await replica.read([])).toEqual([]);
});
