import type { Content } from '@counterpart/engine';
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Tx } from '../crm.ts';
import type { Origin } from '../database/tables.ts';
import { changesDerived, derivedColumns, withDerived } from './derived.ts';
import { shownColumns, type RecordRow } from './rows.ts';
import { columnOfField, written, type RecordTable } from './table.ts';
import type { BulkItem } from './types.ts';

/** How records come into the CRM, and whose they are. */
export interface Arrival {
  readonly ownerId: string;
  readonly origin: Origin;
  readonly massUpdatedAt?: Date | null;
}

/** Inserts records in one statement. */
export async function insertRecords(
  tx: Tx,
  { orgId }: Actor,
  table: RecordTable,
  { ownerId, origin, massUpdatedAt = null }: Arrival,
  items: readonly BulkItem[],
): Promise<RecordRow[]> {
  if (items.length === 0) return [];
  const columns = written(table);
  const computed = derivedColumns(table);
  const names = sql.raw([...columns, ...computed].map(({ column }) => column).join(', '));
  const given = columns.map(({ field, write }) => write('r.content', field));
  const values = sql.raw([...given, ...computed.map(({ value }) => value)].join(', '));
  const { rows } = await sql<RecordRow>`
    insert into ${sql.table(table.table)} as c (org_id, id, owner_membership_id, origin, mass_updated_at, ${names})
    select ${orgId}::uuid, r.id, ${ownerId}::uuid, ${origin}, ${massUpdatedAt}::timestamptz, ${values}
    from jsonb_to_recordset(${JSON.stringify(withDerived(table, items))}::jsonb) as r (id uuid, content jsonb, derived jsonb)
    returning ${shownColumns(table)}`.execute(tx);
  return rows;
}

/** Gives records their whole content anew in one statement; what stays the same is neither logged nor counted as a version. */
export async function updateRecords(tx: Tx, table: RecordTable, items: readonly BulkItem[]): Promise<void> {
  if (items.length === 0) return;
  const fields = written(table).map(({ field }) => field);
  await sql`update ${sql.table(table.table)} c set ${assignments(table, fields, derivedColumns(table))}
    from jsonb_to_recordset(${JSON.stringify(withDerived(table, items))}::jsonb) as r (id uuid, content jsonb, derived jsonb)
    where c.org_id = current_org() and c.id = r.id`.execute(tx);
}

/** `column = value` for each field, of a content `r.content`, and for the computed columns. */
const assignments = (
  table: RecordTable,
  fields: readonly string[],
  computed: ReturnType<typeof derivedColumns>,
): RawBuilder<unknown> => {
  const assign = (column: string, value: string) => `${column} = ${value}`;
  const made = computed.map(({ column, value }) => assign(column, value));
  return sql.raw([...each(table, fields, assign), ...made].join(', '));
};

function each(
  table: RecordTable,
  fields: readonly string[],
  make: (column: string, value: string) => string,
): string[] {
  return fields.map((field) => {
    const found = columnOfField(table, field);
    if (found === undefined) throw new Error(`There is no field "${field}".`);
    return make(found.column, found.write('r.content', field));
  });
}

/** What a person wants to be different about records. */
export interface Change {
  /** The fields that get another value, those that are emptied included. */
  readonly fields: readonly string[];
  readonly content: Content;
  readonly ownerId: string | undefined;
  /** The whole content that each record has then, by id: needed where columns are computed from the fields. */
  readonly whole?: ReadonlyMap<string, Content>;
}

/** Changes all these records alike; of those that the change does not alter nothing is written. */
export async function changeRecords(
  tx: Tx,
  table: RecordTable,
  ids: readonly string[],
  { fields, content, ownerId, whole }: Change,
  massUpdatedAt: Date | null,
): Promise<RecordRow[]> {
  const owner =
    ownerId === undefined
      ? { set: [], differs: [] }
      : {
          set: [sql`owner_membership_id = ${ownerId}::uuid`],
          differs: [sql`c.owner_membership_id <> ${ownerId}::uuid`],
        };
  const differs = each(table, fields, (column, value) => `c.${column} is distinct from (${value})`);
  if (fields.length + owner.set.length === 0) return [];
  const computes = changesDerived(table, fields);
  if (computes && whole === undefined)
    throw new Error('Columns are computed from the whole content, which is not given.');
  const computed = computes ? derivedColumns(table, 'r.derived -> c.id::text') : [];
  const derived = Object.fromEntries(
    computes ? [...(whole ?? [])].map(([id, all]) => [id, table.derived?.of(all)]) : [],
  );
  const set = [
    ...(fields.length === 0 ? [] : [assignments(table, fields, computed)]),
    ...owner.set,
    ...(massUpdatedAt === null ? [] : [sql`mass_updated_at = ${massUpdatedAt}`]),
  ];
  const { rows } = await sql<RecordRow>`
    update ${sql.table(table.table)} c set ${sql.join(set)}
    from (select ${JSON.stringify(content)}::jsonb as content, ${JSON.stringify(derived)}::jsonb as derived) r
    where c.org_id = current_org() and c.id = any(${[...ids]}::uuid[])
      and (${sql.join([...differs.map((text) => sql.raw(text)), ...owner.differs], sql` or `)})
    returning ${shownColumns(table)}`.execute(tx);
  return rows;
}
