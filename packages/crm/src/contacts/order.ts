import { CrmError } from '../errors.ts';
import { contactColumn, isContactField } from './columns.ts';

/** How a list is ordered: by a column, then by id, both the same way round. */
export interface Order {
  /** As it was asked for: `field` or `-field`. */
  readonly name: string;
  readonly column: string;
  readonly descending: boolean;
}

/** Fields with a column and an index for sorting (migration 004); others are sorted when they are asked for. */
const indexed = new Set([
  'firstName',
  'lastName',
  'accountName',
  'email',
  'phone',
  'mobile',
  'title',
  'mailingCity',
]);

const instants: { readonly [sort: string]: string } = { createdAt: 'created_at', modifiedAt: 'modified_at' };

/** @throws CrmError `invalidValue` for a name that is no `ContactSort` */
export function orderOf(name: string): Order {
  const descending = name.startsWith('-');
  const sort = descending ? name.slice(1) : name;
  const instant = instants[sort];
  if (instant !== undefined) return { name, column: instant, descending };
  if (!isContactField(sort)) {
    throw new CrmError('invalidValue', undefined, {
      problems: [{ path: 'sort', message: `There is no order by "${sort}".` }],
    });
  }
  const column = contactColumn[sort];
  return { name, column: indexed.has(sort) ? `sort_${column}` : column, descending };
}
