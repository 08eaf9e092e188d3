import { query } from '../client/link.ts';
import { readPage, type CollectionPage } from '../client/paging.ts';
import { isItemGone, problemOf } from '../client/problem.ts';
import type { Failure } from '../client/result.ts';
import { textOf } from '../json.ts';
import { containerOf, encoded, outlookHeaders, type Setting } from './setting.ts';

/** The markers of all items of a container, while a full round lasts. */
export interface MarkerList {
  /** Whether the list showed the item, with or without a marker. */
  has(id: string): boolean;
  of(id: string): string | undefined;
}

/** Graph's limit for contacts (GRAPH 1.5). */
const pageSize = 1000;

/**
 * Reads identifiers and markers alone. The service pages this list by position, so an item may slip through while others are deleted: that is
 * why delta, and not this list, says what there is.
 * @throws ChannelProblem
 */
export async function createMarkerList(setting: Setting): Promise<MarkerList> {
  const { remote, client } = setting;
  const markers = new Map<string, string | undefined>();
  const items = `${setting.mailbox}${remote.itemsIn(encoded(containerOf(setting)))}`;
  const options = { $select: 'id', $expand: remote.marker.expand, $top: pageSize };
  for (let next: string | undefined = items + query(options); next !== undefined;) {
    const page: CollectionPage | Failure = await readPage(client, next, { headers: outlookHeaders });
    if (!page.ok) throw problemOf(page, isItemGone(page) ? 'containerMissing' : 'unexpectedAnswer');
    for (const item of page.items) {
      const id = textOf(item['id']);
      if (id) markers.set(id, remote.marker.read(item));
    }
    next = page.next;
  }
  return { has: (id) => markers.has(id), of: (id) => markers.get(id) };
}
