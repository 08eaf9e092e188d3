import type { Contact } from '../api/types.ts';

type Origin = Contact['origin'];
export const origins: readonly Origin[] = ['created', 'import', 'migration', 'microsoft365', 'api'];

/** What the address of every list says: so a list can be bookmarked, and "back" returns to the same place. */
export interface CommonSearch {
  search?: string;
  ownerId?: string;
  origin?: Origin;
  page?: number;
}

/** One of a few words from the address; anything else is left out. */
export const oneOf = <Word extends string>(words: readonly Word[], given: unknown): Word | undefined =>
  words.find((word) => word === given);

export function commonSearch(input: Record<string, unknown>): CommonSearch {
  const search: CommonSearch = {};
  // The router reads `?search=42` as a number.
  if (typeof input['search'] === 'number') search.search = String(input['search']);
  else if (typeof input['search'] === 'string' && input['search'] !== '') search.search = input['search'];
  if (typeof input['ownerId'] === 'string') search.ownerId = input['ownerId'];
  const origin = oneOf(origins, input['origin']);
  if (origin) search.origin = origin;
  if (Number.isInteger(input['page']) && Number(input['page']) > 1) search.page = Number(input['page']);
  return search;
}

/** Without what is not said, as the API takes a filter. */
export const given = <Filter extends object>(
  filter: Filter,
): { [name in keyof Filter]: Exclude<Filter[name], undefined> } =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as {
    [name in keyof Filter]: Exclude<Filter[name], undefined>;
  };
