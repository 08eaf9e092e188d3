import { contactFields } from '@counterpart/engine';
import { slotByName, type Slot, type SlotType } from './slots.ts';

/** Which field of the CRM lies in which slot of Microsoft 365. A field that is not named is not synced. */
export type ContactMapping = { readonly [field: string]: string };

/** The type of each field of the CRM: the narrowest slot type that holds all its values. */
export const contactFieldTypes: { readonly [field: string]: SlotType } = {
  ...Object.fromEntries(contactFields.map((field) => [field.name, 'line' as const])),
  email: 'email',
  secondEmail: 'email',
  dateOfBirth: 'date',
  mailingStreet: 'text',
  otherStreet: 'text',
  description: 'text',
};

/**
 * The mapping that the Configuration popup begins with (C2). Contacts of a CRM are business contacts, so the mailing address is Outlook's
 * business address and the phone its business phone.
 */
export const defaultContactMapping: ContactMapping = {
  firstName: 'givenName',
  lastName: 'surname',
  accountName: 'companyName',
  email: 'emailAddresses[0]',
  secondEmail: 'emailAddresses[1]',
  phone: 'businessPhones[0]',
  otherPhone: 'businessPhones[1]',
  mobile: 'mobilePhone',
  homePhone: 'homePhones[0]',
  title: 'jobTitle',
  department: 'department',
  assistant: 'assistantName',
  dateOfBirth: 'birthday',
  skypeId: 'imAddresses[0]',
  mailingStreet: 'businessAddress.street',
  mailingCity: 'businessAddress.city',
  mailingState: 'businessAddress.state',
  mailingPostalCode: 'businessAddress.postalCode',
  mailingCountry: 'businessAddress.countryOrRegion',
  otherStreet: 'otherAddress.street',
  otherCity: 'otherAddress.city',
  otherState: 'otherAddress.state',
  otherPostalCode: 'otherAddress.postalCode',
  otherCountry: 'otherAddress.countryOrRegion',
  description: 'personalNotes',
};

export interface MappingError {
  readonly code: 'unknownField' | 'unknownSlot' | 'slotUsedTwice' | 'typeMismatch';
  /** The field at which it was found. */
  readonly field: string;
  readonly slot: string;
  /** For people. */
  readonly message: string;
}

/** What slots of each type take without losing anything: a single line fits into a text, not the other way round. */
const takes: { readonly [type in SlotType]: ReadonlySet<SlotType> } = {
  line: new Set(['line', 'email']),
  text: new Set(['line', 'email', 'text']),
  email: new Set(['email']),
  date: new Set(['date']),
};

/** Everything that is wrong with a mapping; empty when it can be used. */
export function checkMapping(mapping: ContactMapping): MappingError[] {
  const errors: MappingError[] = [];
  const usedBy = new Map<string, string>();
  for (const [field, slotName] of Object.entries(mapping)) {
    const found = (code: MappingError['code'], message: string) =>
      errors.push({ code, field, slot: slotName, message });
    const slot = slotByName.get(slotName);
    const type = Object.hasOwn(contactFieldTypes, field) ? contactFieldTypes[field] : undefined;
    if (type === undefined) found('unknownField', `Contacts have no field "${field}".`);
    if (slot === undefined)
      found('unknownSlot', `Contacts in Microsoft 365 have no "${slotName}" that Graph supports.`);
    const other = usedBy.get(slotName);
    if (other !== undefined) found('slotUsedTwice', `"${slotName}" already holds the field "${other}".`);
    usedBy.set(slotName, other ?? field);
    if (type !== undefined && slot !== undefined && !takes[slot.type].has(type))
      found('typeMismatch', `"${slot.label}" cannot hold what "${field}" holds (${type}).`);
  }
  return errors;
}

export interface MappedField {
  readonly field: string;
  readonly slot: Slot;
}

/**
 * A mapping with its slots looked up.
 * @throws TypeError for a mapping that `checkMapping` does not accept.
 */
export function mappedFields(mapping: ContactMapping): MappedField[] {
  const errors = checkMapping(mapping);
  if (errors.length > 0)
    throw new TypeError(`The mapping cannot be used: ${errors.map((error) => error.message).join(' ')}`);
  return Object.entries(mapping).flatMap(([field, name]) => {
    const slot = slotByName.get(name);
    return slot ? [{ field, slot }] : [];
  });
}
