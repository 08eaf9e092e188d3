import type { FieldValue, Seen } from '@counterpart/engine';
import { sendParts, type Part } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { channelCodeOf, isItemGone, problemOf } from '../client/problem.ts';
import type { Failure, Result } from '../client/result.ts';
import { channelProblem } from '../errors.ts';
import { isObject, textOf } from '../json.ts';
import { encoded, outlookHeaders, snapshotOf, type Setting } from './setting.ts';

/** Looks at records one by one, with their markers, wherever they lie now (V7). @throws ChannelProblem */
export async function readItems(setting: Setting, ids: readonly string[]): Promise<Seen[]> {
  const { remote, client, mailbox } = setting;
  const select = ['id', remote.parent, ...remote.select].join(',');
  const suffix = query({ $select: select, $expand: remote.marker.expand });
  const parts = ids.map((id): Part => {
    return { method: 'GET', path: mailbox + remote.item(encoded(id)) + suffix, headers: outlookHeaders };
  });
  const [results, known] = await Promise.all([sendParts(client, parts), setting.recall(ids)]);
  stopIfHopeless(results);
  await stopIfContainerGone(setting, results);
  const bins = new Map<string, boolean>();
  const seen: Seen[] = [];
  for (const [index, id] of ids.entries()) {
    const result = results[index];
    if (result) seen.push(await seenOf(setting, id, result, known.get(id), bins));
  }
  return seen;
}

/**
 * One record that cannot be read stops no other (V18): 500 and 403 for single ones make those unreadable. Everything else that fails, or the
 * same for several and for nobody not, is the channel's trouble and says nothing about any record.
 */
function stopIfHopeless(results: readonly Result[]): void {
  const failures = results.filter((result): result is Failure => !result.ok && !isItemGone(result));
  const noneRead = failures.length > 1 && failures.length === results.length;
  for (const failure of failures) {
    const single = !failure.wholeBatch && (failure.status === 500 || failure.status === 403);
    if (channelCodeOf(failure) !== null && (!single || noneRead)) throw problemOf(failure);
  }
}

/** Records vanish with their container: that is no deletion of each of them (V7, C8). */
async function stopIfContainerGone(setting: Setting, results: readonly Result[]): Promise<void> {
  if (setting.container === null || !results.some((result) => !result.ok && isItemGone(result))) return;
  if (await isNowhere(setting, setting.container)) throw channelProblem('containerMissing');
}

async function seenOf(
  setting: Setting,
  id: string,
  result: Result,
  known: FieldValue | undefined,
  bins: Map<string, boolean>,
): Promise<Seen> {
  if (!result.ok) {
    if (isItemGone(result)) return { state: 'deleted', id };
    const reason = result.status === 403 ? 'recordAccessDenied' : 'unreadable';
    return { state: 'unreadable', id, reason };
  }
  const snapshot = isObject(result.body) ? snapshotOf(setting, result.body, known) : undefined;
  if (snapshot === undefined || !isObject(result.body))
    return { state: 'unreadable', id, reason: 'unreadable' };
  const parent = textOf(result.body[setting.remote.parent]);
  // Asked for by one identifier and answered with another: the record is the one that was asked for.
  if (parent === undefined || parent === setting.container) return { state: 'present', ...snapshot, id };
  const inBin = bins.get(parent) ?? (await isNowhere(setting, parent));
  bins.set(parent, inBin);
  return inBin ? { state: 'deleted', id } : { state: 'outOfScope', id, reason: 'movedOutOfFolder' };
}

/**
 * Whether there is no such container of the kind. Outlook deletes by moving to Deleted Items, and an immutable identifier still finds the item there; but
 * Deleted Items is a folder of mail and not found here, while every place to which a person may move the item on purpose is.
 */
async function isNowhere({ client, mailbox, remote }: Setting, container: string): Promise<boolean> {
  const path = `${mailbox}${remote.containers}/${encoded(container)}${query({ $select: 'id' })}`;
  const result = await client.send({ method: 'GET', path, headers: outlookHeaders });
  if (!result.ok && !isItemGone(result) && channelCodeOf(result) !== null) throw problemOf(result);
  return !result.ok && isItemGone(result);
}
