import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors.ts';
import type { App } from './app.ts';

export interface Limit {
  /** Its name in the headers. */
  readonly name: string;
  readonly max: number;
  readonly windowMs: number;
}

/**
 * Counts requests by a key and announces what is left in the headers RateLimit and RateLimit-Policy (IETF draft "RateLimit header fields
 * for HTTP"). What is too much is refused with Retry-After. Each process counts for itself.
 * @throws Refusal `tooManyRequests`
 */
export function createLimit(
  app: App,
  { name, max, windowMs }: Limit,
): (request: FastifyRequest, reply: FastifyReply, key: string) => Promise<void> {
  const count = app.createRateLimit({
    max,
    timeWindow: windowMs,
    keyGenerator: (request: FastifyRequest) => keys.get(request) ?? request.ip,
  });
  const keys = new WeakMap<FastifyRequest, string>();
  return async (request, reply, key) => {
    keys.set(request, `${name} ${key}`);
    const counted = await count(request);
    if (counted.isAllowed) return;
    reply.header('ratelimit-policy', `"${name}";q=${max};w=${windowMs / 1000}`);
    reply.header('ratelimit', `"${name}";r=${counted.remaining};t=${counted.ttlInSeconds}`);
    if (!counted.isExceeded) return;
    reply.header('retry-after', counted.ttlInSeconds);
    const detail = `More than ${max} requests in ${windowMs / 1000} seconds. Go on in ${counted.ttlInSeconds} seconds.`;
    throw new Refusal('tooManyRequests', { detail });
  };
}
