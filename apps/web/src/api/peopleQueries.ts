import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, take } from './client.ts';
import type { AuditQuery, UserListQuery } from './types.ts';

const MAIL_LOOK_MS = 3000;

/** While a mail is on its way, a look now and then: it may come back. */
export const userListQuery = (query: UserListQuery) =>
  queryOptions({
    queryKey: ['users', 'list', query],
    queryFn: ({ signal }) => take(api.GET('/api/users', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ invitation }) => invitation?.mail.state === 'queued') ? MAIL_LOOK_MS : false,
  });

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: () => take(api.GET('/api/users/{id}', { params: { path: { id } } })),
  });

const HANDOVER_LOOK_MS = 1000;

/** Asks again until all records have their new owner. */
export const handoverQuery = (id: string) =>
  queryOptions({
    queryKey: ['handover', id],
    queryFn: () => take(api.GET('/api/handovers/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : HANDOVER_LOOK_MS),
  });

const DIRECTORY_PAGE = 25;

/** U2: the tenant's people, page by page. A tenant may have a hundred thousand. */
export const directoryQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['directory', search],
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/api/directory/people', {
          params: {
            query: {
              limit: DIRECTORY_PAGE,
              ...(search === '' ? {} : { search }),
              ...(pageParam === undefined ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const auditQuery = (query: AuditQuery) =>
  queryOptions({
    queryKey: ['audit', query],
    queryFn: ({ signal }) => take(api.GET('/api/audit', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

/** The approval mail's token (U7); the answer is no secret, the token stays out of the address. */
export const joinRequestQuery = (token: string) =>
  queryOptions({
    queryKey: ['joinRequest', token],
    queryFn: () => take(api.POST('/api/join-requests/look', { body: { token } })),
    retry: false,
    staleTime: Infinity,
  });

export const termsQuery = queryOptions({
  queryKey: ['terms'],
  queryFn: () => take(api.GET('/api/terms')),
});

/** U4: by the mail's token, or by the Microsoft sign-in that lies in a cookie. */
export const invitationQuery = (token: string | null) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => take(api.POST('/api/invitation/look', { body: token === null ? {} : { token } })),
    retry: false,
  });

const JOIN_LOOK_MS = 10_000;

/** U6: while the request waits for an answer, a look now and then. */
export const joinQuery = queryOptions({
  queryKey: ['join'],
  queryFn: () => take(api.GET('/api/join')),
  retry: false,
  refetchInterval: ({ state }) => (state.data?.request?.state === 'open' ? JOIN_LOOK_MS : false),
});
