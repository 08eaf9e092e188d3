import { sql, type RawBuilder } from 'kysely';
import { CrmError } from '../errors.ts';
import { contactColumn, isContactField } from './columns.ts';

/** How a list is ordered: by an expression, then by id, both the same way round. */
export interface Order {
  /** As it was asked for: `field` or `-field`. */
  readonly name: string;
  readonly descending: boolean;
  readonly expression: RawBuilder<unknown>;
  /** The type of the expression, for the value of a cursor. */
  readonly type: RawBuilder<unknown>;
}

/** Columns with an index for sorting (migration 004). */
const indexed: { readonly [sort: string]: string } = {
  lastName: 'sort_last_name',
  firstName: 'sort_first_name',
  accountName: 'sort_account_name',
  email: 'sort_email',
};
const instants: { readonly [sort: string]: string } = { createdAt: 'created_at', modifiedAt: 'modified_at' };

/** @throws CrmError `invalidValue` for a name that is no `ContactSort`. */
export function orderOf(name: string): Order {
  const descending = name.startsWith('-');
  const sort = descending ? name.slice(1) : name;
  const instant = instants[sort];
  if (instant !== undefined) {
    return { name, descending, expression: sql.ref(`contacts.${instant}`), type: sql.raw('timestamptz') };
  }
  if (!isContactField(sort)) {
    throw new CrmError('invalidValue', undefined, {
      problems: [{ path: 'sort', message: `There is no order by "${sort}".` }],
    });
  }
  const column = indexed[sort];
  const expression =
    column === undefined
      ? sql`coalesce(${sql.ref(`contacts.${contactColumn[sort]}`)}, '') collate "und-x-icu"`
      : sql.ref(`contacts.${column}`);
  return { name, descending, expression, type: sql.raw('text') };
}
