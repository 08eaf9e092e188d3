import type { Contact, PhysicalAddress } from '@microsoft/microsoft-graph-types';

/** `line`: one line of text; `text`: several; `email`: an address; `date`: a day without a zone. */
export type SlotType = 'line' | 'text' | 'email' | 'date';

export type CollectionName = 'emailAddresses' | 'businessPhones' | 'homePhones' | 'imAddresses';
export type AddressName = 'businessAddress' | 'homeAddress' | 'otherAddress';
export const addressParts = [
  'street',
  'city',
  'state',
  'postalCode',
  'countryOrRegion',
] as const satisfies readonly (keyof PhysicalAddress)[];
export type AddressPart = (typeof addressParts)[number];

/** Where a slot's value lies in Graph's contact. */
export type Place =
  | { readonly in: 'property'; readonly property: keyof Contact }
  | { readonly in: 'collection'; readonly property: CollectionName; readonly index: number }
  | { readonly in: 'address'; readonly property: AddressName; readonly part: AddressPart };

/** One place of a Microsoft 365 contact that a field of the CRM can be mapped to (C2). */
export interface Slot {
  /** As stored in a mapping: `givenName`, `emailAddresses[0]`, `businessAddress.city`. */
  readonly name: string;
  /** As Outlook calls it. */
  readonly label: string;
  readonly type: SlotType;
  readonly place: Place;
}

/**
 * How many entries Outlook keeps in each collection: more e-mail addresses or business phones are refused whole
 * (400 ErrorInvalidProperty, GRAPH 2.4); for the others the form of Outlook has as many.
 */
export const capacities: { readonly [name in CollectionName]: number } = {
  emailAddresses: 3,
  businessPhones: 2,
  homePhones: 2,
  imAddresses: 3,
};

const property = (name: keyof Contact, label: string, type: SlotType = 'line'): Slot => ({
  name,
  label,
  type,
  place: { in: 'property', property: name },
});

const entry = (name: CollectionName, index: number, label: string, type: SlotType = 'line'): Slot => ({
  name: `${name}[${index}]`,
  label,
  type,
  place: { in: 'collection', property: name, index },
});

const partLabels: { readonly [part in AddressPart]: string } = {
  street: 'street',
  city: 'city',
  state: 'state or province',
  postalCode: 'postal code',
  countryOrRegion: 'country or region',
};

const address = (name: AddressName, label: string): Slot[] =>
  addressParts.map((part) => ({
    name: `${name}.${part}`,
    label: `${label}: ${partLabels[part]}`,
    type: part === 'street' ? 'text' : 'line',
    place: { in: 'address', property: name, part },
  }));

/** Every slot that Graph supports ("contact resource type"); what Outlook has beyond them (fax, other phone, …) is not exposed by it. */
export const contactSlots: readonly Slot[] = [
  property('givenName', 'First name'),
  property('middleName', 'Middle name'),
  property('surname', 'Last name'),
  property('title', 'Title (such as Dr.)'),
  property('generation', 'Suffix (such as Jr.)'),
  property('initials', 'Initials'),
  property('nickName', 'Nickname'),
  property('yomiGivenName', 'Phonetic first name'),
  property('yomiSurname', 'Phonetic last name'),
  property('companyName', 'Company'),
  property('yomiCompanyName', 'Phonetic company'),
  property('jobTitle', 'Job title'),
  property('department', 'Department'),
  property('officeLocation', 'Office'),
  property('profession', 'Profession'),
  property('manager', 'Manager'),
  property('assistantName', 'Assistant'),
  property('spouseName', 'Partner'),
  property('birthday', 'Birthday', 'date'),
  property('businessHomePage', 'Web page'),
  entry('emailAddresses', 0, 'E-mail', 'email'),
  entry('emailAddresses', 1, 'E-mail 2', 'email'),
  entry('emailAddresses', 2, 'E-mail 3', 'email'),
  entry('businessPhones', 0, 'Business phone'),
  entry('businessPhones', 1, 'Business phone 2'),
  entry('homePhones', 0, 'Home phone'),
  entry('homePhones', 1, 'Home phone 2'),
  property('mobilePhone', 'Mobile phone'),
  entry('imAddresses', 0, 'Chat address'),
  ...address('businessAddress', 'Business address'),
  ...address('homeAddress', 'Home address'),
  ...address('otherAddress', 'Other address'),
  property('personalNotes', 'Notes', 'text'),
];

export const slotByName: ReadonlyMap<string, Slot> = new Map(contactSlots.map((slot) => [slot.name, slot]));
