import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { openTestCrm, type TestCrm } from '../testing/crm.ts';
import { contactFieldNames } from './table.ts';
import {
  changeOwner,
  contactTimeline,
  createContact,
  deleteContact,
  restoreContact,
  updateContact,
} from './contacts.ts';

let test: TestCrm;
let actor: Actor;
let other: Actor;
beforeAll(async () => {
  test = await openTestCrm();
  const organisation = await test.organisation();
  actor = organisation.administrator;
  other = await organisation.salesperson();
});
afterAll(() => test.close());

const log = async (id: string) =>
  (await test.root.query('select * from change_log where record_id = $1 order by seq', [id])).rows;

it('every field of a contact is logged when it comes, changes and goes (B5)', async () => {
  const values = (mark: string) =>
    Object.fromEntries(
      contactFieldNames.map((field) => [
        field,
        field === 'dateOfBirth'
          ? mark === 'a'
            ? '1980-01-01'
            : '1981-01-01'
          : `${mark}@${field}.example`.toLowerCase(),
      ]),
    );
  const { id } = await createContact(test.crm, actor, { values: values('a') });
  await updateContact(test.crm, actor, { id, values: values('b') });
  await updateContact(test.crm, actor, {
    id,
    values: Object.fromEntries(contactFieldNames.map((field) => [field, null])),
  });
  const [emptied, changed, created] = await contactTimeline(test.crm, actor, id);
  const each = (before: { [field: string]: string } | null, after: { [field: string]: string } | null) =>
    contactFieldNames.map((field) => ({
      field,
      before: before?.[field] ?? null,
      after: after?.[field] ?? null,
    }));
  expect(created?.changes).toEqual([
    ...each(null, values('a')),
    { field: 'owner', before: null, after: 'Somebody' },
    { field: 'origin', before: null, after: 'created' },
  ]);
  expect(changed?.changes).toEqual(each(values('a'), values('b')));
  expect(emptied?.changes).toEqual(each(values('b'), null));
});

it('an update that changes nothing is not logged and changes neither version nor time', async () => {
  const contact = await createContact(test.crm, actor, {
    values: { lastName: 'Still', email: 'still@example.com' },
  });
  test.clock.nowMs += 1000;
  const same = await updateContact(test.crm, actor, { id: contact.id, values: { lastName: '  Still ' } });
  expect(same).toEqual(contact);
  await test.root.query('update contacts set last_name = last_name where id = $1', [contact.id]);
  expect(await log(contact.id)).toHaveLength(1);
});

it('raw SQL cannot change a contact unseen', async () => {
  const { id } = await createContact(test.crm, actor, { values: { lastName: 'Raw' } });
  await test.root.query("update contacts set last_name = 'Changed', version = 99 where id = $1", [id]);
  const entry = (await log(id)).at(-1);
  expect(entry).toMatchObject({
    op: 'update',
    before: { last_name: 'Raw' },
    after: { last_name: 'Changed' },
    version: '2',
    source: 'system',
    membership_id: null,
  });
});

it('says who, from where, in which run and channel, and whose the record is and was', async () => {
  const channelId = test.crm.ids.next();
  const runId = test.crm.ids.next();
  const { id } = await createContact(
    test.crm,
    { ...actor, source: 'api' },
    { values: { lastName: 'Owned' } },
  );
  await changeOwner(
    test.crm,
    { ...actor, source: 'microsoft365', channelId, runId },
    { id, ownerId: other.membershipId },
  );
  const [created, moved] = await log(id);
  expect(created).toMatchObject({
    source: 'api',
    membership_id: actor.membershipId,
    previous_owner_membership_id: null,
  });
  expect(moved).toMatchObject({
    source: 'microsoft365',
    channel_id: channelId,
    run_id: runId,
    owner_membership_id: other.membershipId,
    previous_owner_membership_id: actor.membershipId,
  });
  const [item] = await contactTimeline(test.crm, actor, id);
  expect(item).toMatchObject({
    runId,
    channelId,
    changes: [{ field: 'owner', before: 'Somebody', after: 'Somebody' }],
  });
});

it('deleting and restoring are logged as such', async () => {
  const { id } = await createContact(test.crm, actor, { values: { lastName: 'Gone' } });
  await deleteContact(test.crm, actor, { id });
  const restored = await restoreContact(test.crm, actor, { id });
  expect((await log(id)).map(({ op }) => op)).toEqual(['create', 'delete', 'restore']);
  expect(restored).toMatchObject({ version: 3, deletedAt: null });
});

it('listeners are told once for each statement, with the owners concerned', async () => {
  const heard: unknown[] = [];
  test.root.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '')));
  await test.root.query('listen counterpart_changes');
  const { id } = await createContact(test.crm, actor, { values: { lastName: 'Loud' } });
  await changeOwner(test.crm, actor, { id, ownerId: other.membershipId });
  await test.crm.transaction(actor, (tx) => sql`update contacts set title = 'All of them'`.execute(tx));
  await test.root.query('unlisten counterpart_changes');
  test.root.removeAllListeners('notification');
  const common = { org: actor.orgId, kind: 'contact', source: 'page' };
  expect(heard).toEqual([
    { ...common, id, owners: [actor.membershipId] },
    { ...common, id, owners: expect.toSatisfy((owners: string[]) => owners.length === 2) },
    { ...common, owners: expect.anything() },
  ]);
});
