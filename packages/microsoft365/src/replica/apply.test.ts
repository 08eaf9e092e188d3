import type { Outcome, RemoteReplica, Snapshot, WriteOperation } from '@counterpart/engine';
import { describe, expect, test } from 'vitest';
import { textOf } from '../json.ts';
import { TestTenant } from '../testing/tenant.ts';

async function setUp(options: ConstructorParameters<typeof TestTenant>[0] = {}) {
  const tenant = new TestTenant(options);
  const replica = tenant.replica();
  const { id: folder } = await replica.ensureContainer(null);
  tenant.takeRequests();
  return { tenant, replica, folder };
}

const create = (key: string, content: Snapshot['content'] = { firstName: key }): WriteOperation => ({
  op: 'create',
  key,
  content,
  marker: `org/${key}`,
});

const update = (snapshot: Snapshot, values: Snapshot['content'], key = 'update'): WriteOperation => ({
  op: 'update',
  key,
  id: snapshot.id,
  version: snapshot.version,
  content: { ...snapshot.content, ...values },
  fields: Object.keys(values),
  marker: 'org/a',
  ...(snapshot.native === undefined ? {} : { native: snapshot.native }),
});

async function created(replica: RemoteReplica, key = 'a', content?: Snapshot['content']): Promise<Snapshot> {
  const [outcome] = await replica.apply([create(key, content)]);
  if (outcome?.outcome !== 'done' || !outcome.snapshot) throw new Error(JSON.stringify(outcome));
  return outcome.snapshot;
}

const byKey = (outcomes: readonly Outcome[]) =>
  Object.fromEntries(outcomes.map((outcome) => [outcome.key, outcome.outcome]));

const names = (tenant: TestTenant) =>
  tenant.outlook
    .contacts()
    .map((one) => textOf(one['givenName']) ?? '')
    .sort();

describe('V5 a record that was made is found again by its marker', () => {
  test('the reply to the whole batch is lost after the write', async () => {
    const { tenant, replica } = await setUp();
    tenant.simulator.faults.add({ fault: { kind: 'replyLost' }, match: { path: '^/\\$batch' }, times: 1 });
    const outcomes = await replica.apply([create('a'), create('b')]);
    expect(byKey(outcomes)).toEqual({ a: 'unknown', b: 'unknown' });
    const found = await replica.findByMarkers(['org/a', 'org/b', 'org/c']);
    expect(new Map(found.map(({ marker, content }) => [marker, content['firstName']]))).toEqual(
      new Map([
        ['org/a', 'a'],
        ['org/b', 'b'],
      ]),
    );
    expect(names(tenant)).toEqual(['a', 'b']);
  });

  test('the connection is lost before the write: nothing is found', async () => {
    const { tenant, replica } = await setUp();
    tenant.simulator.faults.add({
      fault: { kind: 'connectionLost' },
      match: { path: '^/\\$batch' },
      times: 1,
    });
    expect(byKey(await replica.apply([create('a')]))).toEqual({ a: 'unknown' });
    expect(await replica.findByMarkers(['org/a'])).toEqual([]);
  });

  test('504 after the write, in one part: that one is unknown', async () => {
    const { tenant, replica } = await setUp();
    const fault = { kind: 'status', status: 504, afterWrite: true } as const;
    tenant.simulator.faults.add({ fault, match: { batchPart: true }, skip: 1, times: 1 });
    const outcomes = await replica.apply([create('a'), create('b'), create('c')]);
    expect(Object.values(byKey(outcomes)).sort()).toEqual(['done', 'done', 'unknown']);
    expect(names(tenant)).toEqual(['a', 'b', 'c']);
  });

  test.each(['contacts', 'Friends'])('a person moved it to %s at once: found there', async (name) => {
    const { tenant, replica } = await setUp();
    const { id } = await created(replica, 'a');
    const target = name === 'contacts' ? name : (tenant.outlook.createContactFolder(name)['id'] as string);
    tenant.outlook.moveContact(id, target);
    expect(await replica.findByMarkers(['org/a', 'org/b'])).toMatchObject([{ id, marker: 'org/a' }]);
  });

  test('a marker of other letters is not ours', async () => {
    const { replica } = await setUp();
    await created(replica, 'a');
    expect(await replica.findByMarkers(['ORG/A', "org/'"])).toEqual([]);
  });

  test('the first page of the search is empty and leads on', async () => {
    const { tenant, replica } = await setUp();
    await created(replica, 'a');
    tenant.simulator.faults.add({ fault: { kind: 'emptyPage' }, times: 1 });
    expect(await replica.findByMarkers(['org/a'])).toHaveLength(1);
  });

  test('two hundred at once', async () => {
    const { replica } = await setUp();
    const keys = Array.from({ length: 200 }, (_, n) => `k${n}`);
    for (let at = 0; at < keys.length; at += 20)
      await replica.apply(keys.slice(at, at + 20).map((key) => create(key)));
    expect(await replica.findByMarkers(keys.map((key) => `org/${key}`))).toHaveLength(200);
  });
});

