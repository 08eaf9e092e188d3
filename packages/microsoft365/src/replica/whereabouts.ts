import { listContainers } from './container.ts';
import type { JsonObject } from '../json.ts';
import { listedItems } from './listing.ts';
import type { Setting } from './setting.ts';

/** Every container that the service lists, but ours. @throws ChannelProblem */
export async function otherContainers(setting: Setting): Promise<string[]> {
  const all = await listContainers(setting);
  return all.flatMap(({ id }) => (typeof id === 'string' && id !== setting.container ? [id] : []));
}

/**
 * The items that carry the markers, wherever they lie: in another container, or in ours under another identifier, where somebody moved the item out and back. A
 * copy that carries the marker of a deleted one, and was not marked as a record of its own yet, is taken for it: that deletes nothing (V7).
 * @throws ChannelProblem
 */
export async function markedElsewhere(
  setting: Setting,
  markers: ReadonlySet<string>,
): Promise<Map<string, JsonObject>> {
  const { container, remote } = setting;
  const found = new Map<string, JsonObject>();
  const others = await otherContainers(setting);
  const ours = container === null ? [] : [container];
  // Ours after the others: what somebody moves back while they are gone through is there. And the others once more: what is moved out again while ours is.
  for (const place of [...others, ...ours, ...others]) {
    for await (const item of listedItems(setting, place)) {
      const marker = remote.marker.read(item);
      if (marker && markers.has(marker)) found.set(marker, item);
    }
    if (found.size === markers.size) break;
  }
  return found;
}
