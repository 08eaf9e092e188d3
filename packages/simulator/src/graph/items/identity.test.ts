import { describe, expect, test } from 'vitest';
import { entries, errorCode, readRound, testTenant, text } from '../../testkit.ts';

const IMMUTABLE = { prefer: 'IdType="ImmutableId"' };

async function contactAndFolder(options: Parameters<typeof testTenant>[0] = {}) {
  const tenant = testTenant(options);
  const client = tenant.client('ann@contoso.example');
  const folderId = text((await client.post('/me/contactFolders', { displayName: 'CRM' })).body, 'id');
  const contact = (await client.post('/me/contacts', { givenName: 'A' })).body;
  return { ...tenant, client, folderId, id: text(contact, 'id'), etag: text(contact, '@odata.etag') };
}

describe('GRAPH 2.1: ids', () => {
  test('ids hold "=", differ by case, and work encoded and as they are', async () => {
    const { client, id } = await contactAndFolder();
    expect(id).toContain('=');
    expect((await client.get(`/me/contacts/${encodeURIComponent(id)}`)).status).toBe(200);
    expect((await client.get(`/me/contacts('${id}')`)).status).toBe(200);
    expect((await client.get(`/me/contacts/${id.toLowerCase()}`)).status).toBe(404);
  });

  test('ids with slashes can be chosen: they work only when encoded', async () => {
    const { client } = await contactAndFolder({ unknowns: { idsWithSlashes: true } });
    for (let n = 0; n < 20; n++) await client.post('/me/contacts', { givenName: `N${n}` });
    const ids = entries(await client.get('/me/contacts?$top=50')).map((contact) => text(contact, 'id'));
    const slashed = ids.find((id) => id.includes('/')) ?? '';
    expect((await client.get(`/me/contacts/${encodeURIComponent(slashed)}`)).status).toBe(200);
    expect((await client.get(`/me/contacts/${slashed}`)).status).toBe(400);
  });

  test('a move by parentFolderId changes the ordinary id; the immutable one stays', async () => {
    const { client, folderId, id } = await contactAndFolder();
    const immutable = text((await client.get(`/me/contacts/${id}`, IMMUTABLE)).body, 'id');
    expect(immutable).not.toBe(id);
    const moved = await client.patch(`/me/contacts/${id}`, { parentFolderId: folderId });
    expect(moved.body).toMatchObject({ parentFolderId: folderId });
    expect(moved.body['id']).not.toBe(id);
    expect(errorCode(await client.get(`/me/contacts/${id}`))).toBe('ErrorItemNotFound');
    const still = await client.get(`/me/contactFolders/${folderId}/contacts/${immutable}`, IMMUTABLE);
    expect(still.body).toMatchObject({ id: immutable, givenName: 'A' });
    expect(still.headers.get('preference-applied')).toContain('ImmutableId');
  });

  test('ids are translated both ways', async () => {
    const { client, id } = await contactAndFolder();
    const to = (targetIdType: string, inputId: string) =>
      client.post('/me/translateExchangeIds', {
        inputIds: [inputId, 'unknown'],
        sourceIdType: 'x',
        targetIdType,
      });
    const [there, unknown] = entries(await to('restImmutableEntryId', id));
    expect(unknown).toMatchObject({ errorDetails: { code: 'ErrorItemNotFound' } });
    const [back] = entries(await to('restId', text(there ?? {}, 'targetId')));
    expect(back).toMatchObject({ targetId: id });
  });

  test('a move shows as @removed in one folder and as new in the other (GRAPH 6)', async () => {
    const { client, folderId, id } = await contactAndFolder();
    const from = await readRound(client, '/me/contacts/delta');
    const to = await readRound(client, `/me/contactFolders/${folderId}/contacts/delta`);
    const moved = await client.patch(`/me/contacts/${id}`, { parentFolderId: folderId });
    expect((await readRound(client, from.deltaLink)).entries).toMatchObject([
      { id, '@removed': { reason: 'deleted' } },
    ]);
    expect((await readRound(client, to.deltaLink)).entries).toMatchObject([
      { id: moved.body['id'], givenName: 'A' },
    ]);
  });
});

describe('GRAPH 2.1: If-Match', () => {
  test('a stale tag is refused with 412 on PATCH and DELETE, the present one and * are not', async () => {
    const { client, id, etag } = await contactAndFolder();
    const path = `/me/contacts/${id}`;
    const changed = await client.patch(path, { jobTitle: 'x' }, { 'if-match': etag });
    expect(changed.status).toBe(200);
    const stale = await client.patch(path, { jobTitle: 'y' }, { 'if-match': etag });
    expect([stale.status, errorCode(stale)]).toEqual([412, 'ErrorIrresolvableConflict']);
    expect((await client.remove(path, { 'if-match': etag })).status).toBe(412);
    expect((await client.get(path)).body).toMatchObject({ jobTitle: 'x' });
    expect((await client.remove(path, { 'if-match': '*' })).status).toBe(204);
  });

  test('a tenant that does not honour it can be chosen (GRAPH 10)', async () => {
    const { client, id, etag } = await contactAndFolder({ unknowns: { ifMatchHonoured: false } });
    await client.patch(`/me/contacts/${id}`, { jobTitle: 'x' });
    expect((await client.patch(`/me/contacts/${id}`, { jobTitle: 'y' }, { 'if-match': etag })).status).toBe(
      200,
    );
  });

  test('the etag comes with $select too, and the server may stamp a new item once more (gotcha 25)', async () => {
    const { client, clock, id, etag } = await contactAndFolder({ unknowns: { stampsAfterCreate: true } });
    const first = await client.get(`/me/contacts/${id}?$select=givenName`);
    expect(first.body['@odata.etag']).toBe(etag);
    await clock.advance(1000);
    const later = await client.get(`/me/contacts/${id}?$select=givenName`);
    expect(later.body).toMatchObject({ givenName: 'A' });
    expect(later.body['@odata.etag']).not.toBe(etag);
  });
});
