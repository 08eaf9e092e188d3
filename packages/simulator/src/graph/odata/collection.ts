import type { Json, JsonObject } from '../../state/types.ts';
import { graphError } from '../errors.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { matches, type Row } from './evaluate.ts';
import type { Query } from './query.ts';
import { optionName } from './query.ts';

/** Largest page of a mailbox collection (GRAPH 1.3, 1.5). */
const MAX_TOP = 1000;

/** Rows that pass the filter, in the order asked for; unordered ones only as far as `enough`. `read` gives a row's properties. */
export function arrange<T>(rows: Iterable<T>, query: Query, read: (row: T) => Row, enough = Infinity): T[] {
  const { filter, orderBy } = query;
  const most = orderBy.length === 0 ? enough : Infinity;
  const kept: T[] = [];
  for (const row of rows) {
    if (filter !== null && !matches(filter, read(row))) continue;
    kept.push(row);
    if (kept.length >= most) break;
  }
  if (orderBy.length === 0) return kept;
  return kept.sort((left, right) => {
    for (const { path, descending } of orderBy) {
      const order = compare(reach(read(left), path), reach(read(right), path));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

function reach(row: Row, path: string[]): unknown {
  let current: unknown = row(path[0] ?? '');
  for (const name of path.slice(1)) {
    current = typeof current === 'object' && current !== null ? Reflect.get(current, name) : undefined;
  }
  return current;
}

function compare(left: unknown, right: unknown): number {
  const a = typeof left === 'string' ? left.toLowerCase() : left;
  const b = typeof right === 'string' ? right.toLowerCase() : right;
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return a < b ? -1 : 1;
}

/**
 * One page of a mailbox collection: `$skip`, `$top`, `@odata.count` and a nextLink that carries `$skip` (GRAPH 1.1, nextLink rules).
 * Only the rows of the page are turned into entities.
 */
export function pageAnswer<T>(
  call: GraphCall,
  query: Query,
  rows: T[],
  context: string,
  entity: (row: T) => Json,
): GraphAnswer {
  const top = query.top ?? call.state.unknowns.defaultPageSize;
  if (top > MAX_TOP) {
    throw graphError(
      400,
      'BadRequest',
      `The limit of '${MAX_TOP}' for Top query has been exceeded. The value from the incoming request is '${top}'.`,
    );
  }
  const end = query.skip + top;
  const body: JsonObject = { '@odata.context': contextUrl(call, context) };
  if (query.count) body['@odata.count'] = rows.length;
  body['value'] = rows.slice(query.skip, end).map(entity);
  if (end < rows.length && top > 0) body['@odata.nextLink'] = linkWith(call, { $skip: String(end) });
  return { status: 200, body };
}

/** How many rows the page needs to know: its own, and whether there is another; all when they are counted. */
export function enoughFor(call: GraphCall, query: Query): number {
  return query.count ? Infinity : query.skip + (query.top ?? call.state.unknowns.defaultPageSize) + 1;
}

/** The request's own URL with these options set. */
export function linkWith(call: GraphCall, options: Record<string, string>): string {
  const params: string[] = [];
  for (const [name, text] of call.query) if (!(optionName(name) in options)) params.push(written(name, text));
  for (const [name, text] of Object.entries(options)) params.push(written(name, text));
  return `${call.origin}/v1.0${call.rawPath}?${params.join('&')}`;
}

/** The `$` of an option stays as it is: clients look for `$deltatoken=` in links. */
function written(name: string, text: string): string {
  return `${encodeURIComponent(name).replaceAll('%24', '$')}=${encodeURIComponent(text)}`;
}

export function contextUrl(call: GraphCall, context: string): string {
  return `${call.origin}/v1.0/$metadata#${context}`;
}
