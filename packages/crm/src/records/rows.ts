import type { Content } from '@counterpart/engine';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../crm.ts';
import type { Origin } from '../database/tables.ts';
import { contentOf } from './columns.ts';
import type { RecordTable } from './table.ts';
import type { CrmRecord, Person } from './types.ts';

/** A row as it is shown. */
export interface RecordRow {
  readonly id: string;
  readonly owner_membership_id: string;
  readonly origin: Origin;
  readonly mass_updated_at: Date | null;
  readonly version: number;
  readonly created_at: Date;
  readonly modified_at: Date;
  readonly deleted_at: Date | null;
  readonly content: Content;
}

/** The columns of a `RecordRow`, of a row `c`. */
export const shownColumns = ({ columns }: RecordTable): RawBuilder<unknown> =>
  sql.raw(`c.id, c.owner_membership_id, c.origin, c.mass_updated_at, c.version, c.created_at, c.modified_at, c.deleted_at,
    ${contentOf(columns)} as content`);

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

/** Rows → records, with the names of their owners. */
export async function present(tx: Tx, rows: readonly RecordRow[]): Promise<CrmRecord[]> {
  const people = await readPeople(
    tx,
    rows.map((row) => row.owner_membership_id),
  );
  return rows.map((row) => ({
    id: row.id,
    content: row.content,
    owner: people.get(row.owner_membership_id) ?? { id: row.owner_membership_id, name: '' },
    origin: row.origin,
    massUpdatedAt: row.mass_updated_at,
    version: row.version,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    deletedAt: row.deleted_at,
  }));
}

/** One row → one record. */
export async function presentOne(tx: Tx, row: RecordRow): Promise<CrmRecord> {
  const [record] = await present(tx, [row]);
  if (!record) throw new Error('A row was presented as nothing.');
  return record;
}
