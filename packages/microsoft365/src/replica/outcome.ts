import type { Outcome, WriteOperation } from '@counterpart/engine';
import { channelCodeOf } from '../client/problem.ts';
import { inWords, type Failure } from '../client/result.ts';
import type { RecordErrorCode } from '../errors.ts';
import type { Setting } from './setting.ts';

export const usualRetryMs = 60_000;

export const isContainerGone = ({ remote }: Setting, operation: WriteOperation, failure: Failure): boolean =>
  operation.op === 'create' && remote.isGone(failure);

/** What a failure means for the operation that it belongs to. */
export function failureOf(setting: Setting, operation: WriteOperation, failure: Failure): Outcome {
  const { key, op } = operation;
  const { status, reason } = failure;
  const detail = inWords(failure);
  const later = {
    key,
    outcome: 'later',
    retryAfterMs: failure.retryAfterMs ?? usualRetryMs,
    detail,
  } as const;
  // The same creation was carried out before: the item is to be found by its marker, never made again (V5).
  const isRepeated = op === 'create' && failure.code === 'ErrorDuplicateTransactionId';
  if (reason === 'unknown' || isRepeated) return { key, outcome: 'unknown', detail };
  if (reason === 'later') return later;
  // Exchange answers so also without If-Match, when two changes meet (GRAPH 2.1).
  if (op !== 'create' && (status === 412 || status === 409)) return { key, outcome: 'stale' };
  if (op !== 'create' && setting.remote.isGone(failure)) return { key, outcome: 'gone' };
  const channel = channelCodeOf(failure);
  const concernsChannel =
    (channel !== null && channel !== 'accessDenied') || isContainerGone(setting, operation, failure);
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
