import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { openTestCrm, type TestCrm } from '../testing/crm.ts';
import {
  contactTimeline,
  createContact,
  getContact,
  massDeleteContacts,
  massUpdateContacts,
} from './contacts.ts';

let test: TestCrm;
let administrator: Actor;
let ann: Actor;
let ben: Actor;
beforeAll(async () => {
  test = await openTestCrm();
  const organisation = await test.organisation();
  administrator = organisation.administrator;
  ann = await organisation.salesperson();
  ben = await organisation.salesperson();
});
afterAll(() => test.close());

const add = async (actor: Actor, lastName: string, title?: string) =>
  (await createContact(test.crm, actor, { values: { lastName, title } })).id;
const read = (id: string) => getContact(test.crm, administrator, id);

describe('mass update (R1, C7)', () => {
  it('marks only the contacts whose values it really changed', async () => {
    const changed = await add(ann, 'Mass', 'Clerk');
    const same = await add(ann, 'Mass', 'Chief');
    const result = await massUpdateContacts(test.crm, ann, {
      selection: { filter: { lastName: 'mass' } },
      changes: { title: ' Chief ' },
    });
    expect(result).toEqual({ matched: 2, changed: 1 });
    expect(await read(changed)).toMatchObject({
      massUpdatedAt: new Date(test.clock.nowMs),
      version: 2,
      content: { title: 'Chief' },
    });
    expect(await read(same)).toMatchObject({ massUpdatedAt: null, version: 1 });
    expect(await contactTimeline(test.crm, ann, same)).toHaveLength(1);
    expect((await contactTimeline(test.crm, ann, changed))[0]).toMatchObject({
      source: 'massUpdate',
      changes: [{ field: 'title', before: 'Clerk', after: 'Chief' }],
    });
  });

  it('empties fields, and hands contacts over', async () => {
    const id = await add(ann, 'Handover', 'Clerk');
    await massUpdateContacts(test.crm, ann, {
      selection: { ids: [id] },
      changes: { title: null },
      ownerId: ben.membershipId,
    });
    expect(await read(id)).toMatchObject({
      content: { lastName: 'Handover' },
      owner: { id: ben.membershipId },
    });
  });

  it("a salesperson's reaches their own contacts alone, whatever is selected (V15)", async () => {
    const own = await add(ann, 'Reach');
    const others = await add(ben, 'Reach');
    const input = { selection: { ids: [own, others] }, changes: { title: 'x' } };
    expect(await massUpdateContacts(test.crm, ann, input)).toEqual({ matched: 1, changed: 1 });
    expect((await read(others)).content['title']).toBeUndefined();
    const all = { selection: { search: 'reach', except: [own] }, changes: { title: 'y' } };
    expect(await massUpdateContacts(test.crm, administrator, all)).toEqual({ matched: 1, changed: 1 });
  });

  it('needs the permission, something to change, and values that can be used', async () => {
    const input = { selection: { filter: {} }, changes: { title: 'x' } };
    const without: Actor = { ...ann, permissions: new Set() };
    await expect(massUpdateContacts(test.crm, without, input)).rejects.toMatchObject({ code: 'notAllowed' });
    const nothing = { selection: { filter: {} }, changes: {} };
    await expect(massUpdateContacts(test.crm, ann, nothing)).rejects.toMatchObject({ code: 'invalidValue' });
    const bad = { selection: { filter: {} }, changes: { email: 'x' } };
    await expect(massUpdateContacts(test.crm, ann, bad)).rejects.toMatchObject({
      problems: [{ path: 'email' }],
    });
  });

  it('two at once over the same contacts wait for each other', async () => {
    for (let number = 0; number < 30; number += 1) await add(ann, 'Both');
    const update = (title: string) =>
      massUpdateContacts(test.crm, ann, { selection: { search: 'both' }, changes: { title } });
    const results = await Promise.all([update('a'), update('b')]);
    expect(results).toEqual([
      { matched: 30, changed: 30 },
      { matched: 30, changed: 30 },
    ]);
  });
});

describe('mass deletion (R1)', () => {
  it('needs the permission, and can be taken back', async () => {
    const id = await add(ann, 'Bin');
    const input = { selection: { ids: [id] } };
    await expect(massDeleteContacts(test.crm, ann, input)).rejects.toMatchObject({ code: 'notAllowed' });
    expect(await massDeleteContacts(test.crm, administrator, input)).toEqual({ deleted: 1 });
    expect(await massDeleteContacts(test.crm, administrator, input)).toEqual({ deleted: 0 });
    expect((await read(id)).deletedAt).not.toBeNull();
  });
});
