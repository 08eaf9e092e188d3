import type { App } from '../http/app.ts';
import type { CountNotifications } from '../http/metrics.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { notificationBody, validationQuery } from './microsoft365.schema.ts';
import { z } from 'zod';

const handshake = z.union([z.string(), z.null()]);

/**
 * What Graph calls. The handshake comes first and answers the decoded token as plain text, before anything else is looked at
 * (GRAPH 9, 31); a notification is only a hint, and is answered 202 before any work is done.
 */
export function notificationRoutes(app: App, given: Given, count: CountNotifications): void {
  // The handshake comes as text/plain without a body.
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, _body, done) =>
    done(null, undefined),
  );
  for (const [path, act] of [
    ['/api/microsoft365/notifications', 'notified'],
    ['/api/microsoft365/lifecycle', 'lifecycle'],
  ] as const) {
    app.post(
      path,
      {
        schema: {
          tags: ['microsoft365'],
          summary: act === 'notified' ? 'Change notifications of Graph' : 'Lifecycle notifications of Graph',
          querystring: validationQuery,
          body: notificationBody.nullish(),
          response: { 200: handshake, 202: z.null(), ...problems },
        },
      },
      async (request, reply) => {
        const { validationToken } = request.query;
        if (validationToken !== undefined) {
          return reply.code(200).type('text/plain; charset=utf-8').serializer(String).send(validationToken);
        }
        const result = await given().sync[act](request.body ?? { value: [] });
        count(result);
        if (result.refused > 0)
          request.log.warn(result, 'Notifications with a wrong clientState were dropped');
        return reply.code(202).send(null);
      },
    );
  }
}
