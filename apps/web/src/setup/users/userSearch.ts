import type { UserState } from '../../api/types.ts';
import { oneOf } from '../../records/listSearch.ts';

export const userStates: readonly UserState[] = ['active', 'invited', 'asking', 'deactivated'];

/** What the address of the list of users says. */
export interface UserSearch {
  search?: string;
  state?: UserState;
  page?: number;
}

export function userSearch(input: Record<string, unknown>): UserSearch {
  const search: UserSearch = {};
  // The router reads `?search=42` as a number.
  const asked = typeof input['search'] === 'number' ? String(input['search']) : input['search'];
  if (typeof asked === 'string' && asked !== '') search.search = asked;
  const state = oneOf(userStates, input['state']);
  if (state) search.state = state;
  if (Number.isInteger(input['page']) && Number(input['page']) > 1) search.page = Number(input['page']);
  return search;
}
