import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contactsFromVcf, decodeVcf } from './vcf.ts';

/** Real exports, when the folder with them lies beside the project. */
const REAL = new URL('../../../../../shared/data/vcards/', import.meta.url);
const hasReal = existsSync(REAL);

function card(version: string, ...lines: string[]): string {
  return ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join('\r\n');
}

function only(text: string) {
  const { contacts, refused } = contactsFromVcf(text);
  expect(refused).toEqual([]);
  expect(contacts).toHaveLength(1);
  return contacts[0] ?? {};
}

describe('vCard 2.1', () => {
  test('quoted-printable with a character set and soft line breaks', () => {
    const contact = only(
      card(
        '2.1',
        'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=',
        '=B6rg;;;',
        'FN:x',
        'NOTE;CHARSET=windows-1252;ENCODING=QUOTED-PRINTABLE:Caf=E9=0D=0A=',
        'second line, with comma; and semicolon',
      ),
    );
    expect(contact).toMatchObject({
      surname: 'Müller',
      givenName: 'Jörg',
      personalNotes: 'Café\nsecond line, with comma; and semicolon',
    });
  });

  test('bare parameters tell the kind of a number; a comma does not split', () => {
    const contact = only(
      card(
        '2.1',
        'N:Doe;John;Richter,James;Mr.;Sr.',
        'TEL;WORK;VOICE:1',
        'TEL;HOME;VOICE:2',
        'TEL;CELL;VOICE:3',
        'EMAIL;PREF;INTERNET:j@x.example',
      ),
    );
    expect(contact).toMatchObject({
      displayName: 'Mr. John Richter,James Doe Sr.',
      middleName: 'Richter,James',
      businessPhones: ['1'],
      homePhones: ['2'],
      mobilePhone: '3',
      emailAddresses: [{ name: 'Mr. John Richter,James Doe Sr.', address: 'j@x.example' }],
    });
  });

  test('a picture in base64, indented or not, is passed over', () => {
    const contact = only(
      card(
        '2.1',
        'FN:Ann',
        'PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ',
        'SkZJRgABAQAAAQAB',
        ' AAD//Z==',
        '',
        'TEL:7',
      ),
    );
    expect(contact).toEqual({ displayName: 'Ann', businessPhones: ['7'] });
  });
});

describe('vCard 3.0 and 4.0', () => {
  test('folded lines, groups with labels and escaped text', () => {
    const contact = only(
      card(
        '3.0',
        'FN:Greg',
        'item1.TEL:555',
        'item1.X-ABLabel:DESK',
        'item2.X-ABRELATEDNAMES:Jenny',
        'item2.X-ABLabel:_$!<Spouse>!$_',
        'NOTE:one\\, two\\nthr',
        ' ee\\; four',
        'ORG:The Company\\, Inc.;Sales;West',
      ),
    );
    expect(contact).toEqual({
      displayName: 'Greg',
      businessPhones: ['555'],
      spouseName: 'Jenny',
      personalNotes: 'one, two\nthree; four',
      companyName: 'The Company, Inc.',
      department: 'Sales, West',
    });
  });

  test('tel: addresses, numbered preference and a birthday with its zone', () => {
    const contact = only(
      card(
        '4.0',
        'FN:Simon',
        'TEL;VALUE=uri;TYPE="work,voice";PREF=2:tel:+1-418-656-9254;ext=102',
        'TEL;TYPE=work;PREF=1:+1',
        'BDAY:19800322T231500Z',
        'ADR;TYPE=work:;Suite D2;2875 Laurier;Quebec;QC;G1V 2M2;Canada',
      ),
    );
    expect(contact).toMatchObject({
      businessPhones: ['+1', '+1-418-656-9254 ext. 102'],
      birthday: '1980-03-22T11:59:00Z',
      officeLocation: 'Suite D2',
      businessAddress: {
        street: '2875 Laurier',
        city: 'Quebec',
        state: 'QC',
        postalCode: 'G1V 2M2',
        countryOrRegion: 'Canada',
      },
    });
  });

  test('names of more than one word each, written as a list', () => {
    expect(only(card('4.0', 'N:Perreault;Simon,Pierre;;;ing. jr,M.Sc.'))).toMatchObject({
      givenName: 'Simon Pierre',
      generation: 'ing. jr, M.Sc.',
      displayName: 'Simon Pierre Perreault ing. jr, M.Sc.',
    });
  });
});

