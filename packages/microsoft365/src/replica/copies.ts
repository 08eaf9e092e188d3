import { textOf, type JsonObject } from '../json.ts';
import type { Setting } from './setting.ts';

/**
 * A copy may carry the marker of the item that it was made of: To Do copies recurring tasks (GRAPH 2.7, 10). The first of them is the one that we
 * marked; the others are shown as if they had none, each a record of its own (V5).
 */
export function withoutCopies({ remote }: Setting, listed: readonly JsonObject[]): JsonObject[] {
  // The same item may be listed twice: that is no copy.
  const items = [...new Map(listed.map((item) => [item['id'], item])).values()];
  const first = new Map<string, JsonObject>();
  for (const item of items) {
    const marker = remote.marker.read(item);
    if (!marker) continue;
    const before = first.get(marker);
    if (before === undefined || createdAt(item) < createdAt(before)) first.set(marker, item);
  }
  return items.map((item) => {
    const marker = remote.marker.read(item);
    return marker && first.get(marker) !== item ? { ...item, ...remote.expanded } : item;
  });
}

const createdAt = (item: JsonObject): string => textOf(item['createdDateTime']) ?? '';
