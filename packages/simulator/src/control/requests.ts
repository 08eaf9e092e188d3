import type { Hono } from 'hono';
import { listOutbox } from '../mail/outbox.ts';
import type { Simulator } from '../simulator.ts';

/** What was asked of Graph, and what mail went out. */
export function mountRequests(control: Hono, simulator: Simulator): void {
  /** `?since=<sequence>`, and optionally `person`, `method`: the kept requests, and counters over all of them. */
  control.get('/requests', (context) => {
    const { since = '0', person, method } = context.req.query();
    const requests = simulator.log
      .since(Number(since))
      .filter(
        (request) =>
          (person === undefined || request.personId === person.toLowerCase()) &&
          (method === undefined || request.method === method.toUpperCase()),
      );
    return context.json({ requests, counters: simulator.log.counters() });
  });
  control.get('/requests/counters', (context) => context.json(simulator.log.counters()));
  control.delete('/requests', (context) => {
    simulator.log.reset();
    return context.body(null, 204);
  });
  control.get('/outbox', (context) => {
    const mails = listOutbox(simulator.state);
    return context.json({ count: mails.length, mails });
  });
}
