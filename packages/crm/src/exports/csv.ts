import { stringify } from 'csv-stringify/sync';
import { contactFieldNames } from '../contacts/columns.ts';
import { contactLabels } from '../contacts/labels.ts';
import type { Contact } from '../contacts/types.ts';

/** A byte order mark, by which Excel sees that the text is UTF-8, and the names of the fields. */
export const csvHead = (): string =>
  `\ufeff${stringify([contactFieldNames.map((field) => contactLabels[field])])}`;

/** Values are written as they are: a file of data that comes back the same when it is imported. */
export const csvRows = (contacts: readonly Contact[]): string =>
  stringify(contacts.map(({ content }) => contactFieldNames.map((field) => content[field] ?? '')));
