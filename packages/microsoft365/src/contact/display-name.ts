import { keyOf, type ContactNative } from './native.ts';

type Names = Pick<ContactNative, 'names' | 'collections'>;

const joined = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(' ');

/** The ways in which Outlook and the people who use it make a display name from the parts of a contact. */
const forms: readonly ((from: Names) => string)[] = [
  ({ names: n }) => joined(n['givenName'], n['middleName'], n['surname'], n['generation']),
  ({ names: n }) => joined(n['givenName'], n['surname']),
  ({ names: n }) => joined(n['title'], n['givenName'], n['middleName'], n['surname'], n['generation']),
  ({ names: n }) => (n['surname'] && n['givenName'] ? `${n['surname']}, ${n['givenName']}` : ''),
  ({ names: n }) => n['companyName'] ?? '',
  ({ collections }) => collections['emailAddresses']?.map((entry) => keyOf(entry)).find(Boolean) ?? '',
];

/**
 * The display name to send with a write. Graph makes one of its own over the one that stands there unless it is sent along ("contact resource
 * type"), so it always is: composed anew in the form in which it was composed before, kept where the person wrote their own.
 * @returns '' where there is nothing to make it from.
 */
export function displayNameFor(before: ContactNative | undefined, after: Names): string {
  const composed = () => forms.map((form) => form(after)).find(Boolean) ?? '';
  const current = before?.displayName;
  if (before === undefined || !current) return composed();
  const form = forms.find((form) => form(before) === current);
  return form === undefined ? current : form(after) || composed();
}
