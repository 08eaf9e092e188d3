import { canonicalText, type Content } from '../content/content.ts';
import { date, email, line, text } from '../content/normalise.ts';
import type { FieldSpec, Kind } from './kind.ts';
import { scalar } from './scalar.ts';

/** The fields of a contact, in the order in which people read them. Names are the CRM's own. */
export const contactFields = [
  scalar('firstName', line),
  scalar('lastName', line),
  scalar('accountName', line),
  scalar('email', email),
  scalar('secondEmail', email),
  scalar('phone', line),
  scalar('otherPhone', line),
  scalar('mobile', line),
  scalar('homePhone', line),
  scalar('title', line),
  scalar('department', line),
  scalar('assistant', line),
  scalar('dateOfBirth', date),
  scalar('skypeId', line),
  scalar('mailingStreet', text),
  scalar('mailingCity', line),
  scalar('mailingState', line),
  scalar('mailingPostalCode', line),
  scalar('mailingCountry', line),
  scalar('otherStreet', text),
  scalar('otherCity', line),
  scalar('otherState', line),
  scalar('otherPostalCode', line),
  scalar('otherCountry', line),
  scalar('description', text),
] as const satisfies readonly FieldSpec[];

/** Strongest first: the e-mail address with the name, the address alone, and at last the whole content. */
function matchKeys(content: Content): string[] {
  const keys: string[] = [];
  const address = content['email'];
  const name = [content['firstName'], content['lastName']]
    .filter((part) => typeof part === 'string')
    .join(' ');
  if (typeof address === 'string') {
    const key = address.toLowerCase();
    if (name) keys.push(`email+name:${key}|${name.toLowerCase()}`);
    keys.push(`email:${key}`);
  }
  keys.push(`whole:${canonicalText(content)}`);
  return keys;
}

export const contact: Kind = { name: 'contact', fields: contactFields, matchKeys };
