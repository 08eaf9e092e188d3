import type { Selectable } from 'kysely';
import type { Tx } from '../crm.ts';
import type { ContactTable } from '../database/tables.ts';
import { contactColumnNames, toContent } from './columns.ts';
import type { Contact, Person } from './types.ts';

/** The columns that a contact is shown from. */
export const shownColumns = [
  'id',
  'owner_membership_id',
  'origin',
  'mass_updated_at',
  'version',
  'created_at',
  'modified_at',
  'deleted_at',
  ...contactColumnNames,
] as const;

export type ContactRow = Pick<Selectable<ContactTable>, (typeof shownColumns)[number]>;

/** The people behind memberships, by the membership's id. Ids that nobody has are missing. */
export async function readPeople(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, Person>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const people = await tx
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
    .select(['memberships.id', 'accounts.name'])
    .where('memberships.id', 'in', wanted)
    .execute();
  return new Map(people.map((person) => [person.id, person]));
}

/** Rows → contacts, with the names of their owners. */
export async function present(tx: Tx, rows: readonly ContactRow[]): Promise<Contact[]> {
  const people = await readPeople(
    tx,
    rows.map((row) => row.owner_membership_id),
  );
  return rows.map((row) => ({
    id: row.id,
    content: toContent(row),
    owner: people.get(row.owner_membership_id) ?? { id: row.owner_membership_id, name: '' },
    origin: row.origin,
    massUpdatedAt: row.mass_updated_at,
    version: row.version,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    deletedAt: row.deleted_at,
  }));
}

/** One row → one contact. */
export async function presentOne(tx: Tx, row: ContactRow): Promise<Contact> {
  const [contact] = await present(tx, [row]);
  if (!contact) throw new Error('A row was presented as nothing.');
  return contact;
}
