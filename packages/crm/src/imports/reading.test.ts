import { describe, expect, it } from 'vitest';
import { contactTable } from '../contacts/table.ts';
import { contentOf } from './content.ts';
import { dateIn } from './dates.ts';
import { decode } from './decode.ts';
import { suggestMapping } from './headers.ts';

const taker = { zone: 'UTC', addresses: new Set<string>() };

describe('decoding', () => {
  const text = 'Zoë; Müller €\n';
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 little-endian with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 big-endian with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16 without one', Buffer.from(text, 'utf16le')],
    ['windows-1252', Buffer.from('Zo\xeb; M\xfcller \x80\n', 'latin1')],
  ])('%s', (_, bytes) => {
    expect(decode(bytes)).toBe(text);
  });

  it('a spreadsheet or a picture is refused with what to do', () => {
    expect(() => decode(Buffer.from('PK\x03\x04rest'))).toThrow('Save it as CSV');
    expect(() => decode(Buffer.from('\x89PNG\0\0\0\rIHDR'))).toThrow('no text file');
  });
});

describe('suggesting a mapping', () => {
  it("Outlook's export", () => {
    const columns = [
      'First Name',
      'Last Name',
      'Company',
      'E-mail Address',
      'E-mail 2 Address',
      'Business Phone',
    ];
    columns.push(
      'Mobile Phone',
      'Home Phone',
      'Job Title',
      "Assistant's Name",
      'Birthday',
      'Business Street',
    );
    columns.push('Business City', 'Business Country/Region', 'Notes', 'Spouse', 'Home City');
    expect(suggestMapping(contactTable, columns)).toEqual({
      'First Name': 'firstName',
      'Last Name': 'lastName',
      Company: 'accountName',
      'E-mail Address': 'email',
      'E-mail 2 Address': 'secondEmail',
      'Business Phone': 'phone',
      'Mobile Phone': 'mobile',
      'Home Phone': 'homePhone',
      'Job Title': 'title',
      "Assistant's Name": 'assistant',
      Birthday: 'dateOfBirth',
      'Business Street': 'mailingStreet',
      'Business City': 'mailingCity',
      'Business Country/Region': 'mailingCountry',
      Notes: 'description',
      'Home City': 'otherCity',
    });
  });

  it("Google's export, and columns that mean nothing here", () => {
    const columns = [
      'Given Name',
      'Family Name',
      'E-mail 1 - Value',
      'Phone 1 - Value',
      'Organization 1 - Name',
      'Yomi',
    ];
    expect(Object.values(suggestMapping(contactTable, columns))).toEqual([
      'firstName',
      'lastName',
      'email',
      'phone',
      'accountName',
    ]);
  });

  it('each field once, for the column that fits best', () => {
    expect(suggestMapping(contactTable, ['Mail', 'Name', 'email', 'Last name'])).toEqual({
      email: 'email',
      'Last name': 'lastName',
    });
  });
});

describe('a row becomes a contact', () => {
  it.each([
    ['1980-03-22', '1980-03-22'],
    ['1980-03-22T00:00:00Z', '1980-03-22'],
    ['19800322', '1980-03-22'],
    ['22.3.1980', '1980-03-22'],
    ['3/22/1980', '1980-03-22'],
    ['22/3/1980', '1980-03-22'],
    ['3/4/1980', '1980-03-04'],
    ['1980-02-30', undefined],
    ['--0203', undefined],
    ['soon', undefined],
  ])('the date %s', (given, date) => {
    expect(dateIn(given)).toBe(date);
  });

  it('"no date" as Outlook writes it is no date', () => {
    const mapping = { Birthday: 'dateOfBirth', Name: 'lastName' } as const;
    expect(contentOf(contactTable, { Birthday: '0/0/00', Name: 'A' }, mapping, taker)).toEqual({
      content: { lastName: 'A' },
    });
  });

  it('what cannot be used is told by the name of the field', () => {
    const mapping = { mail: 'email', born: 'dateOfBirth', name: 'lastName' } as const;
    expect(contentOf(contactTable, { mail: 'x@', born: 'soon', name: 'A' }, mapping, taker)).toEqual({
      reason:
        'E-mail: "x@" is not an e-mail address. Date of birth: "soon" is no date. Write it as year-month-day, like 1980-03-22.',
    });
    expect(contentOf(contactTable, { name: ' ' }, mapping, taker)).toEqual({
      reason: 'None of the chosen columns has a value.',
    });
  });
});
