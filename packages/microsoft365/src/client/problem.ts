import type { ChannelProblem } from '@counterpart/engine';
import { channelProblem, type ChannelErrorCode } from '../errors.ts';
import { inWords, type Failure } from './result.ts';

const noMailbox = new Set([
  'MailboxNotEnabledForRESTAPI',
  'ErrorMailboxNotEnabledForRESTAPI',
  'ErrorNonExistentMailbox',
  'Request_ResourceNotFound',
  'ResourceNotFound',
]);

const nothingThere = new Set(['ErrorItemNotFound', 'ErrorFolderNotFound', 'itemNotFound']);

/** Whether a 404 says that this very item is not there, and not that something around it is missing (V7). */
export function isItemGone(failure: Failure): boolean {
  return failure.status === 404 && nothingThere.has(failure.code);
}

/**
 * The same for To Do, which also says of a list that is gone, and of all in it, what Graph says of a person who is (GRAPH 8): which of them it was
 * the list of lists tells.
 */
export function isTodoGone(failure: Failure): boolean {
  return isItemGone(failure) || (failure.status === 404 && failure.code === 'ResourceNotFound');
}

/** What a failure means for the whole channel, by status and code (GRAPH 8); null: it concerns only this request. */
export function channelCodeOf(failure: Failure): ChannelErrorCode | null {
  const { status, code } = failure;
  if (status === 401) return 'signInLapsed';
  if (status === 403) return 'accessDenied';
  if (status === 404 && noMailbox.has(code)) return 'mailboxMissing';
  if (status === 429) return 'throttled';
  return failure.reason === 'refused' ? null : 'serviceUnavailable';
}

/**
 * A failure of a request without which the channel cannot go on, ready to throw.
 * @param otherwise what a failure means that concerns only this request; its default is `unexpectedAnswer`.
 */
export function problemOf(
  failure: Failure,
  otherwise: ChannelErrorCode = 'unexpectedAnswer',
): ChannelProblem {
  return channelProblem(channelCodeOf(failure) ?? otherwise, inWords(failure), {
    retryAfterMs: failure.retryAfterMs,
  });
}
