import type { FieldValue, Outcome, WriteOperation } from '@counterpart/engine';
import { sendParts, type Part } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { channelCodeOf, problemOf } from '../client/problem.ts';
import { inWords, type Result } from '../client/result.ts';
import { channelProblem } from '../errors.ts';
import { isObject, type JsonObject } from '../json.ts';
import { complete, type Done } from './complete.ts';
import { lookFirst } from './look-first.ts';
import { failureOf, isContainerGone } from './outcome.ts';
import { containerOf, encoded, headersOf, pathOfItem, snapshotOf, type Setting } from './setting.ts';

export interface Prepared {
  readonly operation: WriteOperation;
  /** Null: the item's own properties stay as they are. */
  readonly part: Part | null;
  /** What is known of the item once the write is done. */
  readonly native?: FieldValue;
  /** The item as it was a moment ago, where the kind is looked at first. */
  readonly before?: JsonObject;
}

/** Applies operations in one batch after the other, each part by itself: a bad one stops no other (V18). @throws ChannelProblem */
export async function applyOperations(
  setting: Setting,
  operations: readonly WriteOperation[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const prepared: Prepared[] = [];
  const { ready, settled } = await lookFirst(setting, operations);
  outcomes.push(...settled);
  for (const { operation, before } of ready) {
    const objection =
      'marker' in operation ? setting.remote.objection?.(operation.content, operation) : undefined;
    const next = objection === undefined ? prepare(setting, operation, before) : null;
    if (next !== null) prepared.push(next);
    else if (objection === undefined) outcomes.push({ key: operation.key, outcome: 'stale' });
    else
      outcomes.push({
        key: operation.key,
        outcome: 'refused',
        code: 'invalidContent',
        detail: objection,
      });
  }
  const parts = prepared.flatMap(({ part }) => part ?? []);
  const sent = parts.length > 0 ? await sendParts(setting.client, parts) : [];
  let at = 0;
  const results = prepared.map(({ part, before }): Result | undefined =>
    part === null ? { ok: true, status: 200, body: before } : sent[at++],
  );
  stopIfHopeless(setting, prepared, results);
  const done: Done[] = [];
  for (const [index, one] of prepared.entries()) {
    const result = results[index];
    if (!result) continue;
    const item = result.ok && isObject(result.body) ? itemAfter(setting, one, result.body) : null;
    if (setting.remote.remainder && item !== null)
      done.push({ prepared: one, item, reply: result.ok ? result.body : undefined });
    else outcomes.push(outcomeOf(setting, one, result));
  }
  if (done.length > 0) outcomes.push(...(await complete(setting, done)));
  return outcomes;
}

function prepare(setting: Setting, operation: WriteOperation, before?: JsonObject): Prepared | null {
  const { remote, mailbox } = setting;
  const headers = headersOf(setting);
  const seen = before === undefined ? {} : { before };
  switch (operation.op) {
    case 'create': {
      const { body, ...rest } = remote.toGraphNew(operation.content, operation.marker);
      const path = mailbox + remote.itemsIn(encoded(containerOf(setting)));
      return { operation, ...rest, part: { method: 'POST', path, headers, body } };
    }
    case 'update': {
      const { content, fields, marker } = operation;
      const change = remote.toGraphChange(content, fields, operation.native, marker);
      if (change === null) return null;
      const { body, ...rest } = change;
      const path = pathOfItem(setting, operation.id) + query(remote.writeOptions);
      const isEmpty = before !== undefined && Object.keys(body).length === 0;
      const part = { method: 'PATCH', path, headers: guarded(operation, headers), body } as const;
      return { operation, ...rest, ...seen, part: isEmpty ? null : part };
    }
    case 'delete': {
      const path = pathOfItem(setting, operation.id);
      return { operation, part: { method: 'DELETE', path, headers: guarded(operation, headers) } };
    }
    case 'restore':
      throw new TypeError('Microsoft 365 cannot take back a deletion: the engine creates anew');
  }
}

/** Asked for also where nobody promises to heed it. */
const guarded = (
  { version }: { readonly version: string },
  headers: { readonly [name: string]: string },
): { readonly [name: string]: string } => (version ? { ...headers, 'if-match': version } : headers);

/**
 * What concerns the channel stops it, but only where no part succeeded: what did happen must be told. A single refused record may be just
 * that, so it takes two to believe that access is gone (V18).
 */
function stopIfHopeless(
  setting: Setting,
  prepared: readonly Prepared[],
  results: readonly (Result | undefined)[],
): void {
  if (results.some((result) => result?.ok)) return;
  for (const [index, result] of results.entries()) {
    if (!result || result.ok) continue;
    const operation = prepared[index]?.operation;
    if (operation && isContainerGone(setting, operation, result))
      throw channelProblem('containerMissing', inWords(result));
    const code = setting.remote.isGone(result) ? null : channelCodeOf(result);
    const forbidden = results.filter((other) => other?.ok === false && other.status === 403);
    const alone = code === 'accessDenied' && forbidden.length < 2;
    if (result.reason === 'refused' && code !== null && !alone) throw problemOf(result);
  }
}

/** The reply with what it does not show of the item: as it was a moment ago, or as it was sent. */
function itemAfter(
  { remote }: Setting,
  { operation, part, before }: Prepared,
  reply: JsonObject,
): JsonObject {
  const names = Object.keys(remote.expanded);
  const from: JsonObject = before ?? (operation.op === 'create' ? (part?.body ?? {}) : {});
  const kept = Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : [])));
  return { ...(operation.op === 'create' ? remote.expanded : {}), ...kept, ...reply };
}

function outcomeOf(setting: Setting, prepared: Prepared, result: Result): Outcome {
  const { operation, native } = prepared;
  const { key } = operation;
  if (!result.ok) return failureOf(setting, operation, result);
  if (operation.op === 'delete') return { key, outcome: 'done' };
  const marker = 'marker' in operation ? operation.marker : undefined;
  const snapshot = isObject(result.body) ? snapshotOf(setting, result.body, native, marker) : undefined;
  if (snapshot === undefined) return { key, outcome: 'unknown', detail: 'The reply shows no item' };
  return { key, outcome: 'done', snapshot };
}
