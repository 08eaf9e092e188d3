import { describe, expect, test } from 'vitest';
import { matches } from './evaluate.ts';
import { parseFilter } from './parse.ts';
import { readQuery } from './query.ts';

const ada: Record<string, unknown> = {
  givenName: "O'Hara",
  surname: 'Lovelace',
  age: 36,
  active: true,
  nothing: null,
  made: '2026-03-02T09:00:00Z',
  phones: ['1', '2'],
  address: { city: 'Rome' },
  emails: [{ address: 'a@x.example' }, { address: 'b@x.example' }],
};
const holds = (filter: string) => matches(parseFilter(filter), (name) => ada[name]);

describe('$filter', () => {
  test.each([
    ["givenName eq 'o''hara'", true],
    ["surname ne 'Lovelace'", false],
    ['age gt 35 and age le 36', true],
    ['active eq true and not (age lt 10)', true],
    ['nothing eq null', true],
    ['surname eq null', false],
    ["surname eq 'x' or surname eq 'lovelace'", true],
    ["surname in ('Byron','Lovelace')", true],
    ["startswith(surname,'love')", true],
    ["endswith(surname,'lace') eq true", true],
    ["contains(tolower(surname),'vel')", true],
    ["address/city eq 'rome'", true],
    ["emails/any(e:e/address eq 'B@x.example')", true],
    ["emails/all(e:endswith(e/address,'x.example'))", true],
    ['emails/any()', true],
    ["phones/any(p:p eq '3')", false],
    ['made ge 2026-03-02T09:00:00Z', true],
    ['made lt 2026-03-02T10:00:00+01:00', false],
    ["(surname eq 'x' or age eq 36) and active eq true", true],
  ])('%s is %s', (filter, expected) => {
    expect(holds(filter)).toBe(expected);
  });

  test.each([
    'surname',
    'surname eq',
    "surname like 'x'",
    "(surname eq 'x'",
    "surname eq 'x' age eq 1",
    "surname eq 'x",
  ])('%s: 400', (filter) => {
    expect(() => parseFilter(filter)).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe('query options', () => {
  test('names work with and without $, and nested options of $expand are read', () => {
    const query = readQuery(
      new URLSearchParams(
        "select=A,b&$top=5&skip=2&$expand=extensions($filter=id eq 'x,y';$select=id),other",
      ),
    );
    expect(query).toMatchObject({ select: new Set(['a', 'b']), top: 5, skip: 2 });
    expect([...query.expand.keys()]).toEqual(['extensions', 'other']);
    expect(query.expand.get('extensions')?.select).toEqual(new Set(['id']));
  });

  test.each(['$top=x', '$skip=-1', '$orderby=a upwards', '$expand=a('])('%s: 400', (text) => {
    expect(() => readQuery(new URLSearchParams(text))).toThrow(expect.objectContaining({ status: 400 }));
  });
});
