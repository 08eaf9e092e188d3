import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Tx } from '../crm.ts';
import type { Database } from '../database/tables.ts';
import { contactColumn, contactFieldNames, type ContactFieldName } from './columns.ts';
import { ownerWithinReach } from './reach.ts';
import type { ContactQuery } from './types.ts';

/** Which rows of contacts are meant; `countable` tells whether counting them is cheap. */
export interface Condition {
  readonly where: (eb: ExpressionBuilder<Database, 'contacts'>) => Expression<SqlBool>;
  readonly countable: boolean;
}

/** More hits than this are not taken from the index: then a list finds its page sooner by walking in its order. */
const mostHits = 5_000;

/** The trigram index knows nothing shorter. */
const shortestTerm = 3;

/** Long fields that the index of short text does not hold. */
const unindexed: ReadonlySet<ContactFieldName> = new Set([
  'mailingStreet',
  'otherStreet',
  'description',
  'dateOfBirth',
]);

/** The living contacts within the actor's reach that a query means. */
export async function conditionOf(
  tx: Tx,
  actor: Actor,
  access: 'view' | 'edit',
  { search, filter = {} }: ContactQuery,
): Promise<Condition> {
  const words = search?.split(/\s+/).filter((word) => word !== '') ?? [];
  const equal = contactFieldNames.flatMap((field) => {
    const value = filter[field];
    return value === undefined ? [] : [{ field, value }];
  });
  // A value that a field is to equal occurs in the text too: a first sieve with an index.
  const sieve = equal.filter(({ field }) => !unindexed.has(field)).map(({ value }) => value);
  const hits = await findHits(tx, [...words, ...sieve]);
  const owner = ownerWithinReach(actor, access);
  return {
    countable: hits !== null || (words.length === 0 && equal.length === 0 && filter.origin === undefined),
    where: (eb) =>
      eb.and([
        eb('contacts.deleted_at', 'is', null),
        ...(owner === null ? [] : [eb('owner_membership_id', '=', owner)]),
        ...(filter.ownerId === undefined ? [] : [eb('owner_membership_id', '=', filter.ownerId)]),
        ...(filter.origin === undefined ? [] : [eb('origin', '=', filter.origin)]),
        ...(hits === null ? [] : [sql<SqlBool>`contacts.id = any(${hits}::uuid[])`]),
        ...words.map((word) => sql<SqlBool>`find_text like anywhere(${word})`),
        ...equal.map(
          ({ field, value }) => sql<SqlBool>`lower(${eb.ref(contactColumn[field])}) = lower(${value})`,
        ),
      ]),
  };
}

/** The ids that the index finds, or null when it cannot help: no term is long enough, or they find too many. */
async function findHits(tx: Tx, terms: readonly string[]): Promise<string[] | null> {
  const usable = terms.filter((term) => [...term].length >= shortestTerm);
  if (usable.length === 0) return null;
  const found = await sql<{ id: string }>`
    select id from find_contact_ids(${usable}, ${mostHits + 1}) as found (id)`.execute(tx);
  return found.rows.length > mostHits ? null : found.rows.map(({ id }) => id);
}
