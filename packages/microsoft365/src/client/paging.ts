import { isObject, textOf, type Json, type JsonObject } from '../json.ts';
import type { GraphClient } from './client.ts';
import { pathOfLink } from './link.ts';
import type { Failure } from './result.ts';

/** One page of a collection. */
export interface CollectionPage {
  readonly ok: true;
  readonly items: readonly JsonObject[];
  /** How many there are in all, where the request asked for it (`$count`); on the first page only. */
  readonly count?: number;
  /** Path of the next page; undefined on the last one. */
  readonly next?: string;
  /** Path for the next round; on the last page of a delta round only. */
  readonly delta?: string;
}

/**
 * Reads one page. A body that is no page is a failure, never an empty one (V7). In a delta round a page without any link is cut off.
 * @throws ChannelProblem for a link that leads elsewhere, or a connection without authority.
 */
export async function readPage(
  client: GraphClient,
  path: string,
  options: { headers?: { readonly [name: string]: string }; delta?: boolean } = {},
): Promise<CollectionPage | Failure> {
  const { headers, delta = false } = options;
  const result = await client.send({ method: 'GET', path, ...(headers ? { headers } : {}) });
  if (!result.ok) return result;
  const page = pageOf(client.base, result.body);
  if (page === null || (delta && page.next === undefined && page.delta === undefined))
    return {
      ok: false,
      reason: 'later',
      status: result.status,
      code: '',
      message: 'The reply is no page of a collection',
    };
  return page;
}

/** A body that is a page; null when it is none. */
export function pageOf(base: string, body: Json | undefined): CollectionPage | null {
  if (!isObject(body) || !Array.isArray(body['value'])) return null;
  const items = (body['value'] as readonly Json[]).filter(isObject);
  const next = textOf(body['@odata.nextLink']);
  const delta = textOf(body['@odata.deltaLink']);
  const count = body['@odata.count'];
  return {
    ok: true,
    items,
    ...(typeof count === 'number' ? { count } : {}),
    ...(next === undefined ? {} : { next: pathOfLink(base, next) }),
    ...(delta === undefined ? {} : { delta: pathOfLink(base, delta) }),
  };
}

/** All items of a collection, page after page. Headers are sent again with each page (GRAPH 1.1). */
export async function readAll(
  client: GraphClient,
  path: string,
  headers?: { readonly [name: string]: string },
): Promise<{ readonly ok: true; readonly items: readonly JsonObject[] } | Failure> {
  const items: JsonObject[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const page: CollectionPage | Failure = await readPage(client, next, headers ? { headers } : {});
    if (!page.ok) return page;
    items.push(...page.items);
    next = page.next;
  }
  return { ok: true, items };
}
