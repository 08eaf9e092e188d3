import { describe, expect, test } from 'vitest';
import { entries, errorCode, testTenant, text } from '../../testkit.ts';

const ann = () => testTenant().client('ann@contoso.example');

describe('GRAPH 1.5 and 2.4: contacts', () => {
  test('a new contact comes back whole: texts null, lists empty, an etag that is the change key', async () => {
    const { status, body, headers } = await ann().post('/me/contacts', {
      givenName: 'Pavel',
      surname: 'Bansky',
      businessPhones: ['+1 732 555 0102'],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      '@odata.etag': `W/"${text(body, 'changeKey')}"`,
      createdDateTime: '2026-03-02T09:00:00Z',
      lastModifiedDateTime: '2026-03-02T09:00:00Z',
      displayName: 'Pavel Bansky',
      mobilePhone: null,
      birthday: null,
      emailAddresses: [],
      homePhones: [],
      homeAddress: {},
      businessPhones: ['+1 732 555 0102'],
    });
    expect(headers.get('etag')).toBe(body['@odata.etag']);
  });

  test('what was written is read back, updated and deleted', async () => {
    const client = ann();
    const made = await client.post('/me/contacts', {
      givenName: 'A',
      birthday: '1974-07-22T00:00:00Z',
      categories: ['Red'],
      personalNotes: 'x',
    });
    const path = `/me/contacts/${encodeURIComponent(text(made.body, 'id'))}`;
    expect((await client.get(path)).body).toEqual(made.body);
    const changed = await client.patch(path, { personalNotes: null, jobTitle: 'Baker' });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      personalNotes: null,
      jobTitle: 'Baker',
      birthday: '1974-07-22T00:00:00Z',
    });
    expect(changed.body['changeKey']).not.toBe(made.body['changeKey']);
    expect((await client.remove(path)).status).toBe(204);
    expect(errorCode(await client.get(path))).toBe('ErrorItemNotFound');
  });

  test.each([
    [
      'emailAddresses',
      [1, 2, 3, 4].map((n) => ({ address: `a${n}@x.example` })),
      'The multi value property EmailAddresses has 4 entries, that exceeds the max allowed value of 3',
    ],
    [
      'businessPhones',
      ['1', '2', '3'],
      'The multi value property BusinessPhones has 3 entries, that exceeds the max allowed value of 2',
    ],
  ])('too many %s: the whole write is refused', async (name, value, message) => {
    const client = ann();
    const made = await client.post('/me/contacts', { givenName: 'A', [name]: value });
    expect([made.status, made.body['error']]).toMatchObject([400, { code: 'ErrorInvalidProperty', message }]);
    expect(entries(await client.get('/me/contacts'))).toEqual([]);
  });

  test('displayName is made anew when a part of the name changes, kept when it is sent along', async () => {
    const client = ann();
    const made = await client.post('/me/contacts', {
      givenName: 'Ada',
      surname: 'King',
      displayName: 'The Countess',
    });
    expect(made.body['displayName']).toBe('The Countess');
    const path = `/me/contacts/${text(made.body, 'id')}`;
    expect((await client.patch(path, { jobTitle: 'x' })).body['displayName']).toBe('The Countess');
    expect(
      (await client.patch(path, { surname: 'Lovelace', displayName: 'Ada L.' })).body['displayName'],
    ).toBe('Ada L.');
    expect((await client.patch(path, { surname: 'Byron' })).body['displayName']).toBe('Ada Byron');
  });

  test('the unknown "any update regenerates" can be chosen', async () => {
    const client = testTenant({ unknowns: { displayNameRegenerated: 'anyUpdate' } }).client(
      'ann@contoso.example',
    );
    const made = await client.post('/me/contacts', { givenName: 'Ada', displayName: 'X' });
    expect(
      (await client.patch(`/me/contacts/${text(made.body, 'id')}`, { jobTitle: 'x' })).body['displayName'],
    ).toBe('Ada');
  });

  test.each([
    ['an unknown property', { nonsense: 1 }],
    ['a wrong type', { givenName: 5 }],
    ['a date without a time', { birthday: '1974-07-22' }],
    ['a wrong type inside an address', { homeAddress: { city: 1 } }],
    ['an unknown part of an e-mail address', { emailAddresses: [{ address: 'a@x.example', kind: 'home' }] }],
  ])('%s: 400 RequestBodyRead', async (_name, body) => {
    const answer = await ann().post('/me/contacts', body);
    expect([answer.status, errorCode(answer)]).toEqual([400, 'RequestBodyRead']);
  });

  test('pages of ten, $top up to 1000, nextLink with $skip, $count, $orderby, $select', async () => {
    const client = ann();
    for (let n = 0; n < 12; n++)
      await client.post('/me/contacts', { givenName: `N${String(n).padStart(2, '0')}` });
    const first = await client.get('/me/contacts?$count=true&$orderby=givenName desc&$select=givenName');
    expect(first.body['@odata.count']).toBe(12);
    expect(entries(first)).toHaveLength(10);
    expect(Object.keys(entries(first)[0] ?? {}).sort()).toEqual(['@odata.etag', 'givenName', 'id']);
    const second = await client.get(text(first.body, '@odata.nextLink'));
    expect(text(first.body, '@odata.nextLink')).toContain('$skip=10');
    expect(entries(second).map(({ givenName }) => givenName)).toEqual(['N01', 'N00']);
    expect(second.body).not.toHaveProperty('@odata.nextLink');
    expect((await client.get('/me/contacts?$top=1001')).status).toBe(400);
    expect((await client.get('/me/contacts?$select=nonsense')).status).toBe(400);
  });

  test('a contact is found by e-mail address in any case', async () => {
    const client = ann();
    await client.post('/me/contacts', { givenName: 'A', emailAddresses: [{ address: 'Ada@X.example' }] });
    await client.post('/me/contacts', { givenName: 'B' });
    const found = await client.get(
      `/me/contacts?$filter=${encodeURIComponent("emailAddresses/any(a:a/address eq 'ada@x.example')")}`,
    );
    expect(entries(found).map(({ givenName }) => givenName)).toEqual(['A']);
    const searched = await client.get('/me/contacts?$search="ada@x"');
    expect(entries(searched)).toHaveLength(1);
  });

  test('no photo: 404', async () => {
    const client = ann();
    const { body } = await client.post('/me/contacts', { givenName: 'A' });
    expect((await client.get(`/me/contacts/${text(body, 'id')}/photo/$value`)).status).toBe(404);
  });
});
