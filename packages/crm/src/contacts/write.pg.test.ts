import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { openTestCrm, type TestCrm } from '../testing/crm.ts';
import { listContacts, listDeletedContacts } from './contacts.ts';
import {
  changeOwner,
  createContact,
  deleteContact,
  getContact,
  restoreContact,
  updateContact,
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

describe('a contact is created and changed (R1)', () => {
  it('values are made canonical in one place', async () => {
    const contact = await createContact(test.crm, ann, {
      values: { lastName: '  van   Gogh ', email: 'v@example.com', title: '', dateOfBirth: '1853-03-30' },
    });
    expect(contact.content).toEqual({
      lastName: 'van Gogh',
      email: 'v@example.com',
      dateOfBirth: '1853-03-30',
    });
    expect(contact).toMatchObject({
      origin: 'created',
      version: 1,
      massUpdatedAt: null,
      owner: { id: ann.membershipId },
    });
    expect(await getContact(test.crm, ann, contact.id)).toEqual(contact);
  });

  it('made by a program, it says so', async () => {
    const contact = await createContact(
      test.crm,
      { ...ann, source: 'api' },
      { values: { lastName: 'Robot' } },
    );
    expect(contact.origin).toBe('api');
  });

  it('what is no address or date is refused, naming the field', async () => {
    const made = createContact(test.crm, ann, {
      values: { email: 'no address', secondEmail: 'a@b', dateOfBirth: '31 June' },
    });
    await expect(made).rejects.toMatchObject({
      code: 'invalidValue',
      problems: [{ path: 'email' }, { path: 'secondEmail' }, { path: 'dateOfBirth' }],
    });
    await expect(createContact(test.crm, ann, { values: { title: ' ' } })).rejects.toMatchObject({
      code: 'invalidValue',
    });
  });

  it('an address that Microsoft 365 holds is kept when another field changes, whatever it looks like', async () => {
    const { id } = await createContact(test.crm, ann, { values: { lastName: 'Odd' } });
    await test.root.query("update contacts set email = 'odd one' where id = $1", [id]);
    const changed = await updateContact(test.crm, ann, { id, values: { title: 'Chief' } });
    expect(changed.content).toMatchObject({ email: 'odd one', title: 'Chief' });
  });

  it('very long text is kept whole', async () => {
    const long = 'é'.repeat(30_000);
    const contact = await createContact(test.crm, ann, {
      values: { lastName: long, email: 'l@example.com' },
    });
    expect(contact.content['lastName']).toBe(long);
  });

  it('somebody else changed it in the meantime: refused, and nothing is lost', async () => {
    const { id } = await createContact(test.crm, ann, { values: { lastName: 'Locked' } });
    await updateContact(test.crm, ann, { id, values: { title: 'First' }, expectedVersion: 1 });
    const late = updateContact(test.crm, ann, { id, values: { title: 'Second' }, expectedVersion: 1 });
    await expect(late).rejects.toMatchObject({ code: 'changedMeanwhile' });
    await expect(deleteContact(test.crm, ann, { id, expectedVersion: 1 })).rejects.toMatchObject({
      code: 'changedMeanwhile',
    });
    expect((await getContact(test.crm, ann, id)).content['title']).toBe('First');
  });

  it('of two edits at once with one version, one wins and the other is told', async () => {
    const { id } = await createContact(test.crm, ann, { values: { lastName: 'Race' } });
    const edits = ['a', 'b'].map((title) =>
      updateContact(test.crm, ann, { id, values: { title }, expectedVersion: 1 }),
    );
    const outcomes = (await Promise.allSettled(edits)).map(({ status }) => status).sort();
    expect(outcomes).toEqual(['fulfilled', 'rejected']);
  });
});

describe('deleted contacts (R1)', () => {
  it('leave the list, stand among the deleted ones, and come back whole', async () => {
    const { id, content } = await createContact(test.crm, ben, {
      values: { lastName: 'Phoenix', phone: '1' },
    });
    await deleteContact(test.crm, ben, { id });
    expect((await listContacts(test.crm, ben, { search: 'phoenix' })).items).toEqual([]);
    expect((await listDeletedContacts(test.crm, ben, {})).items.map((item) => item.id)).toEqual([id]);
    await expect(updateContact(test.crm, ben, { id, values: { title: 'x' } })).rejects.toMatchObject({
      code: 'notFound',
    });
    expect((await restoreContact(test.crm, ben, { id })).content).toEqual(content);
    expect((await listContacts(test.crm, ben, { search: 'phoenix' })).items).toHaveLength(1);
  });
});

describe('whose contacts one sees and edits', () => {
  it('a salesperson their own, an administrator all', async () => {
    const { id } = await createContact(test.crm, ann, { values: { lastName: 'Reach' } });
    await expect(getContact(test.crm, ben, id)).rejects.toMatchObject({ code: 'notFound' });
    await expect(updateContact(test.crm, ben, { id, values: { title: 'x' } })).rejects.toMatchObject({
      code: 'notFound',
    });
    await expect(restoreContact(test.crm, ben, { id })).rejects.toMatchObject({ code: 'notFound' });
    expect((await listContacts(test.crm, ben, { search: 'reach' })).items).toEqual([]);
    expect(
      (await updateContact(test.crm, administrator, { id, values: { title: 'x' } })).content['title'],
    ).toBe('x');
  });

  it('who may see all but edit their own only is told so', async () => {
    const { id } = await createContact(test.crm, ann, { values: { lastName: 'Shown' } });
    const viewer: Actor = { ...ben, permissions: new Set([...ben.permissions, 'viewAll']) };
    expect((await getContact(test.crm, viewer, id)).id).toBe(id);
    await expect(deleteContact(test.crm, viewer, { id })).rejects.toMatchObject({ code: 'notAllowed' });
  });

  it('handed over, it is the new owner who sees it (C5)', async () => {
    const { id } = await createContact(test.crm, ann, { values: { lastName: 'Handed' } });
    await changeOwner(test.crm, ann, { id, ownerId: ben.membershipId });
    expect((await getContact(test.crm, ben, id)).owner.id).toBe(ben.membershipId);
    await expect(getContact(test.crm, ann, id)).rejects.toMatchObject({ code: 'notFound' });
  });
});
