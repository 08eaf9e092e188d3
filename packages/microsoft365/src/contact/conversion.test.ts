import { describe, expect, test } from 'vitest';
import { birthdayFromGraph, birthdayToGraph } from './birthday.ts';
import { contactFields } from '@counterpart/engine';
import { contactFromGraph } from './from-graph.ts';
import { checkMapping, contactFieldTypes, defaultContactMapping, mappedFields } from './mapping.ts';
import { nativeOf } from './native.ts';
import { contactToGraph } from './to-graph.ts';

const mapping = mappedFields(defaultContactMapping);

describe('C2 the mapping', () => {
  test('the default one maps every field of a contact, and can be used', () => {
    expect(Object.keys(defaultContactMapping).sort()).toEqual(
      contactFields.map((field) => field.name).sort(),
    );
    expect(checkMapping(defaultContactMapping)).toEqual([]);
    expect(Object.keys(contactFieldTypes).sort()).toEqual(contactFields.map((field) => field.name).sort());
  });

  test.each([
    ['a field that contacts do not have', { shoeSize: 'title' }, ['unknownField']],
    ['a name that every object has', { toString: 'title' }, ['unknownField']],
    ['a slot that Graph does not support', { phone: 'otherFax' }, ['unknownSlot']],
    ['a slot for two fields', { phone: 'mobilePhone', mobile: 'mobilePhone' }, ['slotUsedTwice']],
    ['a name as a birthday', { lastName: 'birthday' }, ['typeMismatch']],
    ['a text of several lines in one line', { description: 'jobTitle' }, ['typeMismatch']],
    ['an e-mail address as a note', { email: 'personalNotes' }, []],
  ])('%s', (_, wrong, codes) => {
    expect(checkMapping(wrong).map((error) => error.code)).toEqual(codes);
    if (codes.length > 0) expect(() => mappedFields(wrong)).toThrow(TypeError);
  });
});

describe('collections have no holes, slots do', () => {
  const read = (item: Parameters<typeof nativeOf>[0], known = nativeOf({}, undefined)) =>
    contactFromGraph(item, mapping, known);

  test('emptied here: the second phone stays the second', () => {
    const native = nativeOf({ businessPhones: ['A', 'B'] }, undefined);
    const write = contactToGraph({ otherPhone: 'B' }, mapping, ['phone'], native);
    expect(write.body['businessPhones']).toEqual(['B']);
    expect(read({ businessPhones: ['B'] }, write.native).content).toEqual({ otherPhone: 'B' });
  });

  test('edited there afterwards: the edit is one of the second phone', () => {
    const known = contactToGraph({ otherPhone: 'B' }, mapping).native;
    expect(read({ businessPhones: ['C'] }, known).content).toEqual({ otherPhone: 'C' });
  });

  test('emptied there: the second address stays the second', () => {
    const known = nativeOf({ emailAddresses: [{ address: 'a@x' }, { address: 'b@x' }] }, undefined);
    expect(read({ emailAddresses: [{ address: 'b@x' }] }, known).content).toEqual({ secondEmail: 'b@x' });
  });

  test('swapped there: both are edits', () => {
    const known = nativeOf({ businessPhones: ['A', 'B'] }, undefined);
    expect(read({ businessPhones: ['B', 'A'] }, known).content).toEqual({ phone: 'B', otherPhone: 'A' });
  });

  test('nothing known of it: entries count from the first', () => {
    expect(read({ businessPhones: ['B'] }).content).toEqual({ phone: 'B' });
  });

  test('a new address for an old name: the name stays, without the old address in it', () => {
    const native = nativeOf({ emailAddresses: [{ address: 'a@x', name: 'Ann (a@x)' }] }, undefined);
    const { body } = contactToGraph({ email: 'n@x' }, mapping, ['email'], native);
    expect(body['emailAddresses']).toEqual([{ address: 'n@x', name: 'Ann (n@x)' }]);
  });

  test('the last phone goes: the collection is sent empty, a text as null', () => {
    const native = nativeOf({ businessPhones: ['A'] }, undefined);
    const { body } = contactToGraph({}, mapping, ['phone', 'mobile', 'mailingCity'], native);
    expect(body).toMatchObject({ businessPhones: [], mobilePhone: null, businessAddress: { city: null } });
  });
});

describe('the display name goes along with every write', () => {
  const written = (before: Parameters<typeof nativeOf>[0], content: { [field: string]: string }) =>
    contactToGraph(content, mapping, Object.keys(content), nativeOf(before, undefined)).body['displayName'];

  test.each([
    [
      'composed by Outlook: composed anew',
      { displayName: 'Ann Lee', givenName: 'Ann', surname: 'Lee' },
      'Ann May',
    ],
    ['last name first: again so', { displayName: 'Lee, Ann', givenName: 'Ann', surname: 'Lee' }, 'May, Ann'],
    [
      'a middle name that is not mapped: kept in it',
      { displayName: 'Ann B. Lee', givenName: 'Ann', middleName: 'B.', surname: 'Lee' },
      'Ann B. May',
    ],
    ["a person's own: kept", { displayName: 'Annie', givenName: 'Ann', surname: 'Lee' }, 'Annie'],
    ['none yet: composed', { givenName: 'Ann', surname: 'Lee' }, 'Ann May'],
  ])('%s', (_, before, expected) => {
    expect(written(before, { lastName: 'May' })).toBe(expected);
  });

  test('no name at all: the company, else the e-mail address', () => {
    expect(contactToGraph({ accountName: 'Contoso', email: 'a@x' }, mapping).body['displayName']).toBe(
      'Contoso',
    );
    expect(contactToGraph({ email: 'a@x' }, mapping).body['displayName']).toBe('a@x');
  });
});

describe('V16 a birthday is a day', () => {
  test('as we write it, in any zone from UTC-12 to UTC+11', () => {
    const atMs = Date.parse(birthdayToGraph('2000-02-29'));
    for (let offset = -12; offset <= 11; offset += 1)
      expect(new Date(atMs + offset * 3_600_000).toISOString().slice(0, 10)).toBe('2000-02-29');
  });

  test('written by others at the midnight of their zone: the same day', () => {
    for (let offset = -12; offset <= 11; offset += 1) {
      const midnight = new Date(Date.parse('2000-02-29T00:00:00Z') - offset * 3_600_000).toISOString();
      expect(birthdayFromGraph(midnight)).toBe('2000-02-29');
    }
  });

  test('no date, a filler, or nonsense: empty', () => {
    for (const text of [undefined, '', 'soon', '0001-01-01T00:00:00Z'])
      expect(birthdayFromGraph(text)).toBeUndefined();
  });
});
