import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, take } from './client.ts';
import type { Kind } from './types.ts';

type Next = { nextCursor: string | null };
const from = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });
const paging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: Next) => page.nextCursor ?? undefined,
};

/** What a channel holds, page by page: its runs, problems, conflicts and holds. */
export const runsQuery = (kind: Kind) =>
  infiniteQueryOptions({
    queryKey: ['channel', kind, 'runs'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/channels/{kind}/runs', { params: { path: { kind }, query: from(pageParam) } })),
    ...paging,
  });

export const problemsQuery = (kind: Kind) =>
  infiniteQueryOptions({
    queryKey: ['channel', kind, 'problems'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/channels/{kind}/problems', { params: { path: { kind }, query: from(pageParam) } })),
    ...paging,
  });

export const conflictsQuery = (kind: Kind) =>
  infiniteQueryOptions({
    queryKey: ['channel', kind, 'conflicts'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/channels/{kind}/conflicts', { params: { path: { kind }, query: from(pageParam) } })),
    ...paging,
  });

export const holdsQuery = (kind: Kind) =>
  infiniteQueryOptions({
    queryKey: ['channel', kind, 'holds'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/channels/{kind}/holds', { params: { path: { kind }, query: from(pageParam) } })),
    ...paging,
  });

export const runQuery = (kind: Kind, id: string) =>
  infiniteQueryOptions({
    queryKey: ['channel', kind, 'run', id],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/channels/{kind}/runs/{id}', {
          params: { path: { kind, id }, query: from(pageParam) },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.journal.nextCursor ?? undefined,
  });
