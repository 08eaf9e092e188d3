import { describe, expect, test } from 'vitest';
import { generatePeople } from './generate.ts';
import { readPeople } from './people.ts';

function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

describe('GRAPH 2.8: people from a file', () => {
  test('CSV with a header; quotes, semicolons and a different mail', () => {
    const csv =
      'userPrincipalName;displayName;mail;jobTitle;accountEnabled\r\nada@c.example;"Byron, Ada";a.byron@c.example;"""Chief""";\r\nbob@c.example;;;;no\r\n';
    expect(readPeople('people.csv', csv)).toMatchObject({
      ok: true,
      people: [
        {
          userPrincipalName: 'ada@c.example',
          displayName: 'Byron, Ada',
          properties: { mail: 'a.byron@c.example', jobTitle: '"Chief"' },
        },
        {
          userPrincipalName: 'bob@c.example',
          displayName: 'bob@c.example',
          accountEnabled: false,
          properties: { mail: null },
        },
      ],
    });
  });

  test('JSON with Graph’s names', () => {
    const json = JSON.stringify([
      {
        userPrincipalName: 'ada@c.example',
        givenName: 'Ada',
        surname: 'Byron',
        isAdministrator: true,
        hasMailbox: false,
      },
    ]);
    expect(readPeople('people.json', json)).toMatchObject({
      ok: true,
      people: [{ displayName: 'Ada Byron', isAdministrator: true, hasMailbox: false }],
    });
  });

  test.each([
    ['a.csv', 'userPrincipalName\nada\n', 'line 2', 'name@domain was expected'],
    ['a.csv', 'userPrincipalName\na@c.example\nA@c.example\n', 'line 3', 'was already given'],
    ['a.csv', 'userPrincipalName,shoeSize\na@c.example,42\n', 'line 1', '“shoeSize” is no column'],
    ['a.json', '{', 'the file', 'this is no JSON'],
    ['a.json', '[{"displayName":"Ada"}]', 'person 1', 'userPrincipalName is missing'],
    ['a.json', '[{"userPrincipalName":"a@c.example","id":"7"}]', 'person 1', 'no GUID'],
  ])('%s with %j is refused, naming the place', (file, text, where, reason) => {
    expect(readPeople(file, text)).toEqual({
      ok: false,
      problems: [{ where, reason: expect.stringContaining(reason) as string }],
    });
  });
});

describe('people made up from a seed', () => {
  const people = generatePeople(200, seeded(7), 'contoso.example');

  test('the same seed gives the same people, another seed others', () => {
    expect(generatePeople(200, seeded(7), 'contoso.example')).toEqual(people);
    expect(generatePeople(200, seeded(8), 'contoso.example')).not.toEqual(people);
  });

  test('no two share an address; there are guests, disabled accounts and other mail addresses', () => {
    const names = new Set(people.map(({ userPrincipalName }) => userPrincipalName));
    expect(names.size).toBe(200);
    expect(
      people.filter(({ userPrincipalName }) => userPrincipalName.includes('#EXT#')).length,
    ).toBeGreaterThan(10);
    expect(people.some(({ accountEnabled }) => accountEnabled === false)).toBe(true);
    const others = people.filter(
      ({ userPrincipalName, properties }) =>
        !userPrincipalName.includes('#') && properties?.mail !== userPrincipalName,
    );
    expect(others.length).toBeGreaterThan(10);
  });

  test('the first three are plain members, the first an administrator', () => {
    for (const person of people.slice(0, 3))
      expect(person).toMatchObject({
        accountEnabled: true,
        hasMailbox: true,
        properties: { userType: 'Member' },
      });
    expect(people.filter(({ isAdministrator }) => isAdministrator)).toEqual([people[0]]);
  });
});
