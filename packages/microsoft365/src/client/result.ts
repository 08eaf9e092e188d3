import type { Json } from '../json.ts';
import { failureText } from './error-code.ts';
import type { Answer, GraphRequest } from './message.ts';
import { isRepeatable } from './message.ts';
import { isDoubtful, isNotTaken } from './retry.ts';
import { retryAfterMs } from './retry-after.ts';

/**
 * Why a request did not succeed. `later`: not carried out, may be tried again; `unknown`: nobody can say whether it was carried out;
 * `refused`: not carried out, and the same request will not be.
 */
export interface Failure {
  readonly ok: false;
  readonly reason: 'later' | 'unknown' | 'refused';
  /** Null: no reply. */
  readonly status: number | null;
  /** Graph's code, '' where it gave none. */
  readonly code: string;
  /** For people and logs only. */
  readonly message: string;
  readonly retryAfterMs?: number;
  /** In a batch: it failed as a whole, so this says nothing about the single part. */
  readonly wholeBatch?: true;
  readonly body?: Json | undefined;
}

export interface Success {
  readonly ok: true;
  readonly status: number;
  readonly body: Json | undefined;
}

export type Result = Success | Failure;

/** What an answer means for its request. */
export function resultOf(
  request: Pick<GraphRequest, 'method' | 'repeatable'>,
  answer: Answer,
  nowMs: number,
): Result {
  const undecided = isRepeatable({ path: '', ...request }) ? 'later' : 'unknown';
  if (answer.answer === 'lost')
    return { ok: false, reason: undecided, status: null, code: '', message: answer.detail };
  const { status, body, headers } = answer;
  if (status >= 200 && status < 300) return { ok: true, status, body };
  const reason = isNotTaken(status) ? 'later' : isDoubtful(status) ? undecided : 'refused';
  const pauseMs = retryAfterMs(headers.get('retry-after'), nowMs);
  return {
    ok: false,
    reason,
    status,
    body,
    ...failureText(body),
    ...(pauseMs === undefined ? {} : { retryAfterMs: pauseMs }),
  };
}

/** A failure in words, for people and logs. */
export function inWords(failure: Failure): string {
  const where = failure.status === null ? 'No reply' : `Microsoft Graph answered ${failure.status}`;
  const code = failure.code ? ` ${failure.code}` : '';
  return failure.message ? `${where}${code}: ${failure.message}` : `${where}${code}`;
}