describe('GRAPH 2.4: what a Graph contact can hold', () => {
  test('three addresses, five numbers: the rest is named, nothing is lost in silence', () => {
    const emails = ['a', 'b', 'c', 'd'].map((name) => `EMAIL:${name}@x.example`);
    const phones = ['CELL:1', 'CELL:2', 'HOME:3', 'HOME:4', 'WORK:5', 'WORK:6', 'FAX:7'].map(
      (phone) => `TEL;TYPE=${phone}`,
    );
    const { contacts, leftOut } = contactsFromVcf(card('3.0', 'FN:Max', ...emails, ...phones));
    expect(contacts[0]?.emailAddresses).toHaveLength(3);
    expect(contacts[0]).toMatchObject({
      mobilePhone: '1',
      homePhones: ['3', '4'],
      businessPhones: ['5', '6'],
    });
    expect(leftOut.map(({ reason }) => reason)).toEqual([
      'a contact has 3 e-mail addresses: “d@x.example” has no place',
      'Graph shows no fax numbers: “7” has no place',
      'a contact has five phone numbers: “2” has no place',
    ]);
  });

  test('a second mobile number takes a free place', () => {
    expect(only(card('3.0', 'FN:Max', 'TEL;TYPE=CELL:1', 'TEL;TYPE=CELL:2'))).toMatchObject({
      mobilePhone: '1',
      homePhones: ['2'],
    });
  });

  test('a birthday without a year is left out, not invented', () => {
    const { contacts, leftOut } = contactsFromVcf(card('4.0', 'FN:Max', 'BDAY:--0203'));
    expect(contacts).toEqual([{ displayName: 'Max' }]);
    expect(leftOut).toEqual([{ line: 4, reason: 'Graph’s birthday needs a year: “--0203” has no place' }]);
  });
});

describe('broken vCards are refused with line and reason, and spoil no other', () => {
  const good = card('3.0', 'FN:Good');
  test.each([
    [
      'a line without a colon',
      card('3.0', 'FN:Bad', 'NOTE this is broken'),
      4,
      'has no colon between name and value',
    ],
    [
      'no END',
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bad\r\n',
      1,
      'has no END:VCARD before the next one begins in line 4',
    ],
    ['no version', 'BEGIN:VCARD\r\nFN:Bad\r\nEND:VCARD\r\n', 1, 'names no VERSION'],
    ['a version to come', card('5.0', 'FN:Bad'), 1, 'has VERSION 5.0'],
    ['text outside', 'Hello\r\n', 1, 'stands outside a vCard'],
    [
      'an unknown character set',
      card('2.1', 'FN;CHARSET=klingon;ENCODING=QUOTED-PRINTABLE:=41'),
      3,
      'character set “klingon”',
    ],
    ['nothing in it', card('3.0', 'REV:1'), 1, 'holds no name, company, e-mail address or phone number'],
  ])('%s', (_name, broken, line, reason) => {
    const { contacts, refused } = contactsFromVcf(broken + good);
    expect(contacts).toEqual([{ displayName: 'Good' }]);
    expect(refused).toEqual([{ line, reason: expect.stringContaining(reason) as string }]);
  });

  test('an empty file', () => {
    expect(contactsFromVcf('').refused).toEqual([{ line: 1, reason: 'the file holds no vCard' }]);
  });
});

test('a file in Windows-1252 and one in UTF-16 are told apart', () => {
  expect(decodeVcf(Uint8Array.from([0x43, 0xe9]))).toBe('Cé');
  expect(decodeVcf(Uint8Array.from([0xff, 0xfe, 0x43, 0, 0xe9, 0]))).toBe('Cé');
});

describe.runIf(hasReal)('real exports', () => {
  for (const name of hasReal ? readdirSync(REAL).filter((name) => name.endsWith('.vcf')) : []) {
    test(`${name} loads whole`, () => {
      const text = decodeVcf(readFileSync(new URL(name, REAL)));
      const { contacts, refused } = contactsFromVcf(text);
      expect(refused).toEqual([]);
      expect(contacts).toHaveLength(text.match(/^BEGIN:VCARD/gim)?.length ?? 0);
      for (const contact of contacts) expect(JSON.stringify(contact)).not.toMatch(/=C3|\\\\|�/);
    });
  }
});
