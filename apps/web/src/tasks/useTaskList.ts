import { tasksQuery } from '../api/queries.ts';
import { PAGE_SIZE, usePagedList } from '../records/usePagedList.ts';
import { filterOf, sortOf, type Asker, type TaskSearch } from './listSearch.ts';

/** One page of the list that the address describes. */
export function useTaskList(search: TaskSearch, asker: Asker) {
  const query = { ...filterOf(search, asker, Date.now()), sort: sortOf(search), limit: PAGE_SIZE };
  return usePagedList(`tasks ${JSON.stringify(query)}`, search.page, (cursor) =>
    tasksQuery({ ...query, ...(cursor === undefined ? {} : { cursor }) }),
  );
}
