import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { openTestCrm, type TestCrm } from '../testing/crm.ts';
import type { BulkItem } from '../records/types.ts';
import { insertRecords } from '../records/store.ts';
import { canonicalContact, contactTable } from './table.ts';
import {
  createContact,
  deleteContact,
  listContacts,
  type ContactInput,
  type ContactListInput,
} from './contacts.ts';

let test: TestCrm;
beforeAll(async () => {
  test = await openTestCrm();
});
afterAll(() => test.close());

const add = (actor: Actor, values: ContactInput) => createContact(test.crm, actor, { values });

const insert = (actor: Actor, items: BulkItem[]) =>
  test.crm.transaction(actor, (tx) =>
    insertRecords(tx, actor, contactTable, { ownerId: actor.membershipId, origin: 'created' }, items),
  );

async function namesOf(actor: Actor, input: ContactListInput): Promise<string[]> {
  const { items } = await listContacts(test.crm, actor, input);
  return items.map(({ content: { lastName } }) => (typeof lastName === 'string' ? lastName : ''));
}

describe('search, filter and sort (R1)', () => {
  let actor: Actor;
  beforeAll(async () => {
    actor = (await test.organisation()).administrator;
    await add(actor, {
      firstName: 'Zoë',
      lastName: 'Müller',
      email: 'zoe@alder.example',
      mailingCity: 'Zürich',
    });
    await add(actor, {
      firstName: 'Ann',
      lastName: 'Maller',
      accountName: '100%_Wool',
      phone: '(905) 555-0112',
    });
    await add(actor, {
      firstName: 'Bo',
      lastName: 'muller',
      accountName: 'Cedar',
      description: 'likes zebras',
    });
    await add(actor, { firstName: 'Cy', lastName: 'Zhang', accountName: 'Cedar & Stone' });
  });

  it.each([
    ['all words must occur, wherever', 'zoe alder', ['Müller']],
    ['neither case nor accents matter', 'ZURICH müller', ['Müller']],
    ['inside a word', 'hang', ['Zhang']],
    ['digits of a telephone number, however it is written', '9055550112', ['Maller']],
    ['signs that patterns give a meaning stand for themselves', '0%_w', ['Maller']],
    ['one letter finds words that begin with it', 'z', ['Müller', 'Zhang']],
    ['long text is not searched', 'zebras', []],
    ['nothing of the kind', 'qqqq', []],
  ])('%s', async (_, search, names) => {
    expect(await namesOf(actor, { search })).toEqual(names);
  });

  it('names stand in alphabetical order, whatever their case and accents', async () => {
    expect((await namesOf(actor, {})).map(fold)).toEqual(['maller', 'muller', 'muller', 'zhang']);
    expect(await namesOf(actor, { sort: '-firstName' })).toEqual(['Müller', 'Zhang', 'muller', 'Maller']);
    expect(await namesOf(actor, { sort: 'department' })).toHaveLength(4);
  });
  const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  it('filters by equality, ignoring case; by owner and origin too', async () => {
    expect(await namesOf(actor, { filter: { accountName: 'cedar' } })).toEqual(['muller']);
    expect(await namesOf(actor, { filter: { description: 'LIKES zebras' } })).toEqual(['muller']);
    expect(await namesOf(actor, { filter: { origin: 'import' } })).toEqual([]);
    expect(await namesOf(actor, { filter: { ownerId: actor.membershipId }, search: 'zhang' })).toEqual([
      'Zhang',
    ]);
  });

  it('an order that does not exist, or a cursor of another order, is refused', async () => {
    await expect(listContacts(test.crm, actor, { sort: 'shoeSize' })).rejects.toMatchObject({
      code: 'invalidValue',
    });
    const { nextCursor } = await listContacts(test.crm, actor, { limit: 1 });
    for (const input of [{ cursor: nextCursor ?? '', sort: 'email' }, { cursor: 'nonsense' }]) {
      await expect(listContacts(test.crm, actor, input)).rejects.toMatchObject({ code: 'invalidCursor' });
    }
  });
});

describe('pages are continued by key', () => {
  const pageThrough = async (
    actor: Actor,
    input: ContactListInput,
    between?: (page: number) => Promise<void>,
  ) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page === 0 || cursor !== undefined; page += 1) {
      const found = await listContacts(test.crm, actor, { ...input, cursor });
      seen.push(...found.items.map(({ id }) => id));
      cursor = found.nextCursor ?? undefined;
      if (cursor !== undefined) await between?.(page);
    }
    return seen;
  };

  it.each(['lastName', '-lastName', 'modifiedAt', '-createdAt', 'department', '-email'])(
    'by %s: each contact once, though many are equal or empty',
    async (sort) => {
      const { administrator } = await test.organisation();
      const items = Array.from({ length: 45 }, (_, index) => ({
        id: test.crm.ids.next(),
        content: canonicalContact({ lastName: ['A', 'b', ''][index % 3], firstName: `N${index}` }),
      }));
      await insert(administrator, items);
      const seen = await pageThrough(administrator, { sort, limit: 7 });
      expect(seen).toHaveLength(45);
      expect(new Set(seen)).toEqual(new Set(items.map(({ id }) => id)));
    },
  );

  it('contacts that come and go meanwhile neither repeat nor hide others', async () => {
    const { administrator } = await test.organisation();
    const letters = 'BCDEFGHIJKLMNOPQRSTUVWXY'.split('');
    const ids: string[] = [];
    for (const lastName of letters) ids.push((await add(administrator, { lastName })).id);
    const seen = await pageThrough(administrator, { limit: 5 }, async (page) => {
      await add(administrator, { lastName: `A${page}` });
      const shown = ids[page];
      if (shown !== undefined) await deleteContact(test.crm, administrator, { id: shown });
    });
    expect(seen).toEqual(ids);
  });

  it('the first page tells how many there are in all', async () => {
    const { administrator } = await test.organisation();
    for (const lastName of ['A', 'B', 'C']) await add(administrator, { lastName, title: 'Miner' });
    const first = await listContacts(test.crm, administrator, { limit: 2 });
    expect(first.total).toBe(3);
    const second = await listContacts(test.crm, administrator, { limit: 2, cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ total: null, nextCursor: null });
    expect((await listContacts(test.crm, administrator, { search: 'miner', limit: 2 })).total).toBe(3);
    expect((await listContacts(test.crm, administrator, { search: 'nobody' })).total).toBe(0);
  });

  it('a word that occurs in thousands is found by walking, page after page', async () => {
    const { administrator } = await test.organisation();
    const items = Array.from({ length: 2_300 }, (_, index) => ({
      id: test.crm.ids.next(),
      content: canonicalContact({ lastName: `L${index % 50}`, title: 'Consultant' }),
    }));
    await insert(administrator, items);
    const first = await listContacts(test.crm, administrator, { search: 'consultant' });
    expect(first).toMatchObject({ total: null });
    const seen = await pageThrough(administrator, { search: 'consultant', limit: 200 });
    expect(new Set(seen).size).toBe(2_300);
  });
});
