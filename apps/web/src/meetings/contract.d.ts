import type { paths as P } from '../api/schema.d.ts';
import type * as T from './types.ts';
type Json<B> = { 200: { headers: { [name: string]: unknown }; content: { 'application/json': B } } };
type Op<Params, Body, Answer> = {
  parameters: Params;
  requestBody: { content: { 'application/json': Body } };
  responses: Json<Answer>;
};
type Get<Params, Answer> = { parameters: Params; requestBody?: never; responses: Json<Answer> };
type Id = { query?: never; header?: { 'if-match'?: string }; path: { id: string }; cookie?: never };
type None = { query?: never; header?: never; path?: never; cookie?: never };
type Q<Query> = { query?: Query; header?: never; path?: never; cookie?: never };
interface Input {
  title?: string | null;
  when?: T.Meeting['when'];
  recurrence?: T.Meeting['recurrence'];
  occurrences?: T.Meeting['occurrences'];
  location?: string | null;
  description?: T.Description | null;
  participants?: { [a: string]: { name?: string; role?: T.Role; response?: T.Response } };
  invite?: boolean | null;
  reminder?: number | null;
  showAs?: T.ShowAs;
  sensitivity?: T.Sensitivity;
  categories?: string[] | null;
  online?: boolean | null;
  joinUrl?: string | null;
  response?: T.Response;
  ownerId?: string;
}
interface Filter {
  search?: string;
  ownerId?: string;
  origin?: T.Meeting['origin'];
  time?: 'upcoming' | 'past';
  from?: string;
  to?: string;
  showAs?: T.ShowAs;
  sensitivity?: T.Sensitivity;
  contactId?: string;
}
type Sort = 'start' | 'title' | 'end' | 'createdAt' | 'modifiedAt';
interface Page {
  items: T.Meeting[];
  total: number | null;
  nextCursor: string | null;
}
type Selection = { ids: string[] } | { filter: Filter; except?: string[] };
declare module '../api/schema.d.ts' {
  interface paths {
    '/api/meetings': {
      get: Get<Q<Filter & { sort?: Sort | `-${Sort}`; limit?: number; cursor?: string }>, Page>;
      post: Op<None, Input, T.Meeting>;
    };
    '/api/meetings/calendar': {
      get: Get<Q<{ from: string; to: string; zone: string; ownerId?: string }>, { items: T.CalendarEntry[] }>;
    };
    '/api/meetings/{id}': {
      get: Get<Id, T.Meeting>;
      patch: Op<Id, Input, T.Meeting>;
      delete: Get<Id, { id: string }>;
    };
    '/api/meetings/{id}/occurrences': {
      post: Op<
        Id,
        { day: string; scope: 'one' | 'following' | 'all'; changes: Input },
        { meeting: T.Meeting; rest: T.Meeting | null }
      >;
    };
    '/api/meetings/{id}/occurrences/delete': {
      post: Op<Id, { day: string; scope: 'one' | 'following' | 'all' }, { meeting: T.Meeting | null }>;
    };
    '/api/meetings/{id}/occurrences/reset': { post: Op<Id, { day: string }, { meeting: T.Meeting }> };
    '/api/meetings/mass-update': {
      post: Op<None, { selection: Selection; changes: Input; ownerId?: string }, { changed: number }>;
    };
    '/api/meetings/mass-delete': { post: Op<None, { selection: Selection }, { deleted: number }> };
    '/api/meetings/deleted': { get: Get<Q<{ cursor?: string }>, Page> };
    '/api/meetings/{id}/restore': { post: Get<Id, T.Meeting> };
    '/api/meetings/{id}/timeline': P['/api/tasks/{id}/timeline'];
    '/api/meetings/{id}/sync': P['/api/tasks/{id}/sync'];
    '/api/meetings/imports': P['/api/tasks/imports'];
  }
}
