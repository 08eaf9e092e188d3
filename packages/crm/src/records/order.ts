import { CrmError } from '../errors.ts';
import { columnOfField, type RecordTable } from './table.ts';

/** How a list is ordered: by a column, then by id, both the same way round. */
export interface Order {
  /** As it was asked for: `field` or `-field`. */
  readonly name: string;
  readonly column: string;
  readonly descending: boolean;
}

const instants: { readonly [sort: string]: string } = { createdAt: 'created_at', modifiedAt: 'modified_at' };

/** @throws CrmError `invalidValue` for a name that is neither a field nor `createdAt` or `modifiedAt` */
export function orderOf(table: RecordTable, name: string): Order {
  const descending = name.startsWith('-');
  const sort = descending ? name.slice(1) : name;
  const column = instants[sort] ?? table.sorts[sort] ?? columnOfField(table, sort)?.column;
  if (column === undefined) {
    throw new CrmError('invalidValue', undefined, {
      problems: [{ path: 'sort', message: `There is no order by "${sort}".` }],
    });
  }
  return { name, column, descending };
}
