import type { GraphContactInput, PostalAddress } from './graphContact.ts';
import type { VcardLine } from './vcardLines.ts';
import type { Refusal } from './vcf.ts';

/** One property of a card, decoded. `preference` 0 is the most preferred. */
export type Entry = { line: VcardLine; parts: string[][]; preference: number };

/** GRAPH 2.4. */
const MAX_EMAILS = 3;
const MAX_PHONES = 2;
const MAX_INSTANT_MESSAGES = 3;

function byPreference(entries: Entry[]): Entry[] {
  return entries.toSorted((left, right) => left.preference - right.preference);
}

function typesOf({ line }: Entry): Set<string> {
  return new Set(line.params.get('TYPE')?.map((type) => type.toUpperCase()));
}

function textOf({ parts }: Entry): string {
  return parts.flat().join('');
}

export function placeEmails(contact: GraphContactInput, entries: Entry[], leftOut: Refusal[]): void {
  const addresses = new Map<string, { name: string; address: string }>();
  for (const entry of byPreference(entries)) {
    const address = textOf(entry).replace(/^mailto:/i, '');
    if (addresses.has(address.toLowerCase())) continue;
    if (addresses.size < MAX_EMAILS) addresses.set(address.toLowerCase(), { name: '', address });
    else
      leftOut.push({
        line: entry.line.line,
        reason: `a contact has ${MAX_EMAILS} e-mail addresses: “${address}” has no place`,
      });
  }
  if (addresses.size > 0) contact.emailAddresses = [...addresses.values()];
}

type Slots = { mobile: string[]; home: string[]; business: string[] };

/** First each number to its own kind, then those that found it full to whatever is free. */
export function placePhones(contact: GraphContactInput, entries: Entry[], leftOut: Refusal[]): void {
  const slots: Slots = { mobile: [], home: [], business: [] };
  const homeless: { entry: Entry; number: string }[] = [];
  for (const entry of byPreference(entries)) {
    const types = typesOf(entry);
    const number = phoneNumber(textOf(entry));
    const kind = ['FAX', 'PAGER', 'TLX', 'MODEM'].find((type) => types.has(type));
    if (kind !== undefined) {
      leftOut.push({
        line: entry.line.line,
        reason: `Graph shows no ${kind.toLowerCase()} numbers: “${number}” has no place`,
      });
    } else if (!put(slots, slotFor(types), number)) homeless.push({ entry, number });
  }
  for (const { entry, number } of homeless) {
    if (!put(slots, 'home', number) && !put(slots, 'business', number))
      leftOut.push({
        line: entry.line.line,
        reason: `a contact has five phone numbers: “${number}” has no place`,
      });
  }
  if (slots.mobile[0] !== undefined) contact.mobilePhone = slots.mobile[0];
  if (slots.home.length > 0) contact.homePhones = slots.home;
  if (slots.business.length > 0) contact.businessPhones = slots.business;
}

function slotFor(types: Set<string>): keyof Slots {
  if (types.has('CELL') || types.has('IPHONE')) return 'mobile';
  return types.has('HOME') && !types.has('WORK') ? 'home' : 'business';
}

function put(slots: Slots, kind: keyof Slots, number: string): boolean {
  const slot = slots[kind];
  if (slot.includes(number)) return true;
  if (slot.length >= (kind === 'mobile' ? 1 : MAX_PHONES)) return false;
  slot.push(number);
  return true;
}

/** `tel:+1-418-656-9254;ext=102` → `+1-418-656-9254 ext. 102`. */
function phoneNumber(text: string): string {
  return text
    .replace(/^tel:/i, '')
    .replace(/;ext=(\d+)/i, ' ext. $1')
    .replace(/;[\w-]+=[^;]*/g, '')
    .trim();
}

/** ADR: post-office box; extended; street; city; state; postal code; country. */
export function placeAddresses(contact: GraphContactInput, entries: Entry[], leftOut: Refusal[]): void {
  const homeless: Entry[] = [];
  const set = (name: 'businessAddress' | 'homeAddress' | 'otherAddress', entry: Entry): boolean => {
    if (contact[name] !== undefined) return false;
    const { address, office } = readAddress(entry, name === 'businessAddress');
    contact[name] = address;
    if (office !== undefined) contact.officeLocation = office;
    return true;
  };
  for (const entry of byPreference(entries)) {
    const types = typesOf(entry);
    const name = types.has('WORK') ? 'businessAddress' : types.has('HOME') ? 'homeAddress' : 'otherAddress';
    if (!set(name, entry)) homeless.push(entry);
  }
  for (const entry of homeless) {
    const text = entry.parts.flat().filter(Boolean).join(', ');
    if (!set('otherAddress', entry))
      leftOut.push({
        line: entry.line.line,
        reason: `a contact has one address of each kind: “${text}” has no place`,
      });
  }
}

/** As Outlook exports it, the extended address of a workplace is the office. */
function readAddress(entry: Entry, isWork: boolean): { address: PostalAddress; office?: string } {
  const [box = '', extended = '', street = '', city = '', state = '', postalCode = '', country = ''] =
    entry.parts.map((part) => part.filter(Boolean).join(', '));
  const isOffice = isWork && extended !== '' && street !== '';
  const lines = [box, isOffice ? '' : extended, street].filter(Boolean).join('\n');
  const address: PostalAddress = {};
  if (lines !== '') address.street = lines;
  if (city !== '') address.city = city;
  if (state !== '') address.state = state;
  if (country !== '') address.countryOrRegion = country;
  if (postalCode !== '') address.postalCode = postalCode;
  return isOffice ? { address, office: extended } : { address };
}

export function placeInstantMessages(contact: GraphContactInput, entries: Entry[], leftOut: Refusal[]): void {
  const addresses = new Set<string>();
  for (const entry of byPreference(entries)) {
    const address = textOf(entry).replace(/^[a-z][a-z0-9+.-]*:(\/\/)?/i, '');
    if (addresses.size < MAX_INSTANT_MESSAGES || addresses.has(address)) addresses.add(address);
    else
      leftOut.push({
        line: entry.line.line,
        reason: `a contact has ${MAX_INSTANT_MESSAGES} chat addresses: “${address}” has no place`,
      });
  }
  if (addresses.size > 0) contact.imAddresses = [...addresses];
}
