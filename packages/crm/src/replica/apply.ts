import type { Content, Outcome, WriteOperation } from '@counterpart/engine';
import { changesDerived, derivedColumns, withDerived } from '../records/derived.ts';
import { syncedColumns } from '../records/table.ts';
import type { ChannelScope } from './record-table.ts';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './records.ts';
import type { Statements } from './statements.ts';
import { inSavepoint } from './savepoint.ts';

type Of<Op extends WriteOperation['op']> = Extract<WriteOperation, { op: Op }>;
type Row = SnapshotRow;

/** What writing records needs of the run's connection, in whose transaction it happens. */
export interface RecordWriter extends Statements {
  /** A new UUID. */
  newId(): string;
}

/**
 * Applies operations to the person's own records (C5, V15) in the transaction under way: one statement for each sort of operation.
 * What the database refuses is refused for the record alone (V18).
 */
export async function applyRecords(
  writer: RecordWriter,
  scope: ChannelScope,
  operations: readonly WriteOperation[],
): Promise<Outcome[]> {
  const of = <Op extends WriteOperation['op']>(op: Op) =>
    operations.filter((operation): operation is Of<Op> => operation.op === op);
  const whole = <Op extends 'create' | 'update' | 'restore'>(op: Op) =>
    of(op).filter((operation) => refusal(scope, operation) === null);
  return [
    ...operations.flatMap((operation) => refusal(scope, operation) ?? []),
    ...(await inSavepoint(writer, whole('create'), (some) => create(writer, scope, some))),
    ...(await inSavepoint(writer, whole('update'), (some) => update(writer, scope, some))),
    ...(await inSavepoint(writer, whole('restore'), (some) => restore(writer, scope, some))),
    ...(await inSavepoint(writer, of('delete'), (some) => remove(writer, scope, some))),
  ];
}

/** Refuses a content without what makes a record: a task without a title (T3, V18). */
function refusal({ table: { required } }: ChannelScope, operation: WriteOperation): Outcome | null {
  if (required === null || operation.op === 'delete') return null;
  const { key, content } = operation;
  const concerned = operation.op !== 'update' || operation.fields.includes(required.field);
  if (!concerned || content[required.field] !== undefined) return null;
  return { key, outcome: 'refused', code: required.code, detail: required.sentence };
}

const done = (key: string, row: Row): Outcome => ({ key, outcome: 'done', snapshot: snapshotOf(row) });

