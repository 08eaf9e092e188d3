import type { FieldValue, Seen, Snapshot } from '@counterpart/engine';
import { sendParts, type Part } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { channelCodeOf, problemOf } from '../client/problem.ts';
import type { Failure, Result } from '../client/result.ts';
import { channelProblem } from '../errors.ts';
import { isObject, textOf, type JsonObject } from '../json.ts';
import { containerExists } from './container.ts';
import { encoded, headersOf, pathOfItem, snapshotOf, type Setting } from './setting.ts';
import { markedElsewhere } from './whereabouts.ts';

/** Looks at records one by one, with their markers, wherever they lie now (V7). @throws ChannelProblem */
export async function readItems(
  setting: Setting,
  ids: readonly string[],
  markers: ReadonlyMap<string, string> = new Map(),
): Promise<Seen[]> {
  const { remote, client } = setting;
  const suffix = query(remote.readOptions);
  const parts = ids.map((id): Part => {
    return { method: 'GET', path: pathOfItem(setting, id) + suffix, headers: headersOf(setting) };
  });
  const [results, known] = await Promise.all([sendParts(client, parts), setting.recall(ids)]);
  stopIfHopeless(setting, results);
  await stopIfContainerGone(setting, results);
  const bins = new Map<string, boolean>();
  const moved = remote.keepsIds
    ? new Map<string, JsonObject>()
    : await movedAway(setting, ids, results, known, markers);
  const seen: Seen[] = [];
  for (const [index, id] of ids.entries()) {
    const result = results[index];
    const item = moved.get(id);
    if (item) seen.push(outOfScope(setting, id, snapshotOf(setting, item, known.get(id))));
    else if (result) seen.push(await seenOf(setting, id, result, known.get(id), bins));
  }
  return seen;
}

/**
 * The records that were not found and lie elsewhere under another identifier: their markers tell. Costs requests only where something was not
 * found that carries a marker; the lists are gone through once for all of them.
 */
async function movedAway(
  setting: Setting,
  ids: readonly string[],
  results: readonly Result[],
  known: ReadonlyMap<string, FieldValue>,
  markers: ReadonlyMap<string, string>,
): Promise<Map<string, JsonObject>> {
  const lost = new Map<string, string>();
  for (const [index, id] of ids.entries()) {
    const result = results[index];
    const kept = known.get(id);
    // What was last seen may be older than our last attempt at marking it.
    const seen = isObject(kept) ? textOf(kept['marker']) : undefined;
    const marker = markers.get(id) ?? seen;
    if (result?.ok === false && setting.remote.isGone(result) && marker) lost.set(id, marker);
  }
  if (lost.size === 0) return new Map();
  const found = await markedElsewhere(setting, new Set(lost.values()));
  return new Map(
    [...lost].flatMap(([id, marker]) => {
      const item = found.get(marker);
      return item ? [[id, item] as const] : [];
    }),
  );
}

/**
 * One record that cannot be read stops no other (V18): 500 and 403 for single ones make those unreadable. Everything else that fails, or the
 * same for several and for nobody not, is the channel's trouble and says nothing about any record.
 */
export function stopIfHopeless({ remote }: Setting, results: readonly Result[]): void {
  const failures = results.filter((result): result is Failure => !result.ok && !remote.isGone(result));
  const noneRead = failures.length > 1 && failures.length === results.length;
  for (const failure of failures) {
    const single = !failure.wholeBatch && (failure.status === 500 || failure.status === 403);
    if (channelCodeOf(failure) !== null && (!single || noneRead)) throw problemOf(failure);
  }
}

/** Records vanish with their container: that is no deletion of each of them (V7, C8). */
async function stopIfContainerGone(setting: Setting, results: readonly Result[]): Promise<void> {
  const { container, remote } = setting;
  if (container === null || !results.some((result) => !result.ok && remote.isGone(result))) return;
  const isGone = remote.hasBin
    ? await isNowhere(setting, container)
    : !(await containerExists(setting, container));
  if (isGone) throw channelProblem('containerMissing');
}

async function seenOf(
  setting: Setting,
  id: string,
  result: Result,
  known: FieldValue | undefined,
  bins: Map<string, boolean>,
): Promise<Seen> {
  if (!result.ok) {
    if (setting.remote.isGone(result)) return { state: 'deleted', id };
    const reason = result.status === 403 ? 'recordAccessDenied' : 'unreadable';
    return { state: 'unreadable', id, reason };
  }
  const { remote } = setting;
  const snapshot = isObject(result.body)
    ? snapshotOf(setting, { ...remote.expanded, ...result.body }, known)
    : undefined;
  if (snapshot === undefined || !isObject(result.body))
    return { state: 'unreadable', id, reason: 'unreadable' };
  const parent = remote.parent === null ? undefined : textOf(result.body[remote.parent]);
  // Asked for by one identifier and answered with another: the record is the one that was asked for.
  if (parent === undefined || parent === setting.container) return { state: 'present', ...snapshot, id };
  const inBin = bins.get(parent) ?? (await isNowhere(setting, parent));
  bins.set(parent, inBin);
  return inBin ? { state: 'deleted', id } : outOfScope(setting, id, snapshot);
}

const outOfScope = ({ remote }: Setting, id: string, snapshot: Snapshot | undefined): Seen => ({
  state: 'outOfScope',
  id,
  reason: remote.movedReason,
  ...(snapshot === undefined ? {} : { content: snapshot.content }),
});

/**
 * Whether there is no such container of the kind. Outlook deletes by moving to Deleted Items, and an immutable identifier still finds the item there; but
 * Deleted Items is a folder of mail and not found here, while every place to which a person may move the item on purpose is.
 */
async function isNowhere(setting: Setting, container: string): Promise<boolean> {
  const { client, mailbox, remote } = setting;
  const path = `${mailbox}${remote.containers}/${encoded(container)}${query({ $select: 'id' })}`;
  const result = await client.send({ method: 'GET', path, headers: headersOf(setting) });
  if (!result.ok && !remote.isGone(result) && channelCodeOf(result) !== null) throw problemOf(result);
  return !result.ok && remote.isGone(result);
}
