import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { onlyOnce } from '@counterpart/crm';
import type { RouteOptions } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Given, Services } from '../services.ts';
import type { App } from './app.ts';
import { actorOf } from './sessions.ts';

const SEALED_FOR = 'idempotent answer';
const keptHeaders = ['etag', 'location'];

const header = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
  .optional()
  .meta({
    description:
      'A new random value for each thing to be created. Sent again within 24 hours with the same body it creates nothing and is answered the same; with another body it is refused.',
  });

const kept = z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown() });

/**
 * Lets every route of this scope that creates something (POST answered with 201, JSON) be asked again without harm, by the header
 * Idempotency-Key (R4). The handler, the record and the kept answer share one transaction, so the answer is sent after its commit. Returns how the routes are to get at the services: within that transaction, where there is one.
 */
export function createOnce(app: App, given: Given): Given {
  const inside = new AsyncLocalStorage<Services>();
  app.addHook('onRoute', (route) => {
    const { schema } = route;
    if (route.method !== 'POST' || schema === undefined || !isCreation(schema)) return;
    const before = schema.headers instanceof z.ZodObject ? schema.headers : z.object({});
    route.schema = { ...schema, headers: before.extend({ 'idempotency-key': header }) };
    route.handler = answeringOnce(route.handler, given, inside);
  });
  return () => inside.getStore() ?? given();
}

/** An answer that was to be sent before its time. */
class Held {
  readonly body: unknown;
  constructor(body: unknown) {
    this.body = body;
  }
}

/** The reply as a handler knows it; what it sends, it returns. */
function holding<Reply extends object>(reply: Reply): Reply {
  const send = { value: (body: unknown) => new Held(body) };
  return Object.create(reply, { send }) as Reply;
}

function isCreation({ response, consumes }: NonNullable<RouteOptions['schema']>): boolean {
  return typeof response === 'object' && response !== null && '201' in response && consumes === undefined;
}

function answeringOnce(
  handler: RouteOptions['handler'],
  given: Given,
  inside: AsyncLocalStorage<Services>,
): RouteOptions['handler'] {
  return async function once(request, reply): Promise<unknown> {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string') return handler.call(this, request, reply);
    const services = given();
    const question = JSON.stringify([request.method, request.url, request.body ?? null]);
    const asked = createHash('sha256').update(question).digest();
    const afterwards: (() => Promise<void>)[] = [];
    const once = await onlyOnce(services.crm, actorOf(request), { key, asked }, async (crm) => {
      // A job begun before the commit would not find what it is about.
      const jobs: Services['jobs'] = {
        add: async (...job) => void afterwards.push(() => services.jobs.add(...job)),
      };
      const result: unknown = await inside.run({ ...services, crm, jobs }, async () =>
        handler.call(this, request, holding(reply)),
      );
      const body = result instanceof Held ? result.body : result;
      const headers = Object.fromEntries(
        keptHeaders.flatMap((name) => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])),
      );
      return services.keyRing.seal(JSON.stringify({ status: reply.statusCode, headers, body }), SEALED_FOR);
    });
    for (const act of afterwards) await act();
    if (once.outcome === 'otherQuestion') throw new Refusal('idempotencyKeyReused');
    const text = services.keyRing.open(once.answer, SEALED_FOR);
    if (text === null) throw new Refusal('answerLost');
    const { status, headers, body } = kept.parse(JSON.parse(text));
    if (once.again) reply.header('idempotency-replayed', 'true');
    reply.code(status).headers(headers);
    return body;
  };
}
