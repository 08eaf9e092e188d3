import type { Clock, Identifiers } from '@counterpart/engine';
import type { TokenSource } from '../auth/token-source.ts';
import { authorised } from './authorise.ts';
import { exchanger } from './exchange.ts';
import type { Lane } from './gate.ts';
import type { Answer, Exchange, Fetch, GraphRequest } from './message.ts';
import { resultOf, type Result } from './result.ts';
import { retryAfterMs } from './retry-after.ts';
import { retrying } from './retry.ts';

export interface ClientOptions {
  readonly fetch: Fetch;
  /** Graph with its version, without a slash at the end. */
  readonly base: string;
  readonly tokens: TokenSource;
  /** The queue to the mailbox, or to the directory; null: no limit is kept. */
  readonly lane: Lane | null;
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly ids: Identifiers;
  readonly onExchange?: (exchange: Exchange) => void;
  /** After which time a request counts as lost; null: never. Default: 60 s; Graph itself gives up earlier. */
  readonly timeoutMs?: number | null;
  /** How often a request is sent at most. Default: 5. */
  readonly attempts?: number;
  /** A longer pause is not waited out here but reported (`retryAfterMs`). Default: 5 minutes. */
  readonly longestWaitMs?: number;
}

/** A thin client of Microsoft Graph: sends a request with everything that goes with it, and says what came of it. */
export interface GraphClient {
  /** @throws ChannelProblem where the connection itself has no authority (any more). */
  send(request: GraphRequest): Promise<Result>;
  /** Has the token replaced that Graph refused in a part of a batch. */
  renewToken(): Promise<void>;
  /** The service asked for a pause inside a batch: nothing goes to this mailbox before it is over. */
  pause(waitMs: number): void;
  readonly base: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly attempts: number;
  readonly longestWaitMs: number;
}

export function createGraphClient(options: ClientOptions): GraphClient {
  const { clock, random, tokens, lane, base } = options;
  const { timeoutMs = 60_000, attempts = 5, longestWaitMs = 300_000 } = options;
  const exchange = exchanger({ ...options, timeoutMs });
  const limited = lane === null ? exchange : inLane(exchange, lane, clock);
  const send = retrying(authorised(limited, tokens), { clock, random, attempts, longestWaitMs });
  return {
    send: async (request) => resultOf(request, await send(request), clock.now()),
    renewToken: async () => void (await tokens.renew(await tokens.token())),
    pause: (waitMs) => lane?.pause(waitMs),
    base,
    clock,
    random,
    attempts,
    longestWaitMs,
  };
}

/** Each request waits for its turn; when one is told to wait, all requests to this mailbox do. */
function inLane(
  exchange: (request: GraphRequest, token: string) => Promise<Answer>,
  lane: Lane,
  clock: Clock,
) {
  return async (request: GraphRequest, token: string): Promise<Answer> => {
    const answer = await lane.run(request.parts ?? 1, () => exchange(request, token));
    if (answer.answer === 'reply' && answer.status === 429)
      lane.pause(retryAfterMs(answer.headers.get('retry-after'), clock.now()) ?? 0);
    return answer;
  };
}
