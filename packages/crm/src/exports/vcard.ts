import ICAL from 'ical.js';
import type { CrmRecord } from '../records/types.ts';

/** A property of jCard (RFC 7095): name, parameters, type, value. */
type Property = [string, { [name: string]: string | string[] }, string, string | (string | string[])[]];

/** One contact as a vCard 3.0, which Outlook reads as well as phones do. */
export function vcardOf({ id, content }: CrmRecord): string {
  const value = (field: string): string => (typeof content[field] === 'string' ? content[field] : '');
  const properties: Property[] = [
    ['version', {}, 'text', '3.0'],
    ['uid', {}, 'text', `urn:uuid:${id}`],
  ];
  const add = (name: string, field: string, types: string[] = [], kind = 'text') => {
    if (value(field) !== '')
      properties.push([name, types.length > 0 ? { type: types } : {}, kind, value(field)]);
  };
  properties.push(['n', {}, 'text', [value('lastName'), value('firstName'), '', '', '']]);
  properties.push(['fn', {}, 'text', formattedName(value)]);
  if (value('accountName') !== '' || value('department') !== '') {
    properties.push([
      'org',
      {},
      'text',
      [value('accountName'), value('department')].filter((part, index) => index === 0 || part !== ''),
    ]);
  }
  add('title', 'title');
  add('email', 'email', ['INTERNET', 'PREF']);
  add('email', 'secondEmail', ['INTERNET']);
  add('tel', 'phone', ['WORK', 'VOICE'], 'phone-number');
  add('tel', 'mobile', ['CELL'], 'phone-number');
  add('tel', 'homePhone', ['HOME'], 'phone-number');
  add('tel', 'otherPhone', ['VOICE'], 'phone-number');
  addAddress(properties, value, 'mailing', ['WORK']);
  addAddress(properties, value, 'other', ['HOME']);
  if (value('dateOfBirth') !== '') properties.push(['bday', {}, 'date', value('dateOfBirth')]);
  add('note', 'description');
  add('x-assistant', 'assistant', [], 'unknown');
  add('x-skype', 'skypeId', [], 'unknown');
  return `${ICAL.stringify.component(['vcard', properties, []], ICAL.design.vcard3)}\r\n`;
}

function formattedName(value: (field: string) => string): string {
  const name = [value('firstName'), value('lastName')].filter((part) => part !== '').join(' ');
  return name || value('accountName') || value('email');
}

function addAddress(
  properties: Property[],
  value: (field: string) => string,
  prefix: string,
  type: string[],
): void {
  const parts = ['Street', 'City', 'State', 'PostalCode', 'Country'].map((part) => value(`${prefix}${part}`));
  if (parts.some((part) => part !== '')) properties.push(['adr', { type }, 'text', ['', '', ...parts]]);
}
