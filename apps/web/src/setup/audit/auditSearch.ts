import type { AuditAction, AuditQuery } from '../../api/types.ts';
import { oneOf } from '../../records/listSearch.ts';
import { instantAt } from '../../tasks/clock.ts';
import { texts } from '../../texts.ts';

export const auditActions = Object.keys(texts.setup.audit.actions) as AuditAction[];

/** What the address of the audit log says. `from` and `to` are days (`yyyy-mm-dd`) in the reader's zone, both included. */
export interface AuditSearch {
  search?: string;
  action?: AuditAction;
  byId?: string;
  from?: string;
  to?: string;
  page?: number;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

export function auditSearch(input: Record<string, unknown>): AuditSearch {
  const search: AuditSearch = {};
  // The router reads `?search=42` as a number.
  const asked = typeof input['search'] === 'number' ? String(input['search']) : input['search'];
  if (typeof asked === 'string' && asked !== '') search.search = asked;
  const action = oneOf(auditActions, input['action']);
  if (action) search.action = action;
  if (typeof input['byId'] === 'string') search.byId = input['byId'];
  for (const end of ['from', 'to'] as const) {
    const value = input[end];
    if (typeof value === 'string' && day.test(value)) search[end] = value;
  }
  if (Number.isInteger(input['page']) && Number(input['page']) > 1) search.page = Number(input['page']);
  return search;
}

const dayAfter = (date: string): string => {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
};

/** As the API takes it: from the first day's beginning to the last one's end, in the reader's zone. */
export function auditFilterOf(search: AuditSearch, timeZone: string | undefined): AuditQuery {
  const { page: _page, from, to, ...rest } = search;
  const query: AuditQuery = { ...rest };
  const begins = from === undefined ? null : instantAt(`${from}T00:00`, timeZone);
  const ends = to === undefined ? null : instantAt(`${dayAfter(to)}T00:00`, timeZone);
  if (begins !== null) query.from = begins;
  if (ends !== null) query.to = ends;
  return query;
}
