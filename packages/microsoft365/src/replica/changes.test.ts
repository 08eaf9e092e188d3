import type { ChangePage, RemoteReplica, Seen } from '@counterpart/engine';
import { describe, expect, test } from 'vitest';
import { TestTenant } from '../testing/tenant.ts';

type Listed = { readonly entries: readonly Seen[]; readonly cursor: string };

async function setUp(options: ConstructorParameters<typeof TestTenant>[0] = {}) {
  const tenant = new TestTenant(options);
  const replica = tenant.replica();
  const { id: folder } = await replica.ensureContainer(null);
  tenant.takeRequests();
  return { tenant, replica, folder };
}

async function readPages(replica: RemoteReplica, from: string | null): Promise<Listed> {
  const entries: Seen[] = [];
  for (let cursor = from; ;) {
    const page: ChangePage = await replica.changesSince(cursor);
    if (page.lost) throw new Error('lost');
    entries.push(...page.entries);
    cursor = page.next;
    if (!page.more) return { entries, cursor };
  }
}

const firstNames = (entries: readonly Seen[]) =>
  entries
    .flatMap((entry) => (entry.state === 'present' ? [JSON.stringify(entry.content['firstName'])] : []))
    .sort();

const fill = (tenant: TestTenant, folder: string, count: number) => {
  for (let n = 0; n < count; n += 1) tenant.outlook.createContact({ givenName: `Person ${n}` }, folder);
};

const markers = (entries: readonly Seen[]) =>
  entries.flatMap((entry) => (entry.state === 'present' && entry.marker ? [entry.marker] : []));

describe('V11 the fewest requests', () => {
  test('an empty folder: one', async () => {
    const { tenant, replica } = await setUp();
    await readPages(replica, null);
    expect(tenant.takeRequests()).toBe(1);
  });

  test('1,200 contacts: three pages of contents and two of markers', async () => {
    const { tenant, replica, folder } = await setUp();
    fill(tenant, folder, 1200);
    const { entries } = await readPages(replica, null);
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(1200);
    expect(tenant.takeRequests()).toBe(5);
  });

  test('nothing to do: one, whatever the folder holds', async () => {
    const { tenant, replica, folder } = await setUp();
    fill(tenant, folder, 300);
    const { cursor } = await readPages(replica, null);
    tenant.takeRequests();
    expect((await readPages(replica, cursor)).entries).toEqual([]);
    expect(tenant.takeRequests()).toBe(1);
  });

  test('the first page of a round may be empty', async () => {
    const { tenant, replica, folder } = await setUp({ unknowns: { emptyFirstDeltaPage: true } });
    fill(tenant, folder, 3);
    expect((await readPages(replica, null)).entries).toHaveLength(3);
  });
});

describe('B8 a full round shows the markers', () => {
  test('of what is listed, and of what was made while it was listed', async () => {
    const { tenant, replica, folder } = await setUp();
    fill(tenant, folder, 499);
    const create = (n: number) =>
      replica.apply([{ op: 'create', key: 'k', content: { firstName: `Ours ${n}` }, marker: `org/${n}` }]);
    await create(1);
    const first = await replica.changesSince(null);
    if (first.lost) throw new Error('lost');
    await create(2);
    const { entries } = await readPages(replica, null);
    expect(markers(entries).sort()).toEqual(['org/1', 'org/2']);
    const rest = await readPages(replica, first.next);
    expect([...markers(first.entries), ...markers(rest.entries)]).toContain('org/1');
  });

  test('begun in one process, ended in another', async () => {
    const { tenant, replica, folder } = await setUp();
    fill(tenant, folder, 600);
    await replica.apply([{ op: 'create', key: 'k', content: { firstName: 'Ours' }, marker: 'org/1' }]);
    const first = await replica.changesSince(null);
    if (first.lost) throw new Error('lost');
    const rest = await readPages(tenant.replica({ container: folder }), first.next);
    expect(markers([...first.entries, ...rest.entries])).toEqual(['org/1']);
  });
});

