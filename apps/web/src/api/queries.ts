import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, take } from './client.ts';
import type { ContactListQuery, Kind, TaskListQuery } from './types.ts';

/** Every question that the pages ask, under the keys by which live updates call for a fresh answer. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => take(api.GET('/api/session')),
  staleTime: 5 * 60_000,
  retry: false,
});

export const signInOptionsQuery = queryOptions({
  queryKey: ['signInOptions'],
  queryFn: () => take(api.GET('/api/sign-in')),
});

export const contactsQuery = (query: ContactListQuery) =>
  queryOptions({
    queryKey: ['contacts', 'list', query],
    queryFn: ({ signal }) => take(api.GET('/api/contacts', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const tasksQuery = (query: TaskListQuery) =>
  queryOptions({
    queryKey: ['tasks', 'list', query],
    queryFn: ({ signal }) => take(api.GET('/api/tasks', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['task', id, 'record'],
    queryFn: () => take(api.GET('/api/tasks/{id}', { params: { path: { id } } })),
  });

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ['contact', id, 'record'],
    queryFn: () => take(api.GET('/api/contacts/{id}', { params: { path: { id } } })),
  });

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: () => take(api.GET('/api/imports/{id}', { params: { path: { id } } })),
  });

/** The active people of the organisation, for choosing an owner. */
export const usersQuery = queryOptions({
  queryKey: ['users', 'active'],
  queryFn: () => take(api.GET('/api/users', { params: { query: { state: 'active', limit: 200 } } })),
  staleTime: 60_000,
});

export const profilesQuery = queryOptions({
  queryKey: ['profiles'],
  queryFn: () => take(api.GET('/api/profiles')),
  staleTime: 60_000,
});

export const microsoft365Query = queryOptions({
  queryKey: ['microsoft365'],
  queryFn: () => take(api.GET('/api/microsoft365')),
});

/** E2: the calendars of one's mailbox. The popup does without them where Microsoft cannot be asked. */
export const calendarsQuery = queryOptions({
  queryKey: ['microsoft365', 'calendars'],
  queryFn: () => take(api.GET('/api/microsoft365/calendars')),
  retry: false,
  meta: { shown: true },
});

export const configurationQuery = (kind: Kind) =>
  queryOptions({
    queryKey: ['channel', kind, 'configuration'],
    queryFn: () => take(api.GET('/api/channels/{kind}/configuration', { params: { path: { kind } } })),
  });
