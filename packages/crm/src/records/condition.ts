import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { ownerWithinReach } from './reach.ts';
import type { RecordTable } from './table.ts';
import type { RecordQuery, Selection } from './types.ts';

/** Which records are meant, as the database's functions for finding take it (migration 020). */
export interface Condition {
  readonly deleted: boolean;
  /** The only owner within reach. */
  readonly owner?: string;
  readonly ownerFilter?: string;
  readonly origin?: string;
  readonly words: readonly string[];
  /** Column → value; case is ignored. */
  readonly equal: { readonly [column: string]: string };
  /** Column → one of these values. */
  readonly is?: { readonly [column: string]: readonly string[] };
  readonly isNot?: { readonly [column: string]: string };
  /** Column → bound, which belongs to the range. */
  readonly from?: { readonly [column: string]: string };
  readonly to?: { readonly [column: string]: string };
  readonly ids?: readonly string[];
  readonly except?: readonly string[];
  /** Column → whether it is to be empty. */
  readonly empty?: { readonly [column: string]: boolean };
  /** A contact who takes part. */
  readonly withContact?: string;
  /** B12: no copies of another person's record. */
  readonly once?: boolean;
}

/** The time at which somebody asks: the day is that of their own zone. */
export interface Moment {
  readonly today: string;
  readonly nowMs: number;
}

type Access = 'view' | 'edit';

/** The living records within the actor's reach that a query means. */
export async function conditionOf(
  { clock }: Pick<Crm, 'clock'>,
  tx: Tx,
  table: RecordTable,
  actor: Actor,
  access: Access,
  { search, filter = {} }: RecordQuery,
): Promise<Condition> {
  const owner = ownerWithinReach(actor, access);
  const { ownerId, origin, ...fields } = filter;
  const own: Partial<Condition> = table.filter
    ? table.filter(fields, { today: await todayOf(tx, actor, clock.now()), nowMs: clock.now() })
    : { equal: equalTo(table, fields) };
  return {
    deleted: false,
    ...(owner === null ? {} : { owner }),
    ...(ownerId === undefined ? {} : { ownerFilter: ownerId }),
    ...(origin === undefined ? {} : { origin }),
    words: search?.split(/\s+/).filter((word) => word !== '') ?? [],
    equal: {},
    ...(table.shared === true && owner === null && ownerId === undefined ? { once: true } : {}),
    ...own,
  };
}

const equalTo = ({ columns }: RecordTable, filter: { readonly [field: string]: unknown }) =>
  Object.fromEntries(
    columns.flatMap(({ field, column }) => {
      const value = filter[field];
      return typeof value === 'string' ? [[column, value]] : [];
    }),
  );

/** The day that it is for a person. */
async function todayOf(tx: Tx, actor: Actor, nowMs: number): Promise<string> {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: await zoneOf(tx, actor),
    dateStyle: 'short',
  }).format(nowMs);
}

/** The person's time zone, an IANA name. */
export async function zoneOf(tx: Tx, { accountId }: Pick<Actor, 'accountId'>): Promise<string> {
  const account = await tx
    .selectFrom('accounts')
    .select('time_zone')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return account.time_zone;
}

/** The records within the actor's reach that are selected for a mass operation. */
export async function selectedBy(
  crm: Crm,
  tx: Tx,
  table: RecordTable,
  actor: Actor,
  selection: Selection,
): Promise<Condition> {
  if ('ids' in selection)
    return { ...(await conditionOf(crm, tx, table, actor, 'edit', {})), once: false, ids: selection.ids };
  const { except = [] } = selection;
  const condition = await conditionOf(crm, tx, table, actor, 'edit', selection);
  return { ...condition, ...(except.length === 0 ? {} : { except }) };
}

/** The ids of all that are meant, as a list for `in (…)`. */
export const idsOf = ({ table }: RecordTable, condition: Condition) =>
  sql<string>`(select all_record_ids(${table}::regclass, ${JSON.stringify(condition)}::jsonb))`;
