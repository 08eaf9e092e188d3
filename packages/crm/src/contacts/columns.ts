import { contact, contactFields, normaliseContent, type Content } from '@counterpart/engine';

export type ContactFieldName = (typeof contactFields)[number]['name'];

type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${SnakeCase<Tail>}`
    : `_${Lowercase<Head>}${SnakeCase<Tail>}`
  : '';

/** The name of a field's column. */
export type ContactColumnName = SnakeCase<ContactFieldName>;

/** The columns of content: one for each field of the engine's contact, null where it is empty. */
export type ContactColumns = { [column in ContactColumnName]: string | null };

/** One value for each field of a contact, null where it is empty. */
export type ContactValues = { [field in ContactFieldName]: string | null };

const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const contactFieldNames: readonly ContactFieldName[] = contactFields.map((field) => field.name);

/** Field → column. */
export const contactColumn = Object.fromEntries(contactFieldNames.map((name) => [name, columnOf(name)])) as {
  readonly [field in ContactFieldName]: ContactColumnName;
};

export const contactColumnNames: readonly ContactColumnName[] = contactFieldNames.map(
  (name) => contactColumn[name],
);

const fieldOfColumn = new Map<string, ContactFieldName>(
  contactFieldNames.map((name) => [contactColumn[name], name]),
);

/** The field that a column holds; undefined for a column that is no content. */
export const contactField = (column: string): ContactFieldName | undefined => fieldOfColumn.get(column);

export const isContactField = (name: string): name is ContactFieldName => name in contactColumn;

/** Canonical content → a value for every column of content. */
export function toColumns(content: Content): ContactColumns {
  return Object.fromEntries(
    contactFieldNames.map((name) => [contactColumn[name], content[name] ?? null]),
  ) as ContactColumns;
}

/** A row → canonical content. */
export function toContent(row: ContactColumns): Content {
  const content: { [field: string]: string } = {};
  for (const name of contactFieldNames) {
    const value = row[contactColumn[name]];
    if (value !== null) content[name] = value;
  }
  return content;
}

/** Canonical content of any input. */
export const canonicalContact = (input: { readonly [field: string]: unknown }): Content =>
  normaliseContent(contact, input);
