import { Hono } from 'hono';
import { mountEntraControl } from '../entra/control.ts';
import { GraphError } from '../graph/errors.ts';
import type { Simulator } from '../simulator.ts';
import { ControlError } from './errors.ts';
import { mountFaults } from './faults.ts';
import { mountMailboxes } from './mailboxes.ts';
import { mountPeople } from './people.ts';
import { mountRequests } from './requests.ts';
import { mountSettings } from './settings.ts';
import { mountSubscriptionControl } from './subscriptions.ts';

/** What tests and curious people do to the tenant from outside, below `/_control`. No token is asked for. */
export function mountControl(app: Hono, simulator: Simulator): void {
  const control = new Hono();
  control.onError((error, context) => {
    if (error instanceof ControlError)
      return context.json({ error: { code: 'BadRequest', message: error.message } }, error.status);
    if (error instanceof GraphError) {
      const { code, message, status } = error;
      return Response.json({ error: { code, message } }, { status });
    }
    throw error;
  });
  control.post('/reset', (context) => {
    simulator.reset();
    return context.body(null, 204);
  });
  mountRequests(control, simulator);
  mountFaults(control, simulator);
  mountSettings(control, simulator);
  mountPeople(control, simulator);
  mountMailboxes(control, simulator);
  mountEntraControl(control, simulator);
  mountSubscriptionControl(control, simulator);
  control.all('*', (context) =>
    context.json({ error: { code: 'NotFound', message: `There is no ${context.req.path}.` } }, 404),
  );
  app.route('/_control', control);
}
