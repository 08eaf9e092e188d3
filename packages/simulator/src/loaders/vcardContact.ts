import type { GraphContactInput } from './graphContact.ts';
import type { VcardBlock, VcardLine } from './vcardLines.ts';
import { readBirthday } from './vcardBirthday.ts';
import { placeAddresses, placeEmails, placeInstantMessages, placePhones, type Entry } from './vcardPlaces.ts';
import { readValue } from './vcardValue.ts';
import type { Refusal } from './vcf.ts';

export type CardResult =
  { ok: true; contact: GraphContactInput; leftOut: Refusal[] } | ({ ok: false } & Refusal);

/** Graph's property for each property of a vCard that is one text. */
const TEXTS: Record<string, keyof GraphContactInput & TextName> = {
  FN: 'displayName',
  NICKNAME: 'nickName',
  TITLE: 'jobTitle',
  ROLE: 'profession',
  'X-MS-MANAGER': 'manager',
  'X-EVOLUTION-MANAGER': 'manager',
  'X-MANAGER': 'manager',
  'X-MS-ASSISTANT': 'assistantName',
  'X-EVOLUTION-ASSISTANT': 'assistantName',
  'X-ASSISTANT': 'assistantName',
  'X-MS-SPOUSE': 'spouseName',
  'X-EVOLUTION-SPOUSE': 'spouseName',
  'X-SPOUSE': 'spouseName',
  'X-EVOLUTION-FILE-AS': 'fileAs',
  'X-PHONETIC-FIRST-NAME': 'yomiGivenName',
  'X-PHONETIC-LAST-NAME': 'yomiSurname',
  'X-PHONETIC-ORG': 'yomiCompanyName',
};
type TextName =
  | 'displayName'
  | 'nickName'
  | 'jobTitle'
  | 'profession'
  | 'manager'
  | 'assistantName'
  | 'spouseName'
  | 'fileAs'
  | 'yomiGivenName'
  | 'yomiSurname'
  | 'yomiCompanyName';

const PLACED = new Set(['EMAIL', 'TEL', 'ADR', 'IMPP', 'X-MS-IMADDRESS']);
const OTHERS = new Set([
  'N',
  'ORG',
  'URL',
  'NOTE',
  'CATEGORIES',
  'BDAY',
  'X-ABRELATEDNAMES',
  'X-MS-CHILD',
  'X-ABLABEL',
]);
const INSTANT_MESSAGES =
  /^X-(EVOLUTION-)?(AIM|ICQ|JABBER|MSN|YAHOO|SKYPE|SKYPE-USERNAME|GOOGLE-TALK|GTALK|QQ|GADUGADU|GROUPWISE|TWITTER)$/;

/** One card as a Graph contact. Properties that Graph has no place for are passed over. */
export function contactFromVcard(block: VcardBlock & { ok: true }): CardResult {
  const entries = new Map<string, Entry[]>();
  for (const line of block.lines) {
    const isMessenger = INSTANT_MESSAGES.test(line.name);
    if (!isMessenger && TEXTS[line.name] === undefined && !PLACED.has(line.name) && !OTHERS.has(line.name))
      continue;
    const value = readValue(line, block.version);
    if (!value.ok) return { ok: false, line: line.line, reason: value.reason };
    if (value.parts.flat().every((part) => part === '')) continue;
    const name = isMessenger ? 'X-MS-IMADDRESS' : line.name;
    entries.set(name, [
      ...(entries.get(name) ?? []),
      { line, parts: value.parts, preference: preferenceOf(line) },
    ]);
  }
  const all = (name: string): Entry[] => entries.get(name) ?? [];
  const contact: GraphContactInput = {};
  const leftOut: Refusal[] = [];
  for (const [name, property] of Object.entries(TEXTS)) {
    const value = textOf(all(name)[0]);
    if (value !== undefined && contact[property] === undefined) contact[property] = value;
  }
  placeName(contact, all('N')[0]);
  placeOrganisation(contact, all('ORG'), leftOut);
  placeRelated(contact, all('X-ABRELATEDNAMES'), all('X-ABLABEL'));
  const children = all('X-MS-CHILD').map((entry) => entry.parts.flat().join(' '));
  if (children.length > 0) contact.children = [...(contact.children ?? []), ...children];
  placeEmails(contact, all('EMAIL'), leftOut);
  placePhones(contact, all('TEL'), leftOut);
  placeAddresses(contact, all('ADR'), leftOut);
  placeInstantMessages(contact, [...all('X-MS-IMADDRESS'), ...all('IMPP')], leftOut);
  const urls = all('URL');
  const url = textOf(urls.find((entry) => hasType(entry, 'WORK')) ?? urls[0]);
  if (url !== undefined) contact.businessHomePage = url;
  const notes = all('NOTE').map((entry) => entry.parts.flat().join(''));
  if (notes.length > 0) contact.personalNotes = notes.join('\n');
  const categories = all('CATEGORIES')
    .flatMap((entry) => entry.parts.flat())
    .filter(Boolean);
  if (categories.length > 0) contact.categories = [...new Set(categories)];
  for (const entry of all('BDAY').slice(0, 1)) {
    const birthday = readBirthday(entry);
    if (birthday.ok) contact.birthday = birthday.instant;
    else leftOut.push({ line: entry.line.line, reason: birthday.reason });
  }
  nameIt(contact);
  if (contact.displayName === undefined)
    return {
      ok: false,
      line: block.line,
      reason: 'the vCard holds no name, company, e-mail address or phone number',
    };
  for (const address of contact.emailAddresses ?? [])
    if (address.name === '') address.name = contact.displayName;
  return { ok: true, contact, leftOut };
}

