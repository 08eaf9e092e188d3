import { describe, expect, test } from 'vitest';
import { entries, errorCode, readRound, testTenant, text } from '../../testkit.ts';

const many = Array.from({ length: 250 }, (_, index) => ({
  userPrincipalName: `person${index}@contoso.example`,
  displayName: `Person ${String(index).padStart(3, '0')}`,
  properties: { department: index % 2 === 0 ? 'Sales' : 'Support' },
}));
const directory = ['User.Read.All', 'User.Invite.All', 'Organization.Read.All'];

describe('GRAPH 1.1: the directory', () => {
  test('/me answers the default set only; other properties need $select', async () => {
    const ann = testTenant().client('ann@contoso.example');
    const { body } = await ann.get('/me');
    expect(Object.keys(body).sort()).toEqual(
      [
        '@odata.context',
        'businessPhones',
        'displayName',
        'givenName',
        'id',
        'jobTitle',
        'mail',
        'mobilePhone',
        'officeLocation',
        'preferredLanguage',
        'surname',
        'userPrincipalName',
      ].sort(),
    );
    const selected = await ann.get('/me?$select=id,userType,mailboxSettings');
    expect(selected.body).toMatchObject({ userType: 'Member', mailboxSettings: { timeZone: 'UTC' } });
    expect(selected.body).not.toHaveProperty('displayName');
  });

  test('a person is found by id, by userPrincipalName and by users(…)', async () => {
    const client = testTenant().client('ann@contoso.example', { scopes: directory });
    const { body } = await client.get('/users/BOB@contoso.example');
    expect((await client.get(`/users/${text(body, 'id')}`)).body).toEqual(body);
    expect((await client.get("/users('bob@contoso.example')")).body).toEqual(body);
  });

  test('nobody of that name: 404 Request_ResourceNotFound; others with User.Read alone: 403', async () => {
    const { client } = testTenant();
    expect(
      errorCode(await client('ann@contoso.example', { scopes: directory }).get('/users/zed@contoso.example')),
    ).toBe('Request_ResourceNotFound');
    expect((await client('ann@contoso.example').get('/users/bob@contoso.example')).status).toBe(403);
  });

  test('users come a hundred to a page with $skiptoken; 999 at most; mailboxSettings never', async () => {
    const client = testTenant({ people: many }).client('person0@contoso.example', { scopes: directory });
    const first = await client.get('/users?$select=id,mailboxSettings,department');
    expect(entries(first)).toHaveLength(100);
    expect(entries(first)[0]).not.toHaveProperty('mailboxSettings');
    const link = text(first.body, '@odata.nextLink');
    expect(link).toContain('$skiptoken=');
    expect(link).toContain('$select=');
    const second = await client.get(link);
    const third = await client.get(text(second.body, '@odata.nextLink'));
    expect(third.body).not.toHaveProperty('@odata.nextLink');
    const ids = [first, second, third].flatMap(entries).map(({ id }) => id);
    expect(new Set(ids).size).toBe(250);
    expect((await client.get('/users?$top=1000')).status).toBe(400);
  });

  test('$search, and $filter with $orderby, need ConsistencyLevel: eventual', async () => {
    const client = testTenant({ people: many }).client('person0@contoso.example', { scopes: directory });
    const eventual = { consistencylevel: 'eventual' };
    const search = '/users?$search="displayName:person 01"&$count=true';
    expect((await client.get(search)).status).toBe(400);
    const found = await client.get(search, eventual);
    expect(entries(found)).toHaveLength(10);
    expect(found.body['@odata.count']).toBe(10);
    const sorted = "/users?$filter=department eq 'sales'&$orderby=displayName desc&$top=1&$count=true";
    expect((await client.get(sorted)).status).toBe(400);
    expect(entries(await client.get(sorted, eventual))[0]).toMatchObject({ displayName: 'Person 248' });
  });

  test("$filter startswith works without; the count's own path needs the header", async () => {
    const client = testTenant({ people: many }).client('person0@contoso.example', { scopes: directory });
    expect(entries(await client.get("/users?$filter=startswith(userPrincipalName,'person24')"))).toHaveLength(
      11,
    );
    expect((await client.get('/users/$count')).status).toBe(400);
  });

  test('the organisation with User.Read has a name and domains, the rest null', async () => {
    const { client } = testTenant();
    const small = entries(await client('ann@contoso.example').get('/organization'))[0];
    expect(small).toMatchObject({ displayName: 'Contoso', countryLetterCode: null });
    const full = entries(await client('ann@contoso.example', { scopes: directory }).get('/organization'))[0];
    expect(full).toMatchObject({ countryLetterCode: 'US' });
  });

  test('no picture: 404', async () => {
    expect((await testTenant().client('ann@contoso.example').get('/me/photo/$value')).status).toBe(404);
  });

  test('users/delta tells of new people; its token lives seven days; $deltatoken=latest begins from now', async () => {
    const { client, clock } = testTenant();
    const ann = client('ann@contoso.example', { scopes: directory });
    const round = await readRound(ann, '/users/delta?$select=displayName');
    expect(round.entries).toHaveLength(2);
    const latest = await readRound(ann, '/users/delta?$deltatoken=latest');
    expect(latest.entries).toEqual([]);
    await ann.post('/invitations', {
      invitedUserEmailAddress: 'guest@else.example',
      inviteRedirectUrl: 'https://x.example',
    });
    expect((await readRound(ann, latest.deltaLink)).entries).toHaveLength(1);
    expect((await readRound(ann, round.deltaLink)).entries).toEqual([
      { id: expect.any(String), displayName: 'guest' },
    ]);
    await clock.advance(7 * 24 * 3600_000);
    expect((await ann.get(round.deltaLink)).status).toBe(410);
  });

  test('an invitation makes a guest with #EXT# in the name and sends no mail unasked; + is refused', async () => {
    const { client, simulator } = testTenant();
    const ann = client('ann@contoso.example', { scopes: directory });
    const made = await ann.post('/invitations', {
      invitedUserEmailAddress: 'guest@else.example',
      inviteRedirectUrl: 'https://x.example',
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ status: 'PendingAcceptance', sendInvitationMessage: false });
    const guest = await ann.get('/users/guest_else.example%23EXT%23@contoso.example?$select=userType');
    expect(guest.body).toMatchObject({ userType: 'Guest' });
    expect(simulator.state.mail.outbox).toEqual([]);
    const refused = await ann.post('/invitations', {
      invitedUserEmailAddress: 'a+b@else.example',
      inviteRedirectUrl: 'https://x.example',
    });
    expect(refused.status).toBe(400);
  });
});
