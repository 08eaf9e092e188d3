import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { createContact, exportContacts, listContacts, readImport } from '../contacts/contacts.ts';
import { canonicalContact, contactFieldNames, contactTable } from '../contacts/table.ts';
import { chance, inventContact } from '../demo/people.ts';
import { runImport } from '../imports/run.ts';
import { startImport } from '../imports/start.ts';
import { insertRecords } from '../records/store.ts';
import { openTestCrm, textOf, type TestCrm } from '../testing/crm.ts';

let test: TestCrm;
beforeAll(async () => {
  test = await openTestCrm();
});
afterAll(() => test.close());

const contentsOf = async (actor: Actor) =>
  (await listContacts(test.crm, actor, { limit: 200, sort: 'email' })).items.map(({ content }) => content);

const difficult = canonicalContact({
  ...Object.fromEntries(contactFieldNames.map((field) => [field, `${field}; "a", \\b\\n=c`])),
  ...Object.fromEntries(
    ['phone', 'otherPhone', 'mobile', 'homePhone'].map((field, at) => [field, `+${at} (2) 3; x4, 5`]),
  ),
  email: 'first@example.com',
  secondEmail: 'second@example.com',
  dateOfBirth: '1980-03-22',
  mailingStreet: '1 Street\n2nd floor',
  description: 'One,\n\ntwo; "three" \\; café 😀',
});

describe.each(['csv', 'vcf'] as const)('export as %s (R1)', (format) => {
  it('what is exported and imported elsewhere is the same, field by field', async () => {
    const from = (await test.organisation()).administrator;
    const to = (await test.organisation()).administrator;
    await createContact(test.crm, from, { values: difficult });
    const random = chance(7);
    const items = Array.from({ length: 60 }, (_, number) => ({
      id: test.crm.ids.next(),
      content: inventContact(random, number),
    }));
    await test.crm.transaction(from, (tx) =>
      insertRecords(tx, from, contactTable, { ownerId: from.membershipId, origin: 'created' }, items),
    );

    const content = Buffer.from(await textOf(exportContacts(test.crm, from, { format })));
    const { id, suggestedMapping } = await readImport(test.crm, to, { fileName: 'x', content });
    await startImport(test.crm, to, { id, mapping: suggestedMapping, duplicates: 'create' });
    expect(await runImport(test.crm, { orgId: to.orgId, importId: id })).toMatchObject({
      created: 61,
      refused: [],
    });
    expect(await contentsOf(to)).toEqual(await contentsOf(from));
  });

  it("holds what was searched for, and nobody else's (V15)", async () => {
    const organisation = await test.organisation();
    const ann = await organisation.salesperson();
    await createContact(test.crm, ann, { values: { lastName: 'Wanted' } });
    await createContact(test.crm, ann, { values: { lastName: 'Other' } });
    await createContact(test.crm, organisation.administrator, { values: { lastName: 'Wanted too' } });
    const text = await textOf(exportContacts(test.crm, ann, { format, search: 'wanted' }));
    expect(text).toContain('Wanted');
    expect(text).not.toMatch(/Other\b(?! )|too/);
    const without: Actor = { ...ann, permissions: new Set() };
    expect(() => exportContacts(test.crm, without, { format })).toThrow(
      expect.objectContaining({ code: 'notAllowed' }),
    );
  });
});
