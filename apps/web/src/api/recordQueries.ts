import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pathOf, type RecordKind } from '../records/kinds.ts';
import { api, take } from './client.ts';

/** What the pages ask of records of any kind. Lists stand under the kind's path, single records under the kind. */
export const deletedQuery = (kind: RecordKind, cursor: string | undefined) =>
  queryOptions({
    queryKey: [pathOf[kind], 'deleted', cursor],
    queryFn: () =>
      take(
        api.GET(`/api/${pathOf[kind]}/deleted`, {
          params: { query: cursor === undefined ? {} : { cursor } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const timelineQuery = (kind: RecordKind, id: string) =>
  queryOptions({
    queryKey: [kind, id, 'timeline'],
    queryFn: () => take(api.GET(`/api/${pathOf[kind]}/{id}/timeline`, { params: { path: { id } } })),
  });

export const recordSyncQuery = (kind: RecordKind, id: string) =>
  queryOptions({
    queryKey: [kind, id, 'sync'],
    queryFn: () => take(api.GET(`/api/${pathOf[kind]}/{id}/sync`, { params: { path: { id } } })),
  });
