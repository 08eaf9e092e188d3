import type { Outcome } from '@counterpart/engine';
import { sendParts, type Part } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { inWords, type Failure } from '../client/result.ts';
import { isObject, textOf, type Json, type JsonObject } from '../json.ts';
import type { Prepared } from './apply.ts';
import type { Remainder } from './remote-kind.ts';
import { usualRetryMs } from './outcome.ts';
import { headersOf, pathOfItem, snapshotOf, type Setting } from './setting.ts';

/** How often entities within an item are compared with what they should be, before it is left to the next run. */
const mostRounds = 3;

/** A write that was confirmed. */
export interface Done {
  readonly prepared: Prepared;
  /** The item as it should now be. */
  readonly item: JsonObject;
  /** What was said of it. */
  readonly reply: Json | undefined;
}

interface Work extends Done {
  item: JsonObject;
  /** What replies to requests within the item said of it. */
  learned: JsonObject;
  /** Somebody else was faster. */
  isOvertaken: boolean;
  /** A refusal of a request for something within the item. */
  refusal?: Failure;
}

/**
 * Writes what lies in entities within items, such as the steps of a task, after the items themselves. What is there is compared with what should be, only
 * the difference is sent, and the item is read again: so a lost reply or a person's edit in between leads to another comparison, never to a
 * doubled step. Requests: one for each entity that differs and one for each item that had any, in batches of 20.
 * @throws ChannelProblem
 */
export async function complete(setting: Setting, done: readonly Done[]): Promise<Outcome[]> {
  const work = done.map((one): Work => ({ ...one, learned: {}, isOvertaken: false }));
  await lookAgain(
    setting,
    work.filter((one) => isUnsure(setting, one)),
  );
  for (const one of work) one.isOvertaken = isOvertaken(setting, one);
  for (let round = 1; round <= mostRounds; round += 1) {
    const parts: { part: Part; of: Work }[] = [];
    const waiting = new Set<Work>();
    const changed = new Set<Work>();
    for (const one of work) {
      if (one.isOvertaken) continue;
      const { content, marker } = remainderOf(setting, one);
      // A marker that cannot be placed now is placed with the next write.
      const all = round === 1 ? [...content, ...marker] : content;
      if (all.length > 0) waiting.add(one);
      if (all.some(({ method }) => method !== 'GET')) changed.add(one);
      parts.push(...all.map((part) => ({ part: { ...part, headers: headersOf(setting) }, of: one })));
    }
    if (waiting.size === 0) break;
    const results = await sendParts(
      setting.client,
      parts.map(({ part }) => part),
    );
    for (const [index, { part, of }] of parts.entries()) {
      const result = results[index];
      if (result?.ok === false && result.status === 400) of.refusal = result;
      if (result?.ok)
        of.learned = { ...of.learned, ...setting.remote.learned?.(known(of), part, result.body) };
    }
    await lookAgain(setting, [...changed]);
  }
  return work.map((one) => outcomeOf(setting, one));
}

/** Whether something was made within a new item of which the reply says nothing: not every service may make both in one request. */
function isUnsure(setting: Setting, work: Work): boolean {
  const { prepared, item, reply } = work;
  if (remainderOf(setting, work).isUnclear) return true;
  if (prepared.operation.op !== 'create' || !isObject(reply)) return false;
  const confirmed = { ...setting.remote.expanded, ...reply };
  return remainderOf(setting, { ...work, item: { ...item, ...confirmed } }).content.length > 0;
}

const known = ({ item, learned }: Work): JsonObject => ({ ...item, ...learned });

function isOvertaken(setting: Setting, work: Work): boolean {
  const { operation } = work.prepared;
  return 'marker' in operation && setting.remote.isOvertaken?.(operation, work.item) === true;
}

function remainderOf(setting: Setting, work: Work): Remainder {
  const { operation } = work.prepared;
  const item = known(work);
  const id = textOf(item['id']);
  const none = { content: [], marker: [] };
  if (!id || !('marker' in operation)) return none;
  return setting.remote.remainder?.(operation, item, pathOfItem(setting, id)) ?? none;
}

async function lookAgain(setting: Setting, work: readonly Work[]): Promise<void> {
  const { client, remote } = setting;
  const parts = work.map(({ item }): Part => {
    const path = pathOfItem(setting, textOf(item['id']) ?? '') + query(remote.readOptions);
    return { method: 'GET', path, headers: headersOf(setting) };
  });
  const results = await sendParts(client, parts);
  for (const [index, one] of work.entries()) {
    const result = results[index];
    if (result?.ok && isObject(result.body)) one.item = { ...remote.expanded, ...result.body };
  }
}

function outcomeOf(setting: Setting, one: Work): Outcome {
  const { prepared, refusal } = one;
  const { operation, native } = prepared;
  const { key } = operation;
  if (!('marker' in operation)) return { key, outcome: 'done' };
  if (one.isOvertaken) return { key, outcome: 'stale' };
  const remainder = remainderOf(setting, one);
  if (remainder.content.length > 0 || remainder.isUnclear) {
    // A creation has happened: it is to be found again by its marker, never refused and made anew (V5).
    if (operation.op === 'update' && refusal)
      return { key, outcome: 'refused', code: 'invalidContent', detail: inWords(refusal) };
    return { key, outcome: 'unknown', detail: 'Not everything within the record could be written' };
  }
  const isMarking = operation.op === 'update' && operation.fields.length === 0;
  if (isMarking && remainder.marker.length > 0)
    return { key, outcome: 'later', retryAfterMs: usualRetryMs, detail: 'It could not be marked' };
  const item = known(one);
  const kept = setting.remote.nativeAfter?.(operation, item, native) ?? native;
  const snapshot = snapshotOf(setting, item, kept, operation.marker);
  if (snapshot === undefined) return { key, outcome: 'unknown', detail: 'The reply shows no item' };
  return { key, outcome: 'done', snapshot };
}
