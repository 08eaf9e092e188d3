import type { Contact } from '../api/types.ts';
import { contactFields, type ContactField } from './fields.ts';

/** Values as a form shows them: an empty field is an empty text. */
export type Values = { readonly [field in ContactField]: string };

/**
 * What a person typed and has not saved. For each field also the value that stood there when they began, so that a change made
 * elsewhere in the meantime is seen and neither side is overwritten unasked.
 */
export type Draft = { readonly [field in ContactField]?: { readonly base: string; readonly mine: string } };

const emptyValues = Object.fromEntries(contactFields.map((field) => [field, ''])) as Values;

export function valuesOf(contact: Contact | null): Values {
  if (contact === null) return emptyValues;
  return Object.fromEntries(contactFields.map((field) => [field, contact[field] ?? ''])) as Values;
}

/** What the field shows: what was typed, or else what is saved, also when that has just changed. */
export const shown = (draft: Draft, saved: Values, field: ContactField): string =>
  draft[field]?.mine ?? saved[field];

/** Typing the saved value back is no edit. */
export function typed(draft: Draft, saved: Values, field: ContactField, mine: string): Draft {
  const base = draft[field]?.base ?? saved[field];
  if (mine === base && base === saved[field]) return without(draft, field);
  return { ...draft, [field]: { base, mine } };
}

/** Typed here and changed elsewhere to something else. */
export function isContested(draft: Draft, saved: Values, field: ContactField): boolean {
  const edit = draft[field];
  return edit !== undefined && edit.base !== saved[field] && edit.mine !== saved[field];
}

export function keepMine(draft: Draft, saved: Values, field: ContactField): Draft {
  const edit = draft[field];
  return edit === undefined ? draft : { ...draft, [field]: { base: saved[field], mine: edit.mine } };
}

export const takeTheirs = (draft: Draft, field: ContactField): Draft => without(draft, field);

/** The fields to save, as the API takes them: only those that differ from what is saved. */
export function changesOf(draft: Draft, saved: Values): { [field in ContactField]?: string | null } {
  const changes: { [field in ContactField]?: string | null } = {};
  for (const field of contactFields) {
    const edit = draft[field];
    if (edit !== undefined && edit.mine !== saved[field])
      changes[field] = edit.mine === '' ? null : edit.mine;
  }
  return changes;
}

function without(draft: Draft, field: ContactField): Draft {
  const { [field]: _dropped, ...rest } = draft;
  return rest;
}
