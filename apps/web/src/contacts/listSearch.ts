import type { ContactListQuery } from '../api/types.ts';
import { commonSearch, given, type CommonSearch } from '../records/listSearch.ts';
import { isContactField } from './fields.ts';

export type Sort = NonNullable<ContactListQuery['sort']>;

export interface ListSearch extends CommonSearch {
  sort?: Sort;
}

export function listSearch(input: Record<string, unknown>): ListSearch {
  const { sort } = input;
  return { ...commonSearch(input), ...(typeof sort === 'string' && isSort(sort) ? { sort } : {}) };
}

function isSort(text: string): text is Sort {
  const field = text.replace(/^-/, '');
  return isContactField(field) || field === 'createdAt' || field === 'modifiedAt';
}

/** The filter part, as mass changes take it. */
export const filterOf = ({ search, ownerId, origin }: ListSearch) => given({ search, ownerId, origin });
