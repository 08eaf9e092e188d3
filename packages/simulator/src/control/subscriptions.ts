import type { Hono } from 'hono';
import { subscriptionView } from '../graph/subscriptions/routes.ts';
import type { Simulator } from '../simulator.ts';
import type { Subscription } from '../state/subscription.ts';
import { ControlError } from './errors.ts';

/** What the service does to subscriptions by itself (GRAPH 5, lifecycle), on demand. */
export function mountSubscriptionControl(control: Hono, simulator: Simulator): void {
  const { notifier, state } = simulator;
  control.get('/subscriptions', (context) => {
    const subscriptions = Array.from(state.subscriptions.values(), (subscription) => ({
      ...subscriptionView(subscription),
      personId: subscription.personId,
      paused: subscription.paused,
    }));
    return context.json({ subscriptions, pendingNotifications: notifier.pending() });
  });
  const actions: Record<string, (subscription: Subscription) => void> = {
    remove: (subscription) => notifier.remove(subscription),
    missed: (subscription) => notifier.missed(subscription),
    'require-reauthorization': (subscription) => notifier.requireAuthorisation(subscription),
    forge: (subscription) => notifier.forge(subscription, 'forged'),
  };
  control.post('/subscriptions/:id/:action', (context) => {
    const { id, action } = context.req.param();
    const subscription = state.subscriptions.get(id);
    const run = actions[action];
    if (subscription === undefined) throw new ControlError('There is no such subscription.', 404);
    if (run === undefined)
      throw new ControlError(`The action must be one of ${Object.keys(actions).join(', ')}.`);
    run(subscription);
    return context.body(null, 204);
  });
}
