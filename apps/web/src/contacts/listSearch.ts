import type { ContactListQuery } from '../api/types.ts';
import { isContactField } from './fields.ts';

export type Sort = NonNullable<ContactListQuery['sort']>;
type Origin = NonNullable<ContactListQuery['origin']>;
export const origins: readonly Origin[] = ['created', 'import', 'migration', 'microsoft365', 'api'];

/** What the address of the list says: so a list can be bookmarked, and "back" returns to the same place. */
export interface ListSearch {
  search?: string;
  sort?: Sort;
  ownerId?: string;
  origin?: Origin;
  page?: number;
}

export function listSearch(input: Record<string, unknown>): ListSearch {
  const search: ListSearch = {};
  // The router reads `?search=42` as a number.
  if (typeof input['search'] === 'number') search.search = String(input['search']);
  else if (typeof input['search'] === 'string' && input['search'] !== '') search.search = input['search'];
  if (typeof input['sort'] === 'string' && isSort(input['sort'])) search.sort = input['sort'];
  if (typeof input['ownerId'] === 'string') search.ownerId = input['ownerId'];
  const origin = origins.find((name) => name === input['origin']);
  if (origin) search.origin = origin;
  if (Number.isInteger(input['page']) && Number(input['page']) > 1) search.page = Number(input['page']);
  return search;
}

function isSort(text: string): text is Sort {
  const field = text.replace(/^-/, '');
  return isContactField(field) || field === 'createdAt' || field === 'modifiedAt';
}

/** The filter part, as mass changes take it. */
export function filterOf({
  search,
  ownerId,
  origin,
}: ListSearch): Pick<ListSearch, 'search' | 'ownerId' | 'origin'> {
  return {
    ...(search === undefined ? {} : { search }),
    ...(ownerId === undefined ? {} : { ownerId }),
    ...(origin === undefined ? {} : { origin }),
  };
}
