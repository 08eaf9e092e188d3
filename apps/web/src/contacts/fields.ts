import type { Contact, ContactChanges } from '../api/types.ts';
import type { Values } from '../records/draft.ts';
import { texts } from '../texts.ts';

export type ContactField = keyof ContactChanges;

/** All fields by section, in the order in which people read and fill them. */
export const contactSections = [
  {
    title: texts.contacts.sections.person,
    fields: ['firstName', 'lastName', 'accountName', 'title', 'department', 'assistant', 'dateOfBirth'],
  },
  {
    title: texts.contacts.sections.reach,
    fields: ['email', 'secondEmail', 'phone', 'mobile', 'homePhone', 'otherPhone', 'skypeId'],
  },
  {
    title: texts.contacts.sections.mailing,
    fields: ['mailingStreet', 'mailingCity', 'mailingState', 'mailingPostalCode', 'mailingCountry'],
  },
  {
    title: texts.contacts.sections.other,
    fields: ['otherStreet', 'otherCity', 'otherState', 'otherPostalCode', 'otherCountry'],
  },
  { title: texts.contacts.sections.notes, fields: ['description'] },
] as const satisfies readonly { title: string; fields: readonly ContactField[] }[];

export const contactFields: readonly ContactField[] = contactSections.flatMap((section) => [
  ...section.fields,
]);

export const isContactField = (name: string): name is ContactField =>
  (contactFields as readonly string[]).includes(name);

/** What people call a field; a name that these pages do not know stands as it is. */
export const fieldLabel = (name: string): string =>
  name in texts.contacts.fields ? texts.contacts.fields[name as keyof typeof texts.contacts.fields] : name;

export type FieldType = 'text' | 'email' | 'tel' | 'date' | 'long';

const types: { readonly [field in ContactField]?: FieldType } = {
  email: 'email',
  secondEmail: 'email',
  phone: 'tel',
  otherPhone: 'tel',
  mobile: 'tel',
  homePhone: 'tel',
  dateOfBirth: 'date',
  mailingStreet: 'long',
  otherStreet: 'long',
  description: 'long',
};
export const fieldType = (field: ContactField): FieldType => types[field] ?? 'text';

/** A contact's values as a form shows them. */
export const contactValues = (contact: Contact | null): Values<ContactField> =>
  Object.fromEntries(contactFields.map((field) => [field, contact?.[field] ?? ''])) as Values<ContactField>;

/** The name under which a contact stands in lists and titles. */
export function contactName(
  contact: Pick<Contact, 'firstName' | 'lastName' | 'email' | 'accountName'>,
): string {
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ');
  return name || contact.email || contact.accountName || texts.contacts.unnamed;
}
