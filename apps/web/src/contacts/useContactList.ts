import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { contactsQuery } from '../api/queries.ts';
import { filterOf, type ListSearch, type Sort } from './listSearch.ts';

const PAGE_SIZE = 50;

/** Where each page of a list begins and how many match, as far as one has come; a reload starts again at the first page. */
interface Known {
  cursors: (string | undefined)[];
  total: number | null;
}
const lists = new Map<string, Known>();

const queryOf = (search: ListSearch) => ({
  ...filterOf(search),
  sort: search.sort ?? ('lastName' satisfies Sort),
});

const pageQuery = (query: ReturnType<typeof queryOf>, cursor: string | undefined) =>
  contactsQuery({ ...query, limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) });

/** For the route: asks for the first page while the code of the list is still on its way. */
export const firstPageQuery = (search: ListSearch) => pageQuery(queryOf(search), undefined);

/** One page of the list that the address describes. Pages are reached one after the other, because cursors are. */
export function useContactList(search: ListSearch) {
  const client = useQueryClient();
  const query = queryOf(search);
  const key = JSON.stringify(query);
  let known = lists.get(key);
  if (known === undefined) lists.set(key, (known = { cursors: [undefined], total: null }));
  const page = Math.min(search.page ?? 1, known.cursors.length);
  const answer = useQuery(pageQuery(query, known.cursors[page - 1]));
  const data = answer.isPlaceholderData ? undefined : answer.data;
  if (data) {
    if (page === 1) known.total = data.total;
    if (data.nextCursor !== null) known.cursors[page] = data.nextCursor;
    else known.cursors.length = page;
  }
  const next = data?.nextCursor;
  const prefetched = useRef<string>(null);
  useEffect(() => {
    if (!next || prefetched.current === next) return;
    prefetched.current = next;
    void client.prefetchQuery(pageQuery(query, next));
  }, [next]);
  return {
    ...answer,
    items: answer.data?.items ?? [],
    total: known.total,
    page,
    firstIndex: (page - 1) * PAGE_SIZE,
    hasNext: known.cursors.length > page,
  };
}
