import type { Subscription } from '../../state/subscription.ts';
import type { SimulatorState } from '../../state/types.ts';

/** The living subscriptions to one mailbox, of all applications. */
export function subscriptionsOf(state: SimulatorState, tenantId: string, personId: string): Subscription[] {
  const found: Subscription[] = [];
  for (const subscription of state.subscriptions.values()) {
    if (subscription.personId !== personId || subscription.tenantId !== tenantId) continue;
    if (subscription.expiresAtMs > state.clock.now()) found.push(subscription);
    else state.subscriptions.delete(subscription.id);
  }
  return found;
}
