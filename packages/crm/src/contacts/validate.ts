import type { Content } from '@counterpart/engine';
import { CrmError, type InputProblem } from '../errors.ts';
import { isAddress } from '../people/address.ts';
import { canonicalContact, contactColumn, isContactField, type ContactColumns } from './columns.ts';

const addressFields = new Set(['email', 'secondEmail']);

/**
 * Checks values that a person or a program gives and makes them canonical: the fields in `content` have a value, those in `emptied`
 * have none. What Microsoft 365 holds does not come this way: it is kept as it is.
 */
export function checkedValues(input: { readonly [field: string]: string | null | undefined }): {
  content: Content;
  emptied: string[];
  problems: InputProblem[];
} {
  const content = canonicalContact(input);
  const emptied: string[] = [];
  const problems: InputProblem[] = [];
  for (const [field, given] of Object.entries(input)) {
    if (given === undefined) continue;
    const value = content[field];
    if (!isContactField(field)) problems.push({ path: field, message: `There is no field "${field}".` });
    else if (value === undefined) {
      emptied.push(field);
      if (field === 'dateOfBirth' && given !== null && given.trim() !== '') {
        problems.push({
          path: field,
          message: `"${given}" is no date. Write it as year-month-day, like 1980-03-22.`,
        });
      }
    } else if (addressFields.has(field) && typeof value === 'string' && !isAddress(value)) {
      problems.push({ path: field, message: `"${given}" is not an e-mail address.` });
    }
  }
  return { content, emptied, problems };
}

/** As `checkedValues`. @throws CrmError `invalidValue` naming each field that cannot be used */
export function mustBeUsable(input: { readonly [field: string]: string | null | undefined }): {
  content: Content;
  emptied: string[];
} {
  const { problems, ...checked } = checkedValues(input);
  if (problems.length > 0) throw new CrmError('invalidValue', undefined, { problems });
  return checked;
}

/** The columns that input gives another value, null for those that it empties. @throws CrmError `invalidValue` */
export function changedColumns(input: {
  readonly [field: string]: string | null | undefined;
}): Partial<ContactColumns> {
  const { content, emptied } = mustBeUsable(input);
  const columns: Partial<ContactColumns> = {};
  for (const field of [...Object.keys(content), ...emptied]) {
    const value = content[field];
    if (isContactField(field)) columns[contactColumn[field]] = typeof value === 'string' ? value : null;
  }
  return columns;
}