describe('V3 what a person did meanwhile is not written over', () => {
  test('a stale version: nothing is written, and nothing is deleted', async () => {
    const { tenant, replica } = await setUp();
    const snapshot = await created(replica);
    tenant.outlook.updateContact(snapshot.id, { surname: 'theirs' });
    const outcomes = await replica.apply([
      update(snapshot, { lastName: 'ours' }),
      { op: 'delete', key: 'delete', id: snapshot.id, version: snapshot.version },
    ]);
    expect(byKey(outcomes)).toEqual({ update: 'stale', delete: 'stale' });
    expect(tenant.outlook.contact(snapshot.id)).toMatchObject({ surname: 'theirs' });
  });

  test.each([412, 409])('%i also without a reason of ours: stale, to be read again', async (status) => {
    const { tenant, replica } = await setUp();
    const snapshot = await created(replica);
    const fault = { kind: 'status', status, code: 'ErrorIrresolvableConflict' } as const;
    tenant.simulator.faults.add({ fault, match: { batchPart: true }, times: 1 });
    expect(byKey(await replica.apply([update(snapshot, { lastName: 'x' })]))).toEqual({ update: 'stale' });
  });

  test('nothing is known of what the collections hold: read first', async () => {
    const { tenant, replica } = await setUp();
    const { native: _, ...snapshot } = await created(replica);
    tenant.takeRequests();
    expect(byKey(await replica.apply([update(snapshot, { phone: '+1' })]))).toEqual({ update: 'stale' });
    expect(tenant.takeRequests()).toBe(0);
  });

  test('a third e-mail address, address parts, a display name of their own: kept through our writes', async () => {
    const { tenant, replica, folder } = await setUp();
    const theirs = {
      givenName: 'Ann',
      surname: 'Lee',
      displayName: 'Annie',
      emailAddresses: ['a@x', 'b@x', 'c@x'].map((address) => ({ address, name: `N ${address}` })),
      homePhones: ['+1', '+2'],
      homeAddress: { city: 'Bern' },
      spouseName: 'Bo',
    };
    const { id } = tenant.outlook.createContact(theirs, folder);
    const page = await replica.changesSince(null);
    const [seen] = page.lost ? [] : page.entries;
    if (seen?.state !== 'present') throw new Error('not seen');
    const values = { email: 'new@x', homePhone: '+9', mailingCity: 'Ulm', lastName: 'May' };
    const [outcome] = await replica.apply([update(seen, values)]);
    expect(outcome).toMatchObject({ outcome: 'done', snapshot: { content: { ...seen.content, ...values } } });
    expect(tenant.outlook.contact(id as string)).toMatchObject({
      displayName: 'Annie',
      emailAddresses: [{ address: 'new@x' }, theirs.emailAddresses[1], theirs.emailAddresses[2]],
      homePhones: ['+9', '+2'],
      homeAddress: { city: 'Bern' },
      businessAddress: { city: 'Ulm' },
      spouseName: 'Bo',
    });
  });
});