describe('V10 a cursor that is lost means reading again', () => {
  test.each([
    ['410', 410, 'syncStateNotFound'],
    ['400 syncStateNotFound', 400, 'syncStateNotFound'],
    ['404 SyncStateNotFound', 404, 'SyncStateNotFound'],
    ['400 resyncRequired', 400, 'resyncRequired'],
  ] as const)('expired: %s', async (_, expiredDeltaStatus, syncStateCode) => {
    const { tenant, replica, folder } = await setUp({ unknowns: { expiredDeltaStatus, syncStateCode } });
    fill(tenant, folder, 2);
    const { cursor } = await readPages(replica, null);
    tenant.simulator.faults.add({ fault: { kind: 'deltaExpired' }, times: 1 });
    expect(await replica.changesSince(cursor)).toEqual({ lost: true });
    expect((await readPages(replica, null)).entries).toHaveLength(2);
  });

  test('expired in the middle of a page', async () => {
    const { tenant, replica, folder } = await setUp();
    fill(tenant, folder, 700);
    const first = await replica.changesSince(null);
    if (first.lost) throw new Error('lost');
    tenant.simulator.faults.add({ fault: { kind: 'deltaExpired' }, times: 1 });
    expect(await replica.changesSince(first.next)).toEqual({ lost: true });
    expect((await readPages(replica, null)).entries).toHaveLength(700);
  });

  test.each([
    ['damaged', 'not a cursor'],
    ['of nothing', '{}'],
    [
      'leading elsewhere',
      JSON.stringify({ container: 'x', select: 'id', path: 'https://elsewhere.test', round: false }),
    ],
  ])('%s: lost, without asking anybody', async (_, cursor) => {
    const { tenant, replica } = await setUp();
    expect(await replica.changesSince(cursor)).toEqual({ lost: true });
    expect(tenant.takeRequests()).toBe(0);
  });

  test('of another folder: lost', async () => {
    const { tenant, replica } = await setUp();
    const { cursor } = await readPages(replica, null);
    const other = tenant.outlook.createContactFolder('Other')['id'] as string;
    expect(await tenant.replica({ container: other }).changesSince(cursor)).toEqual({ lost: true });
  });

  test('of other fields: lost, for the properties asked for are frozen into it (C2)', async () => {
    const { tenant, replica, folder } = await setUp();
    const { cursor } = await readPages(replica, null);
    const other = tenant.replica({ container: folder, mapping: { firstName: 'nickName' } });
    expect(await other.changesSince(cursor)).toEqual({ lost: true });
  });

  test('V14 lost again and again: the channel stops instead of turning for ever', async () => {
    const { tenant, replica, folder } = await setUp();
    fill(tenant, folder, 700);
    tenant.simulator.faults.add({ fault: { kind: 'deltaExpired' }, match: { path: 'skiptoken' } });
    const roundsUntilItStops = async () => {
      for (let round = 0; round < 20; round += 1) {
        const first = await replica.changesSince(null);
        if (!first.lost) await replica.changesSince(first.next);
      }
    };
    await expect(roundsUntilItStops()).rejects.toMatchObject({ code: 'serviceUnavailable' });
  });
});

describe('V7 what delta says of removal is only a hint', () => {
  test('deleted, moved away, and never seen: each is `missing`, and a second look tells them apart', async () => {
    const { tenant, replica, folder } = await setUp();
    fill(tenant, folder, 2);
    const { entries, cursor } = await readPages(replica, null);
    const [gone = '', moved = ''] = entries.map((entry) => entry.id);
    tenant.outlook.deleteContact(gone);
    tenant.outlook.moveContact(moved, 'contacts');
    tenant.simulator.faults.add({ fault: { kind: 'unknownRemoved', count: 2 }, times: 1 });
    const after = await readPages(replica, cursor);
    expect(after.entries.map((entry) => entry.state)).toEqual(['missing', 'missing', 'missing', 'missing']);
    const looked = await replica.read(after.entries.map((entry) => entry.id));
    const states = new Map(looked.map((seen) => [seen.id, seen]));
    expect(states.get(gone)).toEqual({ state: 'deleted', id: gone });
    expect(states.get(moved)).toMatchObject({ state: 'outOfScope', id: moved, reason: 'movedOutOfFolder' });
    expect(looked.filter((seen) => seen.state === 'deleted')).toHaveLength(3);
  });

  test('moved to Deleted Items, as Outlook deletes: deleted', async () => {
    const { tenant, replica, folder } = await setUp();
    fill(tenant, folder, 1);
    const [entry] = (await readPages(replica, null)).entries;
    const bin = tenant.outlook.mailbox.wellKnown.get('deleteditems');
    for (const item of tenant.outlook.mailbox.items.values()) item.containerId = bin ?? '';
    expect(await replica.read([entry?.id ?? ''])).toEqual([{ state: 'deleted', id: entry?.id }]);
  });

  test('an answer that breaks off is asked for again', async () => {
    const { tenant, replica, folder } = await setUp();
    fill(tenant, folder, 5);
    tenant.simulator.faults.add({ fault: { kind: 'cutOff' }, times: 1 });
    expect((await readPages(replica, null)).entries).toHaveLength(5);
  });

  test('an empty page with a link says nothing', async () => {
    const { tenant, replica, folder } = await setUp();
    fill(tenant, folder, 5);
    tenant.simulator.faults.add({ fault: { kind: 'emptyPage' }, match: { path: 'delta' }, times: 1 });
    expect((await readPages(replica, null)).entries).toHaveLength(5);
  });
});

