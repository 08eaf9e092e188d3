import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { changeEvent } from './microsoft365.schema.ts';

const HEARTBEAT_MS = 25_000;

/** Server-sent events: something changed here, ask again. */
export function eventRoutes(app: App, given: Given): void {
  app.get(
    '/api/events',
    {
      compress: false,
      schema: {
        tags: ['events'],
        summary: 'Server-sent events; each is a ChangeEvent: something changed here, ask again',
        produces: ['text/event-stream'],
        response: { 200: changeEvent },
      },
    },
    (request, reply) => {
      const { events } = given();
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-request-id': request.id,
      });
      const send = (event: { type: string; id: string | null; kind: string | null }) =>
        raw.write(`data: ${JSON.stringify(event)}\n\n`);
      send({ type: 'hello', id: null, kind: null });
      const unsubscribe = events.subscribe(actorOf(request), send);
      const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
      raw.on('close', () => {
        clearInterval(heartbeat);
        unsubscribe();
      });
    },
  );
}
