import type { Clock, Identifiers } from '@counterpart/engine';
import type { Json } from '../json.ts';
import type { Answer, Exchange, Fetch, GraphRequest } from './message.ts';
import { withTimeout } from './timeout.ts';

export interface ExchangeOptions {
  readonly fetch: Fetch;
  /** Graph with its version, without a slash at the end: `https://graph.microsoft.com/v1.0`. */
  readonly base: string;
  readonly clock: Clock;
  readonly ids: Identifiers;
  /** Null: the request may take as long as it takes. */
  readonly timeoutMs: number | null;
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
}

/** The innermost wrapper: one HTTP request with its token. A connection or a body that breaks off is `lost`, never an error. */
export function exchanger(options: ExchangeOptions) {
  const { fetch, base, clock, ids, timeoutMs, onExchange } = options;
  // A wrong address is a mistake in the configuration, not a service that is away.
  if (!URL.canParse(base)) throw new TypeError(`${base} is no address of Microsoft Graph`);
  return async (request: GraphRequest, token: string): Promise<Answer> => {
    const startedAtMs = clock.now();
    const answer = await attempt(request, token);
    onExchange?.({
      method: request.method,
      path: request.path,
      requests: request.parts ?? 1,
      status: answer.answer === 'reply' ? answer.status : null,
      tookMs: clock.now() - startedAtMs,
    });
    return answer;
  };

  async function attempt(request: GraphRequest, token: string): Promise<Answer> {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${token}`);
    // Microsoft asks clients for an id of their own on each request ("Best practices for working with Microsoft Graph").
    headers.set('client-request-id', ids.next());
    if (request.body !== undefined) headers.set('content-type', 'application/json');
    try {
      return await withTimeout(clock, timeoutMs, async (signal) => {
        const response = await fetch(
          new Request(base + request.path, {
            method: request.method,
            headers,
            signal,
            ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
          }),
        );
        return readReply(response);
      });
    } catch (cause) {
      return {
        answer: 'lost',
        detail: cause instanceof Error ? cause.message : 'The connection broke',
        cause,
      };
    }
  }
}

/** A success whose body is cut off is no answer; a failure counts by its status, whatever stands in its body. */
async function readReply(response: Response): Promise<Answer> {
  const { status, headers } = response;
  // A picture, in base64 as it is in a batch.
  if (response.ok && headers.get('content-type')?.startsWith('image/')) {
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    return { answer: 'reply', status, headers, body };
  }
  const text = await response.text();
  if (text === '') return { answer: 'reply', status, headers, body: undefined };
  try {
    return { answer: 'reply', status, headers, body: JSON.parse(text) as Json };
  } catch (cause) {
    if (!response.ok) return { answer: 'reply', status, headers, body: undefined };
    return { answer: 'lost', detail: 'The reply is not whole', cause };
  }
}
