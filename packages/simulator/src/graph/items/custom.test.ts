import { describe, expect, test } from 'vitest';
import { entries, readRound, testTenant, text } from '../../testkit.ts';

const GUID = '{66f5a359-4659-4830-9070-00047ec6ac6e}';
const NAMED = `String ${GUID} Name Mark`;
const NUMBER = `Integer ${GUID} Id 0x8012`;

const mark = (value: string, id = NAMED) => ({ singleValueExtendedProperties: [{ id, value }] });
const any = (test: string) =>
  `/me/contacts?$filter=${encodeURIComponent(`singleValueExtendedProperties/Any(ep: ${test})`)}`;
const expanded = (id = NAMED) =>
  `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${id}')`)}`;

async function marked() {
  const client = testTenant().client('ann@contoso.example');
  const made = await client.post('/me/contacts', { givenName: 'A', ...mark('Blue') });
  await client.post('/me/contacts', { givenName: 'B', ...mark('7', NUMBER) });
  await client.post('/me/contacts', { givenName: 'C' });
  return { client, made, path: `/me/contacts/${text(made.body, 'id')}` };
}

describe('GRAPH 1.4: extended properties', () => {
  test('they are stored, not echoed, and read only by $expand with a filter', async () => {
    const { client, made, path } = await marked();
    expect(made.status).toBe(201);
    expect(made.body).not.toHaveProperty('singleValueExtendedProperties');
    expect((await client.get(path)).body).not.toHaveProperty('singleValueExtendedProperties');
    expect((await client.get(`${path}?${expanded()}`)).body).toMatchObject(mark('Blue'));
    expect((await client.get(`${path}?$expand=singleValueExtendedProperties`)).status).toBe(400);
    expect((await client.get(`${path}/singleValueExtendedProperties`)).status).toBe(400);
  });

  test('they are found by value: the name keeps its case, the value does not', async () => {
    const { client } = await marked();
    const names = async (test: string) =>
      entries(await client.get(any(test))).map(({ givenName }) => givenName);
    expect(await names(`ep/id eq '${NAMED}' and ep/value eq 'BLUE'`)).toEqual(['A']);
    expect(await names(`ep/id eq '${NAMED.replace('Mark', 'mark')}' and ep/value eq 'Blue'`)).toEqual([]);
    expect(
      await names(
        `ep/id eq '${NAMED.toUpperCase().replace('MARK', 'Mark').replace('NAME', 'Name')}' and ep/value eq 'Blue'`,
      ),
    ).toEqual(['A']);
    expect(await names(`ep/id eq '${NAMED}' and startswith(ep/value,'bl')`)).toEqual(['A']);
    expect(await names(`ep/id eq '${NAMED}' and ep/value ne null`)).toEqual(['A']);
    expect(await names(`ep/id eq '${NUMBER}' and cast(ep/value, Edm.Int32) gt 6`)).toEqual(['B']);
    expect(await names(`ep/id eq '${NUMBER}' and cast(ep/value, Edm.Int32) gt 10`)).toEqual([]);
  });

  test('a PATCH replaces the value and leaves the others', async () => {
    const { client, path } = await marked();
    await client.patch(path, mark('x', 'String 0x4001001E'));
    await client.patch(path, mark('Green'));
    const both = encodeURIComponent(
      `singleValueExtendedProperties($filter=id eq '${NAMED}' or id eq 'string 0x4001001e')`,
    );
    const { body } = await client.get(`${path}?$expand=${both}`);
    expect(body['singleValueExtendedProperties']).toEqual([
      { id: NAMED, value: 'Green' },
      { id: 'String 0x4001001e', value: 'x' },
    ]);
  });

  test.each(['Mark', `String ${GUID}`, 'Text 0x4001001E', `String {66f5a359} Name Mark`])(
    'the id %s: 400',
    async (id) => {
      const { client } = await marked();
      expect((await client.post('/me/contacts', { givenName: 'A', ...mark('x', id) })).status).toBe(400);
    },
  );

  test('delta neither takes $expand nor shows them', async () => {
    const { client } = await marked();
    expect((await client.get(`/me/contacts/delta?${expanded()}`)).status).toBe(400);
    for (const entry of (await readRound(client, '/me/contacts/delta')).entries) {
      expect(entry).not.toHaveProperty('singleValueExtendedProperties');
    }
  });
});

describe('GRAPH 1.4: open extensions', () => {
  test('one made with the item is read by name and by $expand', async () => {
    const client = testTenant().client('ann@contoso.example');
    const extension = {
      '@odata.type': 'microsoft.graph.openTypeExtension',
      extensionName: 'Com.Crm',
      level: 3,
      tags: ['a'],
    };
    const made = await client.post('/me/contacts', { givenName: 'A', extensions: [extension] });
    const path = `/me/contacts/${text(made.body, 'id')}`;
    const wanted = { id: 'Com.Crm', extensionName: 'Com.Crm', level: 3, tags: ['a'] };
    expect((await client.get(`${path}/extensions/Com.Crm`)).body).toMatchObject(wanted);
    expect((await client.get(`${path}?$expand=extensions`)).body).toMatchObject({ extensions: [wanted] });
  });

  test('they are added, changed and removed; that alone raises no delta entry', async () => {
    const client = testTenant().client('ann@contoso.example');
    const path = `/me/contacts/${text((await client.post('/me/contacts', { givenName: 'A' })).body, 'id')}`;
    const { deltaLink } = await readRound(client, '/me/contacts/delta');
    expect((await client.post(`${path}/extensions`, { extensionName: 'Com.Crm', level: 1 })).status).toBe(
      201,
    );
    expect((await client.post(`${path}/extensions`, { extensionName: 'Com.Crm', level: 1 })).status).toBe(
      409,
    );
    expect((await client.patch(`${path}/extensions/Com.Crm`, { level: 2 })).body).toMatchObject({ level: 2 });
    expect((await client.remove(`${path}/extensions/Com.Crm`)).status).toBe(204);
    expect((await client.get(`${path}/extensions/Com.Crm`)).status).toBe(404);
    expect(
      (await client.post(`${path}/extensions`, { extensionName: 'Com.Crm', deep: { a: 1 } })).status,
    ).toBe(400);
    expect((await readRound(client, deltaLink)).entries).toEqual([]);
  });
});
