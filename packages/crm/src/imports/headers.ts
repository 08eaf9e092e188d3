import { contactFieldNames, type ContactFieldName } from '../contacts/columns.ts';
import { contactLabels } from '../contacts/labels.ts';
import type { Mapping } from './types.ts';

/**
 * Other names of fields in English, as Outlook, Google Contacts, Zoho and Salesforce head their columns; strongest first where one
 * file may have several. Written as `plain` makes them.
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

const plain = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Which columns look like which fields, by their names. Each field is suggested once, for the column whose name fits best. */
export function suggestMapping(columns: readonly string[]): Mapping {
  const free = new Map(columns.map((column) => [plain(column), column]).reverse() as [string, string][]);
  const chosen = new Map<string, ContactFieldName>();
  const ranks = contactFieldNames.map((field) => ({
    field,
    names: [plain(field), plain(contactLabels[field]), ...otherNames[field].split('|')],
  }));
  const longest = Math.max(...ranks.map(({ names }) => names.length));
  // Rank by rank over all fields, so that a field's own name is not taken by another's second choice.
  for (let rank = 0; rank < longest; rank += 1) {
    for (const { field, names } of ranks) {
      const name = names[rank];
      const column = name === undefined ? undefined : free.get(name);
      if (column === undefined || [...chosen.values()].includes(field)) continue;
      chosen.set(column, field);
      free.delete(plain(column));
    }
  }
  return Object.fromEntries(
    columns.flatMap((column) => {
      const field = chosen.get(column);
      return field === undefined ? [] : [[column, field]];
    }),
  );
}

/** Names for the columns of a file: empty ones get a number, repeated ones too, so that each names one column. */
export function uniqueColumns(header: readonly string[]): string[] {
  const used = new Set<string>();
  return header.map((cell, index) => {
    const name = cell.replace(/\s+/g, ' ').trim() || `Column ${index + 1}`;
    let unique = name;
    for (let number = 2; used.has(unique); number += 1) unique = `${name} (${number})`;
    used.add(unique);
    return unique;
  });
}
