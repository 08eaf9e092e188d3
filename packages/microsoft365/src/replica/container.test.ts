import { describe, expect, test } from 'vitest';
import { TestTenant } from '../testing/tenant.ts';
import { markerProperty } from './extended-property.ts';

const folders = (tenant: TestTenant) =>
  tenant.outlook
    .contactFolders()
    .filter((folder) => folder.wellKnownName === null)
    .map((folder) => folder.properties['displayName']);

const marked = (value: string) => ({ singleValueExtendedProperties: [{ id: markerProperty, value }] });

async function folderOf(tenant: TestTenant, name: string, marker?: string): Promise<string> {
  const { id } = tenant.outlook.createContactFolder(name);
  if (marker)
    await tenant.outlook.call('PATCH', `/contactFolders/${encodeURIComponent(id as string)}`, marked(marker));
  return id as string;
}

describe('C4 the folder of the CRM', () => {
  test('there is none: it is made, with our marker; asked again, it is found', async () => {
    const tenant = new TestTenant();
    const first = await tenant.replica().ensureContainer(null);
    expect(first.made).toBe(true);
    expect(await tenant.replica().ensureContainer(null)).toEqual({ id: first.id, made: false });
    expect(await tenant.replica().ensureContainer(first.id)).toEqual({ id: first.id, made: false });
    expect(folders(tenant)).toEqual(['Counterpart']);
  });

  test('B8 renamed by the person: found by the marker', async () => {
    const tenant = new TestTenant();
    const { id } = await tenant.replica().ensureContainer(null);
    tenant.outlook.renameContactFolder(id, 'My CRM');
    expect(await tenant.replica().ensureContainer(null)).toEqual({ id, made: false });
  });

  test('V5 the reply to its creation is lost: the next look finds it', async () => {
    const tenant = new TestTenant();
    tenant.simulator.faults.add({ fault: { kind: 'replyLost' }, match: { method: 'POST' }, times: 1 });
    await expect(tenant.replica().ensureContainer(null)).rejects.toMatchObject({
      code: 'serviceUnavailable',
    });
    expect(await tenant.replica().ensureContainer(null)).toMatchObject({ made: false });
    expect(folders(tenant)).toEqual(['Counterpart']);
  });

  test('the stored one is gone: another is made', async () => {
    const tenant = new TestTenant();
    const { id } = await tenant.replica().ensureContainer(null);
    tenant.outlook.deleteContactFolder(id);
    const again = await tenant.replica().ensureContainer(id);
    expect(again.made).toBe(true);
    expect(again.id).not.toBe(id);
  });

  test("a folder of that name with the person's own contacts: never taken, ours gets a number", async () => {
    const tenant = new TestTenant();
    const theirs = await folderOf(tenant, 'counterpart');
    tenant.outlook.createContact({ givenName: 'Mine' }, theirs);
    const { id, made } = await tenant.replica().ensureContainer(null);
    expect([made, id === theirs, folders(tenant)]).toEqual([true, false, ['counterpart', 'Counterpart (2)']]);
  });

  test('an empty folder of that name: taken over, and marked', async () => {
    const tenant = new TestTenant();
    const empty = await folderOf(tenant, 'Counterpart');
    expect(await tenant.replica().ensureContainer(null)).toEqual({ id: empty, made: false });
    tenant.outlook.createContact({ givenName: 'Later' }, empty);
    expect(await tenant.replica().ensureContainer(null)).toEqual({ id: empty, made: false });
  });

  test('V15 the folder of another organisation with the same name: left alone, also when empty', async () => {
    const tenant = new TestTenant();
    const theirs = await folderOf(tenant, 'Counterpart', 'folder/somebody else');
    expect((await tenant.replica().ensureContainer(null)).id).not.toBe(theirs);
  });
});

describe('C8 whether the folder is there', () => {
  test('it is; a person deleted it', async () => {
    const tenant = new TestTenant();
    const replica = tenant.replica();
    const { id } = await replica.ensureContainer(null);
    expect(await replica.containerExists(id)).toBe(true);
    tenant.outlook.deleteContactFolder(id);
    expect(await replica.containerExists(id)).toBe(false);
  });

  test('moved into another folder of contacts: it is', async () => {
    const tenant = new TestTenant();
    const replica = tenant.replica();
    const { id } = await replica.ensureContainer(null);
    const outer = await folderOf(tenant, 'Outer');
    const folder = tenant.outlook.mailbox.containers.get(id);
    if (folder) folder.parentId = outer;
    expect(await replica.containerExists(id)).toBe(true);
  });

  test('moved to Deleted Items, as Outlook deletes: it is not', async () => {
    const tenant = new TestTenant();
    const replica = tenant.replica();
    const { id } = await replica.ensureContainer(null);
    const folder = tenant.outlook.mailbox.containers.get(id);
    if (folder) folder.parentId = tenant.outlook.mailbox.wellKnown.get('deleteditems') ?? '';
    expect(await replica.containerExists(id)).toBe(false);
  });

  test.each(['accessDenied', 'mailboxGone', 'connectionLost', 'tokenExpired'] as const)(
    'V7 %s: no answer, least of all no',
    async (kind) => {
      const tenant = new TestTenant();
      const replica = tenant.replica();
      const { id } = await replica.ensureContainer(null);
      tenant.simulator.faults.add({ fault: { kind } });
      await expect(replica.containerExists(id)).rejects.toMatchObject({ name: 'ChannelProblem' });
    },
  );
});

test('C8 disabling removes the folder with what is in it; twice is once', async () => {
  const tenant = new TestTenant();
  const replica = tenant.replica();
  const { id } = await replica.ensureContainer(null);
  tenant.outlook.createContact({ givenName: 'Ada' }, id);
  tenant.outlook.createContact({ givenName: 'Mine' });
  tenant.simulator.faults.add({ fault: { kind: 'replyLost' }, match: { method: 'DELETE' }, times: 1 });
  await replica.removeContainer(id);
  await replica.removeContainer(id);
  expect(folders(tenant)).toEqual([]);
  expect(tenant.outlook.contacts().map((contact) => contact['givenName'])).toEqual(['Mine']);
});

test('C8 the folder is said to be removed and still shows: to be tried again, and not taken for gone', async () => {
  const tenant = new TestTenant();
  const replica = tenant.replica();
  const { id } = await replica.ensureContainer(null);
  tenant.simulator.faults.add({
    fault: { kind: 'status', status: 200 },
    match: { method: 'DELETE' },
    times: 1,
  });
  await expect(replica.removeContainer(id)).rejects.toMatchObject({
    code: 'containerStillThere',
    retryAfterMs: 60_000,
  });
  await replica.removeContainer(id);
  expect(folders(tenant)).toEqual([]);
});
