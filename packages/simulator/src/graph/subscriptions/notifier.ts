import { textOf } from '../body.ts';
import type { Faults } from '../../faults.ts';
import type { Subscription } from '../../state/subscription.ts';
import type { Change, JsonObject, SimulatorState } from '../../state/types.ts';
import { createCourier, type Courier } from './courier.ts';
import type { Deliver } from './handshake.ts';
import { subscriptionsOf } from './mailboxes.ts';
import { changeNotification, lifecycleNotification, type LifecycleEvent } from './messages.ts';
import { watchedKind } from './resource.ts';

/** Tells subscribers of changes, and of what becomes of their subscriptions (GRAPH 5). */
export type Notifier = {
  onChange(change: Change): void;
  /** The subscription is new, renewed or reauthorized: delivery runs, warning and end are due anew. */
  authorised(subscription: Subscription): void;
  /** Its authority is in doubt: says so and pauses; changes in the pause are lost. */
  requireAuthorisation(subscription: Subscription): void;
  /** Takes it away and says so, where its kind is told such things. */
  remove(subscription: Subscription): void;
  /** Says that notifications were lost, where its kind is told such things. */
  missed(subscription: Subscription): void;
  /** Sends one notification that no change stands behind. */
  forge(subscription: Subscription, clientState: string): void;
  /** Notifications on their way. */
  pending(): number;
  /** Sets the time of warning and end again, after state was loaded. */
  resume(): void;
};

export type NotifierOptions = { deliver: Deliver; faults: Faults; delayMs: () => number };

/** The warning before the end comes this early, or at three quarters of a shorter life. */
const WARNING_LEAD_MS = 60 * 60_000;

export function createNotifier(state: SimulatorState, options: NotifierOptions): Notifier {
  const { faults, delayMs } = options;
  const courier: Courier = createCourier(state, options.deliver, delayMs, (ids) => {
    for (const id of ids) {
      const subscription = state.subscriptions.get(id);
      if (subscription !== undefined) lifecycle(subscription, 'missed');
    }
  });

  function lifecycle(subscription: Subscription, event: LifecycleEvent): void {
    const url = subscription.lifecycleNotificationUrl;
    const told = event === 'reauthorizationRequired' || watchedKind(subscription.itemKind).hasLifecycle;
    if (url !== null && told) courier.post(url, subscription.id, lifecycleNotification(subscription, event));
  }

  function send(subscription: Subscription, message: JsonObject, names: string[], changeType: string): void {
    const url = subscription.notificationUrl;
    const fault = faults.onNotification({
      method: changeType.toUpperCase(),
      path: textOf(message['resource']),
      names,
      batchPart: false,
    });
    const post = () => courier.post(url, subscription.id, message);
    switch (fault?.kind) {
      case 'notificationLost':
        return;
      case 'notificationDoubled':
        post();
        return post();
      case 'notificationLate':
        state.clock.schedule(post, fault.delayMs);
        return;
      case 'notificationsReordered':
        return courier.post(url, subscription.id, message, 'first');
      case 'notificationForged':
        courier.post(url, subscription.id, { ...message, clientState: 'forged' });
        return post();
      default:
        return post();
    }
  }

  /** Runs later, unless the subscription was renewed or taken away in between. */
  function whenStill(subscription: Subscription, atMs: number, run: () => void): void {
    const { id, expiresAtMs } = subscription;
    state.clock.schedule(() => {
      if (state.subscriptions.get(id)?.expiresAtMs === expiresAtMs) run();
    }, atMs - state.clock.now());
  }

  const notifier: Notifier = {
    onChange(change) {
      const { item } = change;
      if (item === null || state.subscriptions.size === 0) return;
      for (const subscription of subscriptionsOf(state, change.tenantId, change.personId)) {
        const { itemKind, containerId, changeTypes, paused } = subscription;
        if (paused || itemKind !== item.kind || !changeTypes.includes(change.changeType)) continue;
        if (containerId !== null && containerId !== change.containerId) continue;
        const names = namesOf(state, change);
        send(subscription, changeNotification(subscription, change, item), names, change.changeType);
      }
    },
    authorised(subscription) {
      subscription.paused = false;
      subscription.warned = false;
      const { expiresAtMs } = subscription;
      const leadMs = Math.min(WARNING_LEAD_MS, (expiresAtMs - state.clock.now()) / 4);
      whenStill(subscription, expiresAtMs - leadMs, () => {
        if (!subscription.warned) notifier.requireAuthorisation(subscription);
      });
      whenStill(subscription, expiresAtMs, () => state.subscriptions.delete(subscription.id));
    },
    requireAuthorisation(subscription) {
      subscription.warned = true;
      subscription.paused = true;
      lifecycle(subscription, 'reauthorizationRequired');
    },
    remove(subscription) {
      state.subscriptions.delete(subscription.id);
      lifecycle(subscription, 'subscriptionRemoved');
    },
    missed: (subscription) => lifecycle(subscription, 'missed'),
    forge(subscription, clientState) {
      const item = {
        kind: subscription.itemKind,
        id: 'AAMkADAwFORGED=',
        immutableId: 'AAkALgAAFORGED=',
        changeKey: '',
      };
      const { tenantId, personId, containerId, containerKind } = subscription;
      const change: Change = {
        tenantId,
        personId,
        changeType: 'updated',
        containerId: containerId ?? '',
        containerKind,
        item,
      };
      courier.post(subscription.notificationUrl, subscription.id, {
        ...changeNotification(subscription, change, item),
        clientState,
      });
    },
    pending: () => courier.pending(),
    resume() {
      for (const subscription of state.subscriptions.values()) {
        const { paused, warned } = subscription;
        notifier.authorised(subscription);
        Object.assign(subscription, { paused, warned });
      }
    },
  };
  return notifier;
}

function namesOf(state: SimulatorState, change: Change): string[] {
  const person = state.tenants.get(change.tenantId)?.people.get(change.personId);
  return person === undefined ? [] : [person.id, person.userPrincipalName.toLowerCase()];
}
