import type { Values } from '../records/draft.ts';
import { texts } from '../texts.ts';
import { fieldType, type ContactField } from './fields.ts';

/** One @ with something on both sides and a dot in the domain; the rest is for the mail system to judge. */
const address = /^[^\s@<>(),;:"[\]]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/** What is wrong with one value, or null. */
export function checkField(field: ContactField, value: string, todayMs: number): string | null {
  if (value.trim() === '') return null;
  const type = fieldType(field);
  if (type === 'email' && !address.test(value.trim())) return texts.contacts.checks.email;
  if (type === 'date') {
    const at = Date.parse(`${value}T00:00:00Z`);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(at)) return texts.contacts.checks.date;
    if (at > todayMs) return texts.contacts.checks.dateInFuture;
  }
  return null;
}

/** What is wrong with the whole: a contact that nobody could find again. */
export function checkWhole(values: Values<ContactField>): string | null {
  const named = [values.firstName, values.lastName, values.accountName, values.email].some(
    (value) => value.trim() !== '',
  );
  return named ? null : texts.contacts.checks.nameless;
}
