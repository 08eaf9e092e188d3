import { textOf } from '../json.ts';
import { listContainers } from './container.ts';
import { listedItems } from './listing.ts';
import type { Setting } from './setting.ts';

/** Every container that the service lists, but ours. @throws ChannelProblem */
export async function otherContainers(setting: Setting): Promise<string[]> {
  const all = await listContainers(setting);
  return all.flatMap(({ id }) => (typeof id === 'string' && id !== setting.container ? [id] : []));
}

/**
 * Which of the markers lie somewhere, in another container, or in ours under an identifier that nobody knows: there somebody moved the item out and back. One in
 * ours that is known is a copy with a life of its own (V5). @throws ChannelProblem
 */
export async function markersElsewhere(setting: Setting, markers: ReadonlySet<string>): Promise<Set<string>> {
  const { container, remote } = setting;
  const found = new Set<string>();
  const ours = container === null ? [] : [container];
  // Ours last: what somebody moves back while the others are gone through is there.
  for (const place of [...(await otherContainers(setting)), ...ours]) {
    const marked = new Map<string, string>();
    for await (const item of listedItems(setting, place)) {
      const marker = remote.marker.read(item);
      if (marker && markers.has(marker)) marked.set(textOf(item['id']) ?? '', marker);
    }
    if (marked.size === 0) continue;
    const known = place === container ? await setting.recall([...marked.keys()]) : new Map();
    for (const [id, marker] of marked) if (!known.has(id)) found.add(marker);
    if (found.size === markers.size) break;
  }
  return found;
}
