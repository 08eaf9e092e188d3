import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { contactFields, normaliseContent, contact } from '@counterpart/engine';
import {
  contactsOf,
  startTestServer,
  until,
  type TestOrganisation,
  type TestServer,
} from '@counterpart/server/testing';
import { contactsFromVcf, decodeVcf, type Actor, type JsonObject } from '@counterpart/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Exports of real programs, where somebody put them beside the project. */
const folder = new URL('../../shared/data/vcards/', import.meta.url);
const own = {
  name: 'a card of our own',
  text: [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'N:Lovelace;Ada;;;',
    'FN:Ada Lovelace',
    'ORG:Analytical Engines;Research',
    'TITLE:Countess',
    'EMAIL;TYPE=WORK:ada@example.org',
    'EMAIL;TYPE=HOME:ada@home.example',
    'TEL;TYPE=WORK:+44 20 7946 0000',
    'TEL;TYPE=CELL:+44 7700 900000',
    'ADR;TYPE=WORK:;;12 St James\\, Square;London;;SW1Y;United Kingdom',
    'BDAY:1815-12-10',
    'NOTE:First line\\nSecond line',
    'END:VCARD',
  ].join('\r\n'),
};
const files = existsSync(folder)
  ? readdirSync(folder).map((name) => ({ name, text: decodeVcf(readFileSync(new URL(name, folder))) }))
  : [];

let server: TestServer;
let org: TestOrganisation;
let outlook: Actor;
let crmFolder: string;

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  org = await server.organisation();
  await server.connect(org);
  outlook = server.outlook('ann');
  await contactsOf(org.ann).enabled();
  const made = outlook.contactFolders().find(({ properties }) => properties['displayName'] === 'Counterpart');
  if (!made) throw new Error('Enabling made no folder');
  crmFolder = made.id;
});
afterAll(() => server.stop());

type CrmContact = { readonly id: string } & { readonly [field: string]: string | null };

const inCrm = async (): Promise<CrmContact[]> =>
  (await org.ann.api.get<{ items: CrmContact[] }>('/api/contacts?limit=100')).items;

/** The value at a slot of the mapping, read without the connector: `emailAddresses[0]`, `businessAddress.city`, `surname`. */
function at(item: JsonObject, slot: string): unknown {
  const [, property = '', index, part] = /^(\w+)(?:\[(\d)\]|\.(\w+))?$/.exec(slot) ?? [];
  const value = item[property];
  if (index !== undefined) {
    const entry = Array.isArray(value) ? value[Number(index)] : undefined;
    return typeof entry === 'object' && entry !== null && 'address' in entry ? entry['address'] : entry;
  }
  if (part !== undefined) return (value as JsonObject | null | undefined)?.[part];
  return property === 'birthday' && typeof value === 'string' ? value.slice(0, 10) : value;
}

async function expected(item: JsonObject): Promise<{ [field: string]: unknown }> {
  const { fields } = await contactsOf(org.ann).configuration();
  const values = fields.map(({ field, slot }) => [field, slot === null ? undefined : at(item, slot)]);
  const content = normaliseContent(contact, Object.fromEntries(values) as { [field: string]: unknown });
  return Object.fromEntries(contactFields.map(({ name }) => [name, content[name] ?? null]));
}

describe.each([own, ...files])('a mailbox with $name', ({ name, text }) => {
  test('C1 C2: each card arrives with every field of the mapping; edits travel both ways; then there is nothing to write', async () => {
    const before = new Set((await inCrm()).map(({ id }) => id));
    const { contacts, refused } = contactsFromVcf(text);
    expect(refused).toEqual([]);
    expect(contacts.length).toBeGreaterThan(0);
    const items = contacts.map((input) => outlook.createContact(input as JsonObject, crmFolder));
    const arrived = await until(
      async () => (await inCrm()).filter(({ id }) => !before.has(id)),
      (now) => now.length === items.length,
    );
    const shown = arrived.map((record) => contactFields.map(({ name }) => record[name] ?? null));
    const wanted = await Promise.all(items.map(async (item) => Object.values(await expected(item))));
    const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(sorted(shown)).toEqual(sorted(wanted));

    const [record] = arrived;
    if (!record) throw new Error('Nothing arrived');
    const path = `/api/contacts/${record.id}`;
    const { headers } = await org.ann.api.request('GET', path);
    const change = await org.ann.api.request(
      'PATCH',
      path,
      { assistant: `edited here ${name}` },
      { 'if-match': headers.get('etag') ?? '' },
    );
    expect(change.status).toBe(200);
    const edited = await until(
      () =>
        Promise.resolve(
          outlook.contacts(crmFolder).find((item) => item['assistantName'] === `edited here ${name}`),
        ),
      (item) => item !== undefined,
    );
    const id = edited?.['id'];
    if (typeof id !== 'string') throw new Error('The edited contact has no id');
    outlook.updateContact(id, { profession: 'kept', jobTitle: 'edited there' });
    await until(
      async () => org.ann.api.get<CrmContact>(path),
      (now) => now['title'] === 'edited there',
    );

    const { lastRun } = await contactsOf(org.ann).synced();
    const { createdLocal, createdRemote, updatedLocal, updatedRemote, deletedLocal, deletedRemote } =
      lastRun?.counters ?? {};
    expect([createdLocal, createdRemote, updatedLocal, updatedRemote, deletedLocal, deletedRemote]).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });
});