describe('V18 one bad record stops no other', () => {
  test('content that is refused: told apart, the others are written', async () => {
    const { tenant, replica } = await setUp();
    const fault = { kind: 'status', status: 400, code: 'ErrorInvalidProperty', message: 'too long' } as const;
    tenant.simulator.faults.add({ fault, match: { batchPart: true }, skip: 1, times: 1 });
    const outcomes = await replica.apply([create('a'), create('b'), create('c')]);
    const refused = outcomes.find((outcome) => outcome.outcome === 'refused');
    expect(refused).toMatchObject({ code: 'invalidContent' });
    expect(refused?.outcome === 'refused' && refused.detail).toContain('ErrorInvalidProperty: too long');
    expect(names(tenant)).toHaveLength(2);
  });

  test.each([
    [413, 'RequestTooLarge', 'recordTooLarge'],
    [507, 'ErrorQuotaExceeded', 'mailboxFull'],
    [403, 'ErrorAccessDenied', 'recordAccessDenied'],
    [422, 'Odd', 'refused'],
  ])('%i %s: %s', async (status, code, expected) => {
    const { tenant, replica } = await setUp();
    tenant.simulator.faults.add({
      fault: { kind: 'status', status, code },
      match: { batchPart: true },
      times: 1,
    });
    const outcomes = await replica.apply([create('a'), create('b')]);
    expect(outcomes.find((outcome) => outcome.outcome === 'refused')).toMatchObject({ code: expected });
  });

  test('429 for one part, longer than is waited out: that one later, the others done', async () => {
    const { tenant, replica } = await setUp();
    const fault = { kind: 'throttled', seconds: 3600 } as const;
    tenant.simulator.faults.add({ fault, match: { batchPart: true }, times: 1 });
    const outcomes = await replica.apply([create('a'), create('b')]);
    expect(outcomes.find((outcome) => outcome.outcome === 'later')).toMatchObject({
      retryAfterMs: 3_600_000,
    });
    expect(names(tenant)).toHaveLength(1);
  });
});

describe('what concerns the whole channel stops it', () => {
  test('the folder is gone: nothing can be made', async () => {
    const { tenant, replica, folder } = await setUp();
    tenant.outlook.deleteContactFolder(folder);
    await expect(replica.apply([create('a')])).rejects.toMatchObject({ code: 'containerMissing' });
  });

  test.each([
    ['accessDenied', 'accessDenied'],
    ['mailboxGone', 'mailboxMissing'],
    ['tokenExpired', 'signInLapsed'],
  ] as const)('%s for every part: %s', async (kind, code) => {
    const { tenant, replica } = await setUp();
    tenant.simulator.faults.add({ fault: { kind }, match: { batchPart: true } });
    await expect(replica.apply([create('a'), create('b')])).rejects.toMatchObject({ code });
  });
});

test('V8 deleting twice, and writing what is gone: gone', async () => {
  const { tenant, replica } = await setUp();
  const snapshot = await created(replica);
  tenant.outlook.deleteContact(snapshot.id);
  const remove = { op: 'delete', key: 'delete', id: snapshot.id, version: snapshot.version } as const;
  expect(byKey(await replica.apply([remove, update(snapshot, { lastName: 'x' })]))).toEqual({
    delete: 'gone',
    update: 'gone',
  });
});

test('V12 the second phone alone comes back as the second phone, here and in delta', async () => {
  const { replica } = await setUp();
  const begin = await replica.changesSince(null);
  const snapshot = await created(replica, 'a', { firstName: 'Ada', otherPhone: '+2' });
  expect(snapshot.content).toEqual({ firstName: 'Ada', otherPhone: '+2' });
  const page = await replica.changesSince(begin.lost ? null : begin.next);
  expect(!page.lost && page.entries).toMatchObject([{ content: snapshot.content }]);
});

test('an update marks the record as ours', async () => {
  const { tenant, replica, folder } = await setUp();
  tenant.outlook.createContact({ givenName: 'Ann' }, folder);
  const page = await replica.changesSince(null);
  const [seen] = page.lost ? [] : page.entries;
  if (seen?.state !== 'present') throw new Error('not seen');
  await replica.apply([update(seen, { lastName: 'Lee' })]);
  expect(await replica.read([seen.id])).toMatchObject([{ state: 'present', marker: 'org/a' }]);
});
