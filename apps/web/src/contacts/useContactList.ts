import { contactsQuery } from '../api/queries.ts';
import { PAGE_SIZE, usePagedList } from '../records/usePagedList.ts';
import { filterOf, type ListSearch, type Sort } from './listSearch.ts';

const pageQuery = (search: ListSearch, cursor: string | undefined) =>
  contactsQuery({
    ...filterOf(search),
    sort: search.sort ?? ('lastName' satisfies Sort),
    limit: PAGE_SIZE,
    ...(cursor === undefined ? {} : { cursor }),
  });

/** For the route: asks for the first page while the code of the list is still on its way. */
export const firstPageQuery = (search: ListSearch) => pageQuery(search, undefined);

/** One page of the list that the address describes. */
export const useContactList = (search: ListSearch) =>
  usePagedList(JSON.stringify(firstPageQuery(search).queryKey), search.page, (cursor) =>
    pageQuery(search, cursor),
  );
