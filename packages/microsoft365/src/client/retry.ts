import type { Clock } from '@counterpart/engine';
import { isRepeatable, type Answer, type GraphRequest, type Send } from './message.ts';
import { backoffMs, retryAfterMs } from './retry-after.ts';

export interface RetryOptions {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** How often a request is sent at most. */
  readonly attempts: number;
  /** A pause longer than this is left to the caller. */
  readonly longestWaitMs: number;
}

/** Statuses by which the service says that it did not take the request (GRAPH 4, 8). */
const notTaken = new Set([429, 503, 509]);
/** Statuses behind which the request may have been carried out. */
const doubtful = new Set([500, 502, 504]);

export const isNotTaken = (status: number): boolean => notTaken.has(status);
export const isDoubtful = (status: number): boolean => doubtful.has(status);

/** Whether the same request may be sent again, given what came back. */
function mayRepeat(request: GraphRequest, answer: Answer): boolean {
  if (answer.answer === 'lost') return isRepeatable(request);
  return isNotTaken(answer.status) || (isDoubtful(answer.status) && isRepeatable(request));
}

/** Sends again what was not taken, after the pause that the service asks for; the last answer stands when the attempts are used up (V11). */
export function retrying(send: Send, options: RetryOptions): Send {
  const { clock, random, attempts, longestWaitMs } = options;
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send(request);
      if (attempt >= attempts || !mayRepeat(request, answer)) return answer;
      const asked =
        answer.answer === 'reply' ? retryAfterMs(answer.headers.get('retry-after'), clock.now()) : undefined;
      const waitMs = asked ?? backoffMs(attempt, random);
      if (waitMs > longestWaitMs) return answer;
      await clock.sleep(waitMs);
    }
  };
}
