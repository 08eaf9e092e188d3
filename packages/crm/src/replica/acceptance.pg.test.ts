import { contact, type Replica } from '@counterpart/engine';
import { acceptanceCases } from '@counterpart/engine/acceptance';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { deleteContact, updateContact } from '../contacts/contacts.ts';
import { openFixture, type Fixture } from '../ledger/testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

describe('B15 the CRM as a replica', () => {
  test.each(acceptanceCases)('$name', async ({ check }) => {
    const person = await fixture.person();
    const lease = await person.lease();
    const replica: Replica = {
      ...lease.local,
      apply: (operations) => lease.ledger.transaction((tx) => tx.local.apply(operations)),
    };
    await check({
      kind: contact,
      replica,
      samples: [
        { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org' },
        { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org' },
      ],
      field: { name: 'lastName', value: 'Byron' },
      person: {
        create: (content) => person.add(content),
        edit: async (id, values) => void (await updateContact(fixture.crm, person.actor, { id, values })),
        remove: (id) => deleteContact(fixture.crm, person.actor, { id }),
      },
      echoes: false,
    });
    await lease.close(null);
  });
});
