import { contact, contactFields, type Content } from '@counterpart/engine';
import { dateIn, isNoDate } from '../imports/dates.ts';
import { isAddress } from '../people/address.ts';
import { syncedColumn, type Column } from '../records/columns.ts';
import { byColumn } from '../records/sync-order.ts';
import { canonical, type RecordTable } from '../records/table.ts';

export type ContactFieldName = (typeof contactFields)[number]['name'];

export const contactFieldNames: readonly ContactFieldName[] = contactFields.map((field) => field.name);

/** Names of fields for people: the columns of exported files, and of vCards in the preview of an import. */
export const contactLabels: { readonly [field in ContactFieldName]: string } = {
  firstName: 'First name',
  lastName: 'Last name',
  accountName: 'Account name',
  email: 'E-mail',
  secondEmail: 'Second e-mail',
  phone: 'Phone',
  otherPhone: 'Other phone',
  mobile: 'Mobile',
  homePhone: 'Home phone',
  title: 'Title',
  department: 'Department',
  assistant: 'Assistant',
  dateOfBirth: 'Date of birth',
  skypeId: 'Skype ID',
  mailingStreet: 'Mailing street',
  mailingCity: 'Mailing city',
  mailingState: 'Mailing state',
  mailingPostalCode: 'Mailing postal code',
  mailingCountry: 'Mailing country',
  otherStreet: 'Other street',
  otherCity: 'Other city',
  otherState: 'Other state',
  otherPostalCode: 'Other postal code',
  otherCountry: 'Other country',
  description: 'Description',
};

/**
 * Other names of fields in English, as Outlook, Google Contacts, Zoho and Salesforce head their columns; strongest first where one
 * file may have several.
 */
const otherNames: { readonly [field in ContactFieldName]: string } = {
  firstName: 'givenname|forename|first',
  lastName: 'familyname|surname|last|fullname|name|displayname',
  accountName:
    'company|companyname|organization|organisation|organizationname|organization1name|account|employer',
  email: 'emailaddress|email1value|emailvalue|primaryemail|mail|email1|email1address|workemail',
  secondEmail: 'email2address|email2value|secondaryemail|otheremail|alternateemail|email2',
  phone:
    'businessphone|workphone|telephone|phonenumber|phone1value|primaryphone|companymainphone|officephone|tel',
  otherPhone: 'businessphone2|otherphonenumber|phone2value|secondphone|phone2|otherphone1',
  mobile: 'mobilephone|cell|cellphone|mobilenumber|cellular',
  homePhone: 'home|homenumber|privatephone|homephonenumber',
  title: 'jobtitle|position|organizationtitle|organization1title|role',
  department: 'organizationdepartment|organization1department|dept',
  assistant: 'assistantsname|assistantname',
  dateOfBirth: 'birthday|birthdate|dob|born',
  skypeId: 'skype|skypename|skypeusername|imaddress',
  mailingStreet:
    'businessstreet|street|address|address1street|workstreet|streetaddress|addressline1|businessaddress',
  mailingCity: 'businesscity|city|address1city|town|workcity',
  mailingState: 'businessstate|state|province|region|address1region|mailingstateprovince|county',
  mailingPostalCode:
    'businesspostalcode|postalcode|zip|zipcode|postcode|mailingzip|mailingzippostalcode|address1postalcode',
  mailingCountry: 'businesscountryregion|businesscountry|country|countryregion|address1country',
  otherStreet: 'homestreet|address2street|otheraddress',
  otherCity: 'homecity|address2city',
  otherState: 'homestate|address2region|otherstateprovince',
  otherPostalCode: 'homepostalcode|otherzip|otherzippostalcode|address2postalcode',
  otherCountry: 'homecountryregion|homecountry|othercountryregion|address2country',
  description: 'notes|note|comment|comments|remarks|about',
};

const address: Partial<Column> = {
  objection: (given, value) =>
    typeof value === 'string' && !isAddress(value)
      ? `"${String(given)}" is not an e-mail address.`
      : undefined,
};

const special: { readonly [field in ContactFieldName]?: Partial<Column> } = {
  email: address,
  secondEmail: address,
  dateOfBirth: {
    fromText: (text) => (isNoDate(text) ? '' : (dateIn(text) ?? text)),
    objection: (given, value) =>
      value === undefined && typeof given === 'string' && given.trim() !== ''
        ? `"${given}" is no date. Write it as year-month-day, like 1980-03-22.`
        : undefined,
  },
};

/** Contacts (C1 to C8). */
export const contactTable: RecordTable = {
  kind: contact,
  table: 'contacts',
  words: { one: 'contact', many: 'contacts' },
  columns: contactFields.map((field) => syncedColumn(field, contactLabels[field.name], special[field.name])),
  sorts: {
    firstName: 'sort_first_name',
    lastName: 'sort_last_name',
    accountName: 'sort_account_name',
    email: 'sort_email',
    phone: 'sort_phone',
    mobile: 'sort_mobile',
    title: 'sort_title',
    mailingCity: 'sort_mailing_city',
  },
  defaultSort: 'lastName',
  syncOrder: byColumn('modified_at', 'timestamptz'),
  name: `coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.account_name, c.email, '')`,
  required: null,
  duplicates: [
    {
      column: 'find_email',
      keyOf: ({ email }) => (typeof email === 'string' ? email.toLowerCase().slice(0, 320) : undefined),
    },
  ],
  otherNames,
};

/** Canonical content of any input. */
export const canonicalContact = (input: { readonly [field: string]: unknown }): Content =>
  canonical(contactTable, input);
