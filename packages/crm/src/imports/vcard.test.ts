import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';
import { vcardSource } from './vcard.ts';

const rows = (text: string) => [...vcardSource(text).rows()];
const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');
const values = (text: string) => rows(text).map((row) => ('values' in row ? row.values : row.unreadable));

describe('reading vCards', () => {
  it('2.1: bare types, charset, quoted-printable over several lines', () => {
    const text = card(
      'VERSION:2.1',
      'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Zo=EB;;;',
      'TEL;CELL;PREF:1',
      'TEL;HOME:2',
      'NOTE;ENCODING=QUOTED-PRINTABLE:one; two, =',
      'three=0D=0Afour',
      'EMAIL;INTERNET:zoe@example.com',
    );
    expect(values(text)).toEqual([
      {
        'First name': 'Zoë',
        'Last name': 'Müller',
        'E-mail': 'zoe@example.com',
        Mobile: '1',
        'Home phone': '2',
        Description: 'one; two, three\nfour',
      },
    ]);
  });

  it('3.0: folded lines, escaped signs, groups', () => {
    const text = card(
      'VERSION:3.0',
      'N:Doe;John\\, Jr.;;;',
      'item1.TEL;TYPE=work,voice:555',
      'NOTE:a\\, b\\; c\\nd \\"e\\"',
      'ADR;TYPE=HOME:;;1 Side',
      '  Street;Town;;1234;CH',
    );
    expect(values(text)).toEqual([
      {
        'First name': 'John, Jr.',
        'Last name': 'Doe',
        Phone: '555',
        'Mailing street': '1 Side Street',
        'Mailing city': 'Town',
        'Mailing postal code': '1234',
        'Mailing country': 'CH',
        Description: 'a, b; c\nd "e"',
      },
    ]);
  });

  it('4.0: telephone numbers as addresses, preferred first, a birthday without its year', () => {
    const text = card(
      'VERSION:4.0',
      'FN:Only Formatted Name',
      'TEL;VALUE=uri;TYPE="work,voice":tel:+1-2;ext=3',
      'EMAIL:second@example.com',
      'EMAIL;PREF=1:first@example.com',
      'BDAY:--0203',
      'IMPP:skype:only.name?chat',
    );
    expect(values(text)).toEqual([
      {
        'First name': 'Only Formatted',
        'Last name': 'Name',
        'E-mail': 'first@example.com',
        'Second e-mail': 'second@example.com',
        Phone: '+1-2 ext. 3',
        'Skype ID': 'only.name',
      },
    ]);
  });

  it('what finds no field is kept in the description', () => {
    const text = card(
      'VERSION:3.0',
      'N:Many;;;;',
      ...['a', 'b', 'c'].map((name) => `EMAIL:${name}@example.com`),
      'EMAIL:not an address',
      ...['1', '2', '3'].map((number) => `TEL;TYPE=CELL:${number}`),
      'TEL;TYPE=FAX:4',
    );
    expect(values(text)[0]).toMatchObject({
      Mobile: '1',
      'Other phone': '2',
      Description: 'E-mail: c@example.com\nE-mail: not an address\nFax: 4\nTelephone: 3',
    });
  });

  it('a card that is broken is told with its line, and the others are read', () => {
    const text = `${card('VERSION:3.0', 'N:A;;;;')}BEGIN:VCARD\r\nN:Cut\r\n${card('VERSION:3.0', 'N;X=":B')}${card('N:C')}`;
    expect(rows(text).map((row) => [row.line, 'values' in row])).toEqual([
      [1, true],
      [5, false],
      [7, false],
      [11, true],
    ]);
  });

  it('a file without a card is refused', () => {
    expect(() => vcardSource('hello')).toThrow('There is no vCard in this file.');
  });
});

const folder = new URL('../../../../../shared/data/vcards/', import.meta.url);

describe.runIf(existsSync(folder))('files of real programs', () => {
  it.each([
    ['John_Doe_ANDROID.vcf', 6, { 'E-mail': 'john.doe@company.com' }],
    [
      'John_Doe_EVOLUTION.vcf',
      1,
      { Assistant: 'Little Red', Mobile: '905-666-1234', 'Date of birth': '1980-03-22' },
    ],
    [
      'John_Doe_GMAIL.vcf',
      1,
      { 'Home phone': '905-666-1234', Title: 'Money Counter', 'Account name': 'IBM' },
    ],
    [
      'John_Doe_MS_OUTLOOK.vcf',
      1,
      { Department: 'Accounting', Assistant: 'Jenny', 'Other street': 'Silicon Alley 5,' },
    ],
    ['gmail-list.vcf', 3, { 'First name': 'Arnold', 'E-mail': 'asmithk@gmail.com' }],
    ['gmail-single.vcf', 1, { Mobile: '555 555 1111', Phone: '555 555 2222', 'Other country': 'USA' }],
    ['outlook-2007.vcf', 1, { 'Mailing street': 'TheOffice\n222 Broadway', 'Date of birth': '1922-03-10' }],
    ['rfc6350-example.vcf', 1, { Phone: '+1-418-656-9254 ext. 102', 'Mailing city': 'Quebec' }],
  ])('%s is read whole', (name, count, first) => {
    const found = values(decode(readFileSync(new URL(name, folder))));
    expect(found).toHaveLength(count);
    expect(found.filter((row) => typeof row === 'string')).toEqual([]);
    expect(found[0]).toMatchObject(first);
  });
});
