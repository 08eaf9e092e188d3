import type { FoundRecord, Snapshot } from '@counterpart/engine';
import { sendParts, type Part } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { pageOf, readAll } from '../client/paging.ts';
import { channelProblem } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { withoutCopies } from './copies.ts';
import { goneOr, listedItems } from './listing.ts';
import { containerOf, encoded, headersOf, snapshotOf, type Setting } from './setting.ts';
import { otherContainers } from './whereabouts.ts';

/**
 * The records that carry the markers: how a creation whose reply was lost is found again (V5). A person may have moved such a record at once, so
 * what is not in our container is looked for in the others; it was made all the same. Where identifiers change, our container never tells that the one
 * found there left it: this says so. @throws ChannelProblem
 */
export async function findByMarkers(setting: Setting, markers: readonly string[]): Promise<FoundRecord[]> {
  const { remote } = setting;
  const { filter } = remote.marker;
  const container = containerOf(setting);
  const places = (containers: readonly string[]) => containers.map((id) => remote.itemsIn(encoded(id)));
  const found = filter
    ? await search(setting, places([container]), markers, filter)
    : await compare(setting, [container], markers);
  const missing = markers.filter((marker) => !found.some((snapshot) => snapshot.marker === marker));
  if (missing.length === 0) return found;
  const others = await otherContainers(setting);
  const elsewhere = [...(remote.defaultItems === null ? [] : [remote.defaultItems]), ...places(others)];
  const moved = filter
    ? await search(setting, elsewhere, missing, filter)
    : await compare(setting, others, missing);
  const away = remote.keepsIds ? {} : { outOfScope: remote.movedReason };
  return [...found, ...moved.map((snapshot) => ({ ...snapshot, ...away }))];
}

/** Reads all items of the containers, one container after the other, until each marker is found. */
async function compare(
  setting: Setting,
  containers: readonly string[],
  markers: readonly string[],
): Promise<Snapshot[]> {
  const wanted = new Set(markers);
  const found: Snapshot[] = [];
  for (const container of containers) {
    if (wanted.size === 0) break;
    const marked: JsonObject[] = [];
    for await (const item of listedItems(setting, container)) {
      const marker = setting.remote.marker.read(item);
      if (marker && wanted.has(marker)) marked.push(item);
    }
    for (const item of withoutCopies(setting, marked)) {
      const snapshot = snapshotOf(setting, item, undefined);
      if (snapshot?.marker && wanted.delete(snapshot.marker)) found.push(snapshot);
    }
  }
  return found;
}

async function search(
  setting: Setting,
  places: readonly string[],
  markers: readonly string[],
  filter: (marker: string) => string,
): Promise<Snapshot[]> {
  const { remote, client, mailbox } = setting;
  const parts = places.flatMap((place) =>
    markers.map((marker): Part => {
      const path =
        mailbox + place + query({ $filter: filter(marker), ...(remote.findOptions ?? remote.readOptions) });
      return { method: 'GET', path, headers: headersOf(setting) };
    }),
  );
  const found: JsonObject[] = [];
  for (const result of await sendParts(client, parts)) {
    if (!result.ok) throw goneOr(setting, result);
    const page = pageOf(client.base, result.body);
    if (page === null) throw channelProblem('unexpectedAnswer', 'The reply is no page of a collection.');
    found.push(...page.items);
    // A page may be empty and yet lead on (GRAPH 6): taken for "not found", it would have the record made twice.
    if (page.next === undefined) continue;
    const rest = await readAll(client, page.next, headersOf(setting));
    if (!rest.ok) throw goneOr(setting, rest);
    found.push(...rest.items);
  }
  const wanted = new Set(markers);
  const snapshots = found.flatMap((item) => snapshotOf(setting, item, undefined) ?? []);
  // Graph compares without regard to case.
  const ours = snapshots.filter((snapshot) => snapshot.marker !== undefined && wanted.has(snapshot.marker));
  return [...new Map(ours.map((snapshot) => [snapshot.id, snapshot])).values()];
}