describe('V13 entries repeated and in another order', () => {
  test.each(['repeatEntries', 'shuffleEntries'] as const)(
    '%s: the same contacts, each once',
    async (kind) => {
      const { tenant, replica, folder } = await setUp();
      fill(tenant, folder, 7);
      const expected = firstNames((await readPages(replica, null)).entries);
      tenant.simulator.faults.add({ fault: { kind }, match: { path: 'delta' } });
      expect(firstNames((await readPages(replica, null)).entries)).toEqual(expected);
    },
  );

  test('an item that comes without all its properties is read by itself, not taken for emptied', async () => {
    const { tenant, replica, folder } = await setUp();
    const { cursor } = await readPages(replica, null);
    tenant.outlook.createContact({ givenName: 'Ada', surname: 'Lovelace' }, folder);
    const partial = tenant.replica({
      container: folder,
      client: tenant.client({
        fetch: async (request) => {
          const response = await tenant.fetch(request);
          const text = await response.text();
          const cut = request.url.includes('delta') ? text.replace('"surname":"Lovelace",', '') : text;
          return new Response(cut, { status: response.status });
        },
      }),
    });
    const page = await partial.changesSince(cursor);
    expect(!page.lost && page.entries).toMatchObject([
      { content: { firstName: 'Ada', lastName: 'Lovelace' } },
    ]);
  });
});

describe('what stops the channel says so', () => {
  test.each([
    [
      'the folder is gone',
      'containerMissing',
      null,
      (t: TestTenant, f: string) => t.outlook.deleteContactFolder(f),
    ],
    [
      'the mailbox is gone',
      'mailboxMissing',
      null,
      (t: TestTenant) => t.simulator.faults.add({ fault: { kind: 'mailboxGone' } }),
    ],
    [
      'the token is refused',
      'signInLapsed',
      null,
      (t: TestTenant) => t.simulator.faults.add({ fault: { kind: 'tokenExpired' } }),
    ],
    [
      'access is denied',
      'accessDenied',
      null,
      (t: TestTenant) => t.simulator.faults.add({ fault: { kind: 'accessDenied' } }),
    ],
    [
      'throttled for an hour',
      'throttled',
      3_600_000,
      (t: TestTenant) => t.simulator.faults.add({ fault: { kind: 'throttled', seconds: 3600 } }),
    ],
    [
      '503 without end',
      'serviceUnavailable',
      60_000,
      (t: TestTenant) => t.simulator.faults.add({ fault: { kind: 'status', status: 503 } }),
    ],
    [
      'no connection',
      'serviceUnavailable',
      60_000,
      (t: TestTenant) => t.simulator.faults.add({ fault: { kind: 'connectionLost' } }),
    ],
  ] as const)('%s: %s', async (_, code, retryAfterMs, happen) => {
    const { tenant, replica, folder } = await setUp();
    const { cursor } = await readPages(replica, null);
    happen(tenant, folder);
    await expect(replica.changesSince(cursor)).rejects.toMatchObject({
      name: 'ChannelProblem',
      code,
      retryAfterMs,
    });
    await expect(replica.changesSince(null)).rejects.toMatchObject({ name: 'ChannelProblem', code });
  });

  test('there is no container yet', async () => {
    await expect(new TestTenant().replica().changesSince(null)).rejects.toMatchObject({
      code: 'containerMissing',
    });
  });
});

test('V16 identifiers survive a move, also with slashes in them', async () => {
  const { tenant, replica, folder } = await setUp({ unknowns: { idsWithSlashes: true } });
  fill(tenant, folder, 1);
  const [entry] = (await readPages(replica, null)).entries;
  const id = entry?.id ?? '';
  tenant.outlook.moveContact(id, 'contacts');
  tenant.outlook.moveContact(id, folder);
  expect(await replica.read([id])).toMatchObject([{ state: 'present', id }]);
});
