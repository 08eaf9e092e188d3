import type { JsonObject } from '../json.ts';
import { textOf } from '../json.ts';
import { listedItems } from './listing.ts';
import { withoutCopies } from './copies.ts';
import { containerOf, type Setting } from './setting.ts';

/** What delta does not show of all items of a container, while a full round lasts: their markers above all. */
export interface MarkerList {
  /** Whether the list showed the item, with or without a marker. */
  has(id: string): boolean;
  of(id: string): JsonObject | undefined;
}

/**
 * Reads what delta cannot show. The service pages this list by position, so an item may slip through while others are deleted: that is
 * why delta, and not this list, says what there is.
 * @throws ChannelProblem
 */
export async function createMarkerList(setting: Setting): Promise<MarkerList> {
  const { remote } = setting;
  const shown: JsonObject[] = [];
  for await (const item of listedItems(setting, containerOf(setting)))
    shown.push(
      Object.fromEntries(
        ['id', 'createdDateTime', ...Object.keys(remote.expanded)].map((name) => [name, item[name]]),
      ),
    );
  const markers = new Map(withoutCopies(setting, shown).map((item) => [textOf(item['id']) ?? '', item]));
  return { has: (id) => markers.has(id), of: (id) => markers.get(id) };
}
