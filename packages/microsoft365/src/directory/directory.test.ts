import { describe, expect, test } from 'vitest';
import { TestTenant } from '../testing/tenant.ts';
import { createDirectory, type PeoplePage } from './directory.ts';

const someone = (name: string) => ({
  userPrincipalName: `${name.toLowerCase()}@contoso.example`,
  displayName: name,
});

function setUp() {
  const tenant = new TestTenant({
    people: [
      { userPrincipalName: 'adele@contoso.example', displayName: 'Adele Vance' },
      ...['Ben', 'Cyd', 'Dan', "Eve O'Hara"].map((name) => someone(name.replace(/ .*/, ''))),
      { userPrincipalName: "o'hara@contoso.example", displayName: "Eve O'Hara" },
    ],
  });
  const client = tenant.client({
    tokens: {
      token: () =>
        Promise.resolve(tenant.token({ scopes: ['User.Read', 'User.Read.All', 'Organization.Read.All'] })),
      renew: () => Promise.resolve(tenant.token()),
    },
  });
  return { tenant, directory: createDirectory(client) };
}

describe('U2 the people of the tenant', () => {
  test('page by page, each once, in the order of their names', async () => {
    const { directory } = setUp();
    const names: string[] = [];
    let next: string | null = null;
    let pages = 0;
    do {
      const page: PeoplePage = await directory.people({ next, pageSize: 2 });
      names.push(...page.people.map((person) => person.displayName ?? ''));
      next = page.next;
      pages += 1;
    } while (next !== null);
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(6);
    expect(pages).toBe(3);
  });

  test.each([
    ['by name', 'adele', ['Adele Vance']],
    ['by login', 'ben@contoso.example', ['Ben']],
    ['with quotes in it', 'Ade"le', []],
    ['nobody', 'zzz', []],
  ])('search %s', async (_, search, expected) => {
    const { directory } = setUp();
    const { people } = await directory.people({ search });
    expect(people.map((person) => person.displayName)).toEqual(expected);
  });

  test('V15 a next page that leads elsewhere is not followed', async () => {
    const { tenant, directory } = setUp();
    await expect(directory.people({ next: '/users/ben@contoso.example/contacts' })).rejects.toThrow(
      TypeError,
    );
    expect(tenant.takeRequests()).toBe(0);
  });
});

describe('P5, U3 who somebody is', () => {
  test('by login, also with an apostrophe; nobody is null', async () => {
    const { directory } = setUp();
    expect(await directory.byLogin("o'hara@contoso.example")).toMatchObject({ displayName: "Eve O'Hara" });
    expect(await directory.byLogin('nobody@contoso.example')).toBeNull();
  });

  test('myself, and my tenant', async () => {
    const { tenant, directory } = setUp();
    const { person, mailbox } = tenant.outlook;
    expect(await directory.me()).toMatchObject({
      id: person.id,
      userPrincipalName: person.userPrincipalName,
    });
    expect(await directory.organisation()).toMatchObject({
      id: mailbox.tenantId,
      verifiedDomains: ['contoso.example'],
    });
  });

  test('trouble is told', async () => {
    const { tenant, directory } = setUp();
    tenant.simulator.faults.add({ fault: { kind: 'accessDenied' } });
    await expect(directory.people()).rejects.toMatchObject({ code: 'accessDenied' });
    await expect(directory.me()).rejects.toMatchObject({ code: 'accessDenied' });
  });
});
