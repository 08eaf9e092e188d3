import type { Snapshot } from '@counterpart/engine';
import { sendParts, type Part } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { pageOf, readAll } from '../client/paging.ts';
import { isItemGone, problemOf } from '../client/problem.ts';
import type { Failure } from '../client/result.ts';
import { channelProblem } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { listContainers } from './container.ts';
import { containerOf, encoded, outlookHeaders, snapshotOf, type Setting } from './setting.ts';

/**
 * The records that carry the markers: how a creation whose reply was lost is found again (V5). A person may have moved such a record at once, so
 * what is not in our container is looked for in the others; it was made all the same. @throws ChannelProblem
 */
export async function findByMarkers(setting: Setting, markers: readonly string[]): Promise<Snapshot[]> {
  const { remote } = setting;
  const container = containerOf(setting);
  const found = await search(setting, [remote.itemsIn(encoded(container))], markers);
  const missing = markers.filter((marker) => !found.some((snapshot) => snapshot.marker === marker));
  if (missing.length === 0) return found;
  const others = (await listContainers(setting)).flatMap(({ id }) =>
    typeof id === 'string' && id !== container ? [remote.itemsIn(encoded(id))] : [],
  );
  return [...found, ...(await search(setting, [remote.defaultItems, ...others], missing))];
}

async function search(
  setting: Setting,
  places: readonly string[],
  markers: readonly string[],
): Promise<Snapshot[]> {
  const { remote, client, mailbox } = setting;
  const select = ['id', ...remote.select].join(',');
  const parts = places.flatMap((place) =>
    markers.map((marker): Part => {
      const options = {
        $filter: remote.marker.filter(marker),
        $select: select,
        $expand: remote.marker.expand,
      };
      return { method: 'GET', path: mailbox + place + query(options), headers: outlookHeaders };
    }),
  );
  const found: JsonObject[] = [];
  for (const result of await sendParts(client, parts)) {
    if (!result.ok) throw failed(result);
    const page = pageOf(client.base, result.body);
    if (page === null) throw channelProblem('unexpectedAnswer', 'The reply is no page of a collection.');
    found.push(...page.items);
    // A page may be empty and yet lead on (GRAPH 6): taken for "not found", it would have the record made twice.
    if (page.next === undefined) continue;
    const rest = await readAll(client, page.next, outlookHeaders);
    if (!rest.ok) throw failed(rest);
    found.push(...rest.items);
  }
  const wanted = new Set(markers);
  const snapshots = found.flatMap((item) => snapshotOf(setting, item, undefined) ?? []);
  // Graph compares without regard to case.
  const ours = snapshots.filter((snapshot) => snapshot.marker !== undefined && wanted.has(snapshot.marker));
  return [...new Map(ours.map((snapshot) => [snapshot.id, snapshot])).values()];
}

const failed = (failure: Failure) =>
  problemOf(failure, isItemGone(failure) ? 'containerMissing' : 'unexpectedAnswer');
