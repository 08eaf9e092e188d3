import type { Snapshot } from '@counterpart/engine';
import { sendParts, type Part } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { isItemGone, problemOf } from '../client/problem.ts';
import { isObject, listOf } from '../json.ts';
import { containerOf, encoded, outlookHeaders, snapshotOf, type Setting } from './setting.ts';

/** The records in the container that carry the markers: how a creation whose reply was lost is found again (V5). @throws ChannelProblem */
export async function findByMarkers(setting: Setting, markers: readonly string[]): Promise<Snapshot[]> {
  const { remote, client, mailbox } = setting;
  const items = `${mailbox}${remote.itemsIn(encoded(containerOf(setting)))}`;
  const select = ['id', ...remote.select].join(',');
  const parts = markers.map((marker): Part => {
    const options = { $filter: remote.marker.filter(marker), $select: select, $expand: remote.marker.expand };
    return { method: 'GET', path: items + query(options), headers: outlookHeaders };
  });
  const wanted = new Set(markers);
  const found = new Map<string, Snapshot>();
  for (const result of await sendParts(client, parts)) {
    if (!result.ok) throw problemOf(result, isItemGone(result) ? 'containerMissing' : 'unexpectedAnswer');
    for (const item of listOf(isObject(result.body) ? result.body['value'] : undefined)) {
      const snapshot = isObject(item) ? snapshotOf(setting, item, undefined) : undefined;
      // Graph compares without regard to case.
      if (snapshot?.marker !== undefined && wanted.has(snapshot.marker)) found.set(snapshot.id, snapshot);
    }
  }
  return [...found.values()];
}
