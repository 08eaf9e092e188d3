import { listContainers } from './container.ts';
import { listedItems } from './listing.ts';
import type { Setting } from './setting.ts';

/** Every container that the service lists, but ours. @throws ChannelProblem */
export async function otherContainers(setting: Setting): Promise<string[]> {
  const all = await listContainers(setting);
  return all.flatMap(({ id }) => (typeof id === 'string' && id !== setting.container ? [id] : []));
}

/**
 * Which of the markers lie somewhere: in another container, or in ours under another identifier, where somebody moved the item out and back. A copy that carries
 * the marker of a deleted one, and was not marked as a record of its own yet, is taken for it: that deletes nothing (V7). @throws ChannelProblem
 */
export async function markersElsewhere(setting: Setting, markers: ReadonlySet<string>): Promise<Set<string>> {
  const { container, remote } = setting;
  const found = new Set<string>();
  const ours = container === null ? [] : [container];
  // Ours last: what somebody moves back while the others are gone through is there.
  for (const place of [...(await otherContainers(setting)), ...ours]) {
    for await (const item of listedItems(setting, place)) {
      const marker = remote.marker.read(item);
      if (marker && markers.has(marker)) found.add(marker);
    }
    if (found.size === markers.size) break;
  }
  return found;
}
