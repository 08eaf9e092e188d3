import type { FieldValue, Outcome, WriteOperation } from '@counterpart/engine';
import { sendParts, type Part } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { channelCodeOf, isItemGone, problemOf } from '../client/problem.ts';
import { inWords, type Failure, type Result } from '../client/result.ts';
import { channelProblem, type RecordErrorCode } from '../errors.ts';
import { isObject } from '../json.ts';
import { containerOf, encoded, outlookHeaders, snapshotOf, type Setting } from './setting.ts';

const usualRetryMs = 60_000;

interface Prepared {
  readonly operation: WriteOperation;
  readonly part: Part;
  /** What is known of the item once the write is done. */
  readonly native?: FieldValue;
}

/** Applies operations in one batch after the other, each part by itself: a bad one stops no other (V18). @throws ChannelProblem */
export async function applyOperations(
  setting: Setting,
  operations: readonly WriteOperation[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const prepared: Prepared[] = [];
  for (const operation of operations) {
    const ready = prepare(setting, operation);
    if (ready === null) outcomes.push({ key: operation.key, outcome: 'stale' });
    else prepared.push(ready);
  }
  const parts = prepared.map(({ part }) => part);
  const results = parts.length > 0 ? await sendParts(setting.client, parts) : [];
  stopIfHopeless(prepared, results);
  prepared.forEach((ready, index) => {
    const result = results[index];
    if (result) outcomes.push(outcomeOf(setting, ready, result));
  });
  return outcomes;
}

function prepare(setting: Setting, operation: WriteOperation): Prepared | null {
  const { remote, mailbox } = setting;
  const select = query({ $select: ['id', remote.parent, ...remote.select].join(',') });
  switch (operation.op) {
    case 'create': {
      const { body, native } = remote.toGraphNew(operation.content);
      const path = `${mailbox}${remote.itemsIn(encoded(containerOf(setting)))}`;
      const marked = { ...body, ...remote.marker.write(operation.marker) };
      return { operation, native, part: { method: 'POST', path, headers: outlookHeaders, body: marked } };
    }
    case 'update': {
      const change = remote.toGraphChange(operation.content, operation.fields, operation.native);
      if (change === null) return null;
      const body = { ...change.body, ...remote.marker.write(operation.marker) };
      const path = mailbox + remote.item(encoded(operation.id)) + select;
      return {
        operation,
        native: change.native,
        part: { method: 'PATCH', path, headers: guarded(operation), body },
      };
    }
    case 'delete': {
      const path = mailbox + remote.item(encoded(operation.id));
      return { operation, part: { method: 'DELETE', path, headers: guarded(operation) } };
    }
    case 'restore':
      throw new TypeError('Microsoft 365 cannot take back a deletion: the engine creates anew');
  }
}

const guarded = ({ version }: { readonly version: string }) =>
  version ? { ...outlookHeaders, 'if-match': version } : outlookHeaders;

/**
 * What concerns the channel stops it, but only where no part succeeded: what did happen must be told. A single refused record may be just
 * that, so it takes two to believe that access is gone (V18).
 */
function stopIfHopeless(prepared: readonly Prepared[], results: readonly Result[]): void {
  if (results.some((result) => result.ok)) return;
  for (const [index, result] of results.entries()) {
    if (result.ok) continue;
    if (isContainerGone(prepared[index], result)) throw channelProblem('containerMissing', inWords(result));
    const code = channelCodeOf(result);
    const alone = code === 'accessDenied' && results.filter((other) => other.status === 403).length < 2;
    if (result.reason === 'refused' && code !== null && !alone) throw problemOf(result);
  }
}

const isContainerGone = (prepared: Prepared | undefined, failure: Failure): boolean =>
  prepared?.operation.op === 'create' && isItemGone(failure);

function outcomeOf(setting: Setting, prepared: Prepared, result: Result): Outcome {
  const { operation, native } = prepared;
  const { key } = operation;
  if (!result.ok) return failureOf(prepared, result);
  if (operation.op === 'delete') return { key, outcome: 'done' };
  const marker = 'marker' in operation ? operation.marker : undefined;
  const snapshot = isObject(result.body) ? snapshotOf(setting, result.body, native, marker) : undefined;
  if (snapshot === undefined) return { key, outcome: 'unknown', detail: 'The reply shows no item' };
  return { key, outcome: 'done', snapshot };
}

function failureOf(prepared: Prepared, failure: Failure): Outcome {
  const { key, op } = prepared.operation;
  const { status, reason } = failure;
  const detail = inWords(failure);
  const later = {
    key,
    outcome: 'later',
    retryAfterMs: failure.retryAfterMs ?? usualRetryMs,
    detail,
  } as const;
  if (reason === 'unknown') return { key, outcome: 'unknown', detail };
  if (reason === 'later') return later;
  // Exchange answers so also without If-Match, when two changes meet (GRAPH 2.1).
  if (op !== 'create' && (status === 412 || status === 409)) return { key, outcome: 'stale' };
  if (op !== 'create' && isItemGone(failure)) return { key, outcome: 'gone' };
  const channel = channelCodeOf(failure);
  const concernsChannel =
    (channel !== null && channel !== 'accessDenied') || isContainerGone(prepared, failure);
  // Others of this batch succeeded: the next request shows whether the channel is in trouble.
  if (concernsChannel) return later;
  return { key, outcome: 'refused', code: refusalCode(failure), detail };
}

function refusalCode({ status, code }: Failure): RecordErrorCode {
  if (code === 'ErrorQuotaExceeded' || status === 507) return 'mailboxFull';
  if (status === 413) return 'recordTooLarge';
  if (status === 403) return 'recordAccessDenied';
  return status === 400 ? 'invalidContent' : 'refused';
}