async function create(
  writer: RecordWriter,
  scope: ChannelScope,
  operations: readonly Of<'create'>[],
): Promise<Outcome[]> {
  const items = operations.map(({ key, content }) => ({ key, id: writer.newId(), content }));
  const { table } = scope.table;
  const columns = syncedColumns(scope.table);
  const computed = derivedColumns(scope.table);
  const names = [...columns, ...computed].map(({ column }) => column).join(', ');
  const given = columns.map(({ field, write }) => write('r.content', field));
  const values = [...given, ...computed.map(({ value }) => value)].join(', ');
  const rows = await writer.query<Row>(
    `create_${table}`,
    `insert into ${table} as c (org_id, id, owner_membership_id, origin, ${names})
     select $1, r.id, $2, 'microsoft365', ${values} from jsonb_to_recordset($3) as r (id uuid, content jsonb, derived jsonb)
     returning ${snapshotColumns(scope)}`,
    [scope.orgId, scope.membershipId, JSON.stringify(withDerived(scope.table, items))],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return items.map(({ key, id }) => done(key, rowOf(byId, id)));
}

function rowOf(rows: ReadonlyMap<string, Row>, id: string): Row {
  const row = rows.get(id);
  if (row === undefined) throw new Error(`The record ${id} was not written`);
  return row;
}

/** Only the named fields are written, and only to the version that was observed. */
async function update(
  writer: RecordWriter,
  scope: ChannelScope,
  operations: readonly Of<'update'>[],
): Promise<Outcome[]> {
  const { table } = scope.table;
  const items = operations.map(({ id, version, content, fields }) => ({ id, version, content, fields }));
  const rows = await writer.query<Row>(
    `update_${table}`,
    `update ${table} c set ${assignments(scope)}
     from jsonb_to_recordset($3) as r (id uuid, version bigint, content jsonb, fields jsonb, derived jsonb)
     where c.org_id = $1 and c.id = r.id and c.owner_membership_id = $2 and c.deleted_at is null and c.version = r.version
     returning ${snapshotColumns(scope)}`,
    [scope.orgId, scope.membershipId, JSON.stringify(computedWhereChanged(scope, items))],
  );
  return outcomes(writer, scope, operations, rows);
}

/** Items with the computed columns of those that change what they are computed from. A content is whole, so they come out right. */
const computedWhereChanged = <Item extends { readonly content: Content; readonly fields: readonly string[] }>(
  { table }: ChannelScope,
  items: readonly Item[],
) => items.flatMap((item) => (changesDerived(table, item.fields) ? withDerived(table, [item]) : [item]));

function assignments({ table }: ChannelScope): string {
  const fields = syncedColumns(table).map(
    ({ field, column, write }) =>
      `${column} = case when r.fields ? '${field}' then ${write('r.content', field)} else c.${column} end`,
  );
  const computed = derivedColumns(table).map(
    ({ column, value }) => `${column} = coalesce(${value}, c.${column})`,
  );
  return [...fields, ...computed].join(', ');
}

/** Takes back a deletion; the fields that may come from the other side get the content's values. */
async function restore(
  writer: RecordWriter,
  scope: ChannelScope,
  operations: readonly Of<'restore'>[],
): Promise<Outcome[]> {
  const { table } = scope.table;
  const fields = Object.keys(scope.settings.fields).filter(
    (field) => scope.settings.fields[field] !== 'toRemote',
  );
  const items = operations.map(({ id, content }) => ({ id, content, fields }));
  const rows = await writer.query<Row>(
    `restore_${table}`,
    `update ${table} c set deleted_at = null, deleted_by_membership_id = null, ${assignments(scope)}
     from jsonb_to_recordset($3) as r (id uuid, content jsonb, fields jsonb, derived jsonb)
     where c.org_id = $1 and c.id = r.id and c.owner_membership_id = $2 and c.deleted_at is not null
     returning ${snapshotColumns(scope)}`,
    [scope.orgId, scope.membershipId, JSON.stringify(computedWhereChanged(scope, items))],
  );
  return outcomes(writer, scope, operations, rows);
}

async function remove(
  writer: RecordWriter,
  scope: ChannelScope,
  operations: readonly Of<'delete'>[],
): Promise<Outcome[]> {
  const { table } = scope.table;
  const items = operations.map(({ id, version }) => ({ id, version }));
  const rows = await writer.query<{ id: string }>(
    `delete_${table}`,
    `update ${table} c set deleted_at = current_instant(), deleted_by_membership_id = $2
     from jsonb_to_recordset($3) as r (id uuid, version bigint)
     where c.org_id = $1 and c.id = r.id and c.owner_membership_id = $2 and c.deleted_at is null and c.version = r.version
     returning c.id`,
    [scope.orgId, scope.membershipId, JSON.stringify(items)],
  );
  const removed = new Set(rows.map((row) => row.id));
  const missed = operations.filter(({ id }) => !removed.has(id));
  return [
    ...operations.filter(({ id }) => removed.has(id)).map(({ key }): Outcome => ({ key, outcome: 'done' })),
    ...(await whyNot(writer, scope, missed)),
  ];
}

async function outcomes(
  writer: RecordWriter,
  scope: ChannelScope,
  operations: readonly (Of<'update'> | Of<'restore'>)[],
  rows: readonly Row[],
): Promise<Outcome[]> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const missed = operations.filter(({ id }) => !byId.has(id));
  return [
    ...operations.flatMap(({ key, id }) => (byId.has(id) ? [done(key, rowOf(byId, id))] : [])),
    ...(await whyNot(writer, scope, missed)),
  ];
}

/** Why the database changed nothing: another version, no such record, or it is so already (an update that changes nothing is dropped). */
async function whyNot(
  writer: RecordWriter,
  scope: ChannelScope,
  missed: readonly Exclude<WriteOperation, { op: 'create' }>[],
): Promise<Outcome[]> {
  if (missed.length === 0) return [];
  const rows = await writer.query<Row & { readonly own: boolean; readonly deleted: boolean }>(
    `why_not_${scope.table.table}`,
    `select ${snapshotColumns(scope)}, c.owner_membership_id = $2 as own, c.deleted_at is not null as deleted
     from ${scope.table.table} c where c.org_id = $1 and c.id = any($3::uuid[])`,
    [scope.orgId, scope.membershipId, missed.map(({ id }) => id)],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return missed.map((operation): Outcome => {
    const { key } = operation;
    const row = byId.get(operation.id);
    if (row === undefined || (row.deleted && row.own && operation.op !== 'restore'))
      return { key, outcome: 'gone' };
    const same = operation.op === 'update' && row.own && String(row.version) === operation.version;
    return same ? done(key, row) : { key, outcome: 'stale' };
  });
}
