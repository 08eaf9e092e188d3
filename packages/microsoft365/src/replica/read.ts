import type { FieldValue, Seen } from '@counterpart/engine';
import { sendParts, type Part } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { channelCodeOf, isItemGone, problemOf } from '../client/problem.ts';
import type { Failure, Result } from '../client/result.ts';
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
  const failures = results.filter((result): result is Failure => !result.ok);
  const first = failures.find((failure) => channelCodeOf(failure) !== null);
  // One record that cannot be read stops no other; where none can be read, the channel itself is in trouble (V18).
  if (
    first &&
    (first.status === 401 || isMailbox(first) || (failures.length === results.length && !isOne(failures)))
  )
    throw problemOf(first);
  const bins = new Map<string, boolean>();
  const seen: Seen[] = [];
  for (const [index, id] of ids.entries()) {
    const result = results[index];
    if (result) seen.push(await seenOf(setting, id, result, known.get(id), bins));
  }
  return seen;
}

const isMailbox = (failure: Failure): boolean => channelCodeOf(failure) === 'mailboxMissing';
const isOne = (failures: readonly Failure[]): boolean => failures.length === 1 && failures[0]?.status === 403;

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
  const inBin = bins.get(parent) ?? (await isBin(setting, parent));
  bins.set(parent, inBin);
  return inBin ? { state: 'deleted', id } : { state: 'outOfScope', id, reason: 'movedOutOfFolder' };
}

/**
 * Outlook deletes by moving to Deleted Items, and an immutable identifier still finds the item there. Deleted Items is a folder of mail: it is not
 * found among the containers of the kind, while every place to which a person may move the item on purpose is.
 */
async function isBin({ client, mailbox, remote }: Setting, container: string): Promise<boolean> {
  const path = `${mailbox}${remote.containers}/${encoded(container)}${query({ $select: 'id' })}`;
  const result = await client.send({ method: 'GET', path, headers: outlookHeaders });
  if (!result.ok && !isItemGone(result) && result.reason !== 'refused') throw problemOf(result);
  return !result.ok && isItemGone(result);
}
