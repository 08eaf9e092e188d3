import type { JsonObject } from '../state/types.ts';

export type PostalAddress = {
  street?: string;
  city?: string;
  state?: string;
  countryOrRegion?: string;
  postalCode?: string;
};

/** A contact as Graph takes it on creation (GRAPH 2.4); what has no value is left out. */
export type GraphContactInput = {
  displayName?: string;
  title?: string;
  givenName?: string;
  middleName?: string;
  surname?: string;
  generation?: string;
  nickName?: string;
  fileAs?: string;
  yomiGivenName?: string;
  yomiSurname?: string;
  yomiCompanyName?: string;
  companyName?: string;
  department?: string;
  jobTitle?: string;
  profession?: string;
  officeLocation?: string;
  manager?: string;
  assistantName?: string;
  spouseName?: string;
  children?: string[];
  /** At most 3. */
  emailAddresses?: { name: string; address: string }[];
  /** At most 2 each. */
  businessPhones?: string[];
  homePhones?: string[];
  mobilePhone?: string;
  imAddresses?: string[];
  businessAddress?: PostalAddress;
  homeAddress?: PostalAddress;
  otherAddress?: PostalAddress;
  businessHomePage?: string;
  /** An instant: Outlook stores a date as one minute before noon, UTC. */
  birthday?: string;
  categories?: string[];
  personalNotes?: string;
};

/** The same as the body of a `POST …/contacts`. */
export function contactBody(contact: GraphContactInput): JsonObject {
  const body: JsonObject = {};
  for (const [name, value] of Object.entries(contact)) body[name] = structuredClone(value);
  return body;
}
