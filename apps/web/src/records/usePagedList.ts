import { useQuery, useQueryClient, type UseQueryOptions } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

export const PAGE_SIZE = 50;

/** Where each page of a list begins and how many match, as far as one has come; a reload starts again at the first page. */
interface Known {
  cursors: (string | undefined)[];
  total: number | null;
}
const lists = new Map<string, Known>();

interface Page<Item> {
  items: Item[];
  total: number | null;
  nextCursor: string | null;
}

/**
 * One page of a list. `key` names the list, of which `pageQuery` asks for the page that begins at a cursor. Pages are reached one after the
 * other, because cursors are.
 */
export function usePagedList<Item, Key extends readonly unknown[]>(
  key: string,
  wanted: number | undefined,
  pageQuery: (cursor: string | undefined) => UseQueryOptions<Page<Item>, Error, Page<Item>, Key>,
) {
  const client = useQueryClient();
  let known = lists.get(key);
  if (known === undefined) lists.set(key, (known = { cursors: [undefined], total: null }));
  const page = Math.min(wanted ?? 1, known.cursors.length);
  const answer = useQuery(pageQuery(known.cursors[page - 1]));
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
    void client.prefetchQuery(pageQuery(next));
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

/** A list as its page shows it. */
export type PagedList<Item> = ReturnType<typeof usePagedList<Item, readonly unknown[]>>;
