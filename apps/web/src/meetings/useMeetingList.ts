import type { Session } from '../api/types.ts';
import { PAGE_SIZE, usePagedList } from '../records/usePagedList.ts';
import { meetingsQuery } from './api.ts';
import { filterOf, sortOf, type MeetingSearch } from './listSearch.ts';

/** One page of the list that the address describes. */
export function useMeetingList(search: MeetingSearch, asker: Pick<Session, 'membershipId'>) {
  const query = { ...filterOf(search, asker), sort: sortOf(search), limit: PAGE_SIZE };
  return usePagedList(`meetings ${JSON.stringify(query)}`, search.page, (cursor) =>
    meetingsQuery({ ...query, ...(cursor === undefined ? {} : { cursor }) }),
  );
}
