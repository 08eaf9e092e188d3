import { contact, type Content } from '@counterpart/engine';
import { acceptanceCases, type Subject } from '@counterpart/engine/acceptance';
import { describe, test } from 'vitest';
import { TestTenant } from '../testing/tenant.ts';
import { defaultContactMapping, mappedFields } from './mapping.ts';
import { readNative } from './native.ts';
import { contactToGraph } from './to-graph.ts';

async function subject(): Promise<Subject> {
  const tenant = new TestTenant();
  const replica = tenant.replica();
  const { id: folder } = await replica.ensureContainer(null);
  const mapping = mappedFields(defaultContactMapping);
  const json = (content: Content, fields?: readonly string[], id?: string) =>
    JSON.parse(
      JSON.stringify(
        contactToGraph(
          content,
          mapping,
          fields,
          readNative(id === undefined ? undefined : tenant.natives.get(id)),
        ).body,
      ),
    );
  return {
    kind: contact,
    replica,
    samples: [
      { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org', dateOfBirth: '1815-12-10' },
      { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org', phone: '+1 2' },
    ],
    field: { name: 'lastName', value: 'Byron' },
    person: {
      create: (content) => {
        const { id } = tenant.outlook.createContact(json(content), folder);
        return Promise.resolve(immutableId(tenant, id));
      },
      edit: (id, values) =>
        Promise.resolve(void tenant.outlook.updateContact(id, json(values, Object.keys(values), id))),
      remove: (id) => Promise.resolve(tenant.outlook.deleteContact(id)),
    },
    echoes: true,
  };
}

function immutableId(tenant: TestTenant, id: unknown): string {
  for (const item of tenant.outlook.mailbox.items.values()) if (item.id === id) return item.immutableId;
  throw new Error('There is no such contact');
}

describe('B15 contacts of Microsoft 365, in the simulated tenant', () => {
  test.each(acceptanceCases)('$name', async ({ check }) => check(await subject()));
});
