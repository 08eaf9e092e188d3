import { describe, expect, test } from 'vitest';
import { entries, errorCode, readRound, testTenant, text, type TestClient } from '../../testkit.ts';

async function folder(client: TestClient, displayName: string): Promise<string> {
  return text((await client.post('/me/contactFolders', { displayName })).body, 'id');
}

describe('GRAPH 1.5 and 2.5: contact folders', () => {
  test('the default folder is not listed, yet reached as "contacts"', async () => {
    const client = testTenant().client('ann@contoso.example');
    expect(entries(await client.get('/me/contactFolders'))).toEqual([]);
    const { body } = await client.post('/me/contactFolders/contacts/contacts', { givenName: 'A' });
    expect(entries(await client.get('/me/contacts'))).toHaveLength(1);
    expect((await client.get(`/me/contactFolders/${text(body, 'parentFolderId')}`)).body).toMatchObject({
      displayName: 'Contacts',
    });
  });

  test('a folder is made, renamed and deleted with its contacts; it has no etag', async () => {
    const client = testTenant().client('ann@contoso.example');
    const made = await client.post('/me/contactFolders', { displayName: 'CRM' });
    expect(made.status).toBe(201);
    expect(made.body).not.toHaveProperty('@odata.etag');
    const path = `/me/contactFolders/${text(made.body, 'id')}`;
    const contact = await client.post(`${path}/contacts`, { givenName: 'A' });
    expect(entries(await client.get('/me/contacts'))).toEqual([]);
    expect((await client.patch(path, { displayName: 'CRM 2' })).body).toMatchObject({ displayName: 'CRM 2' });
    expect((await client.remove(path)).status).toBe(204);
    expect(errorCode(await client.get(path))).toBe('ErrorItemNotFound');
    expect(errorCode(await client.get(`${path}/contacts`))).toBe('ErrorItemNotFound');
    expect(errorCode(await client.get(`/me/contacts/${text(contact.body, 'id')}`))).toBe('ErrorItemNotFound');
  });

  test('two folders of one name are refused: 409 ErrorFolderExists', async () => {
    const client = testTenant().client('ann@contoso.example');
    await folder(client, 'CRM');
    expect(errorCode(await client.post('/me/contactFolders', { displayName: 'crm' }))).toBe(
      'ErrorFolderExists',
    );
  });

  test('child folders are listed below their parent only', async () => {
    const client = testTenant().client('ann@contoso.example');
    const parent = await folder(client, 'CRM');
    const child = await client.post(`/me/contactFolders/${parent}/childFolders`, { displayName: 'Old' });
    expect(child.body).toMatchObject({ parentFolderId: parent });
    expect(entries(await client.get('/me/contactFolders'))).toHaveLength(1);
    expect(entries(await client.get(`/me/contactFolders/${parent}/childFolders`))).toHaveLength(1);
    const inChild = `/me/contactFolders/${parent}/childFolders/${text(child.body, 'id')}/contacts`;
    expect((await client.post(inChild, { givenName: 'A' })).status).toBe(201);
    expect(entries(await client.get(inChild))).toHaveLength(1);
  });

  test('contactFolders/delta tells of new, renamed and deleted folders, never of the default one', async () => {
    const client = testTenant().client('ann@contoso.example');
    const id = await folder(client, 'CRM');
    const first = await readRound(client, '/me/contactFolders/delta');
    expect(first.entries).toMatchObject([
      { '@odata.type': '#microsoft.graph.contactFolder', id, displayName: 'CRM' },
    ]);
    await client.patch(`/me/contactFolders/${id}`, { displayName: 'CRM 2' });
    const second = await readRound(client, first.deltaLink);
    expect(second.entries).toMatchObject([{ id, displayName: 'CRM 2' }]);
    await client.remove(`/me/contactFolders/${id}`);
    const third = await readRound(client, second.deltaLink);
    expect(third.entries).toEqual([
      { '@odata.type': '#microsoft.graph.contactFolder', id, '@removed': { reason: 'deleted' } },
    ]);
  });

  test('a folder is found by an extended property', async () => {
    const client = testTenant().client('ann@contoso.example');
    const property = { id: 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Mark', value: 'ours' };
    await client.post('/me/contactFolders', {
      displayName: 'CRM',
      singleValueExtendedProperties: [property],
    });
    await folder(client, 'Other');
    const filter = encodeURIComponent(
      `singleValueExtendedProperties/Any(ep: ep/id eq '${property.id}' and ep/value eq 'ours')`,
    );
    const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${property.id}')`);
    const found = entries(await client.get(`/me/contactFolders?$filter=${filter}&$expand=${expand}`));
    expect(found).toMatchObject([{ displayName: 'CRM', singleValueExtendedProperties: [property] }]);
  });
});
