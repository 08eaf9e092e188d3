import type { Subscription } from '../../state/subscription.ts';
import type { Change, JsonObject } from '../../state/types.ts';
import { etagOf } from '../items/view.ts';
import { watchedKind } from './resource.ts';

export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

/** One entry of a delivery's `value` (GRAPH 5, Delivery). */
export function changeNotification(
  subscription: Subscription,
  change: Change,
  item: NonNullable<Change['item']>,
): JsonObject {
  const { collection, odataType } = watchedKind(subscription.itemKind);
  const id = subscription.immutableIds && item.kind !== 'todoTask' ? item.immutableId : item.id;
  const resource =
    item.kind === 'todoTask'
      ? `Users/${subscription.personId}/todo/lists/${change.containerId}/tasks/${id}`
      : `Users/${subscription.personId}/${collection}/${id}`;
  return {
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: new Date(subscription.expiresAtMs).toISOString(),
    changeType: change.changeType,
    resource,
    resourceData: {
      '@odata.type': odataType,
      '@odata.id': resource,
      '@odata.etag': etagOf(item.changeKey),
      id,
    },
    clientState: subscription.clientState,
    tenantId: subscription.tenantId,
  };
}

export function lifecycleNotification(
  subscription: Subscription,
  lifecycleEvent: LifecycleEvent,
): JsonObject {
  return {
    lifecycleEvent,
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: new Date(subscription.expiresAtMs).toISOString(),
    resource: subscription.resource,
    clientState: subscription.clientState,
    tenantId: subscription.tenantId,
    organizationId: subscription.tenantId,
  };
}