function textOf(entry: Entry | undefined): string | undefined {
  const text = entry?.parts.map((part) => part.join(', ')).join(', ');
  return text === '' ? undefined : text;
}

export function hasType({ line }: Entry, type: string): boolean {
  return line.params.get('TYPE')?.some((value) => value.toUpperCase() === type) ?? false;
}

/** 0 is the most preferred: `PREF=1` of version 4.0, `TYPE=PREF` before it. */
function preferenceOf({ params }: VcardLine): number {
  const pref = Number(params.get('PREF')?.[0]);
  if (pref >= 1) return pref - 1;
  return params.get('TYPE')?.some((value) => value.toUpperCase() === 'PREF') ? 0 : 100;
}

/** N: surname; given; middle; title; suffix. */
function placeName(contact: GraphContactInput, entry: Entry | undefined): void {
  const part = (index: number, joint: string): string =>
    entry?.parts[index]?.filter(Boolean).join(joint) ?? '';
  const names = {
    surname: part(0, ' '),
    givenName: part(1, ' '),
    middleName: part(2, ' '),
    title: part(3, ' '),
    generation: part(4, ', '),
  };
  for (const name of ['surname', 'givenName', 'middleName', 'title', 'generation'] as const)
    if (names[name] !== '') contact[name] = names[name];
}

/** ORG: company; department; … */
function placeOrganisation(contact: GraphContactInput, entries: Entry[], leftOut: Refusal[]): void {
  const [first, ...others] = entries;
  if (first === undefined) return;
  const [company = '', ...units] = first.parts.map((part) => part.join(', '));
  const department = units.filter(Boolean).join(', ');
  if (company !== '') contact.companyName = company;
  if (department !== '') contact.department = department;
  for (const { line, parts } of others)
    if (parts.flat().join() !== first.parts.flat().join())
      leftOut.push({
        line: line.line,
        reason: `a contact has one company: “${parts.flat().join(' ')}” has no place`,
      });
}

/** Apple and Google write relations as a pair of lines in a group, one of them the label. */
function placeRelated(contact: GraphContactInput, names: Entry[], labels: Entry[]): void {
  for (const { line, parts } of names) {
    const label = labels.find((entry) => entry.line.group === line.group && line.group !== null);
    const relation = label?.parts.flat().join('').toLowerCase() ?? '';
    const name = parts.flat().join(' ');
    if (relation.includes('spouse')) contact.spouseName ??= name;
    else if (relation.includes('assistant')) contact.assistantName ??= name;
    else if (relation.includes('manager')) contact.manager ??= name;
    else if (relation.includes('child')) contact.children = [...(contact.children ?? []), name];
  }
}

/** A contact without FN shows its name parts, else its company, address or number. */
function nameIt(contact: GraphContactInput): void {
  const { title, givenName, middleName, surname, generation } = contact;
  const parts = [title, givenName, middleName, surname, generation]
    .filter((part) => part !== undefined)
    .join(' ');
  const { companyName, emailAddresses, mobilePhone, businessPhones, homePhones } = contact;
  const phone = mobilePhone ?? businessPhones?.[0] ?? homePhones?.[0];
  const name =
    contact.displayName ??
    (parts === '' ? undefined : parts) ??
    companyName ??
    emailAddresses?.[0]?.address ??
    phone;
  if (name !== undefined) contact.displayName = name;
}
