import { useLocalStorage } from '@mantine/hooks';
import type { Contact } from '../api/types.ts';
import { texts } from '../texts.ts';
import { contactFields, fieldLabel } from './fields.ts';

const others = ['owner', 'origin', 'createdAt', 'modifiedAt'] as const;
/** The name is always the first column and holds first and last name. */
export type Column =
  Exclude<(typeof contactFields)[number], 'firstName' | 'lastName'> | (typeof others)[number];

const allColumns: readonly Column[] = [
  ...contactFields.filter((field) => field !== 'firstName' && field !== 'lastName'),
  ...others,
];
const usual: Column[] = ['accountName', 'email', 'phone', 'title', 'owner', 'modifiedAt'];

export const columnLabel = (column: Column): string =>
  column === 'owner' || column === 'origin' || column === 'createdAt' || column === 'modifiedAt'
    ? texts.records.columns[column]
    : fieldLabel(column);

/** The server sorts by everything but these. */
export const isSortable = (column: Column): column is Exclude<Column, 'owner' | 'origin'> =>
  column !== 'owner' && column !== 'origin';

export const isTime = (column: Column): column is 'createdAt' | 'modifiedAt' =>
  column === 'createdAt' || column === 'modifiedAt';

export function cellText(contact: Contact, column: Exclude<Column, 'createdAt' | 'modifiedAt'>): string {
  if (column === 'owner') return contact.owner.name;
  if (column === 'origin') return texts.records.origins[contact.origin];
  return contact[column] ?? '';
}

/** The chosen columns, kept in this browser. */
export function useColumns() {
  const [stored, setColumns] = useLocalStorage<Column[]>({
    key: 'counterpart.contacts.columns',
    defaultValue: usual,
  });
  const columns = allColumns.filter((column) => stored.includes(column));
  return { all: allColumns, label: columnLabel, columns, setColumns, reset: () => setColumns(usual) };
}
