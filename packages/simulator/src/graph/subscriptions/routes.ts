import { newGuid } from '../../state/ids.ts';
import type { Subscription } from '../../state/subscription.ts';
import type { JsonObject } from '../../state/types.ts';
import { bodyObject } from '../body.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { contextUrl } from '../odata/collection.ts';
import { preferences } from '../prefer.ts';
import type { Permission, Router } from '../router.ts';
import type { Deliver } from './handshake.ts';
import { validateEndpoint } from './handshake.ts';
import { subscriptionsOf } from './mailboxes.ts';
import type { Notifier } from './notifier.ts';
import { readExpiry, readNewSubscription, type NewSubscription } from './read.ts';
import { watchedKind, WATCHED } from './resource.ts';

const MOST_PER_MAILBOX = 1000;
const ANY: Permission = {
  scopes: WATCHED.flatMap(({ permissions }) => permissions),
  roles: WATCHED.flatMap(({ permissions }) => permissions),
};

/** `/subscriptions` (GRAPH 5). */
export function mountSubscriptions(
  router: Router<GraphCall, GraphAnswer>,
  deliver: Deliver,
  notifier: Notifier,
): void {
  router.on('POST', '/subscriptions', ANY, (call) => createSubscription(call, deliver, notifier));
  router.on('GET', '/subscriptions', ANY, (call) => ({
    status: 200,
    body: { '@odata.context': contextUrl(call, 'subscriptions'), value: own(call).map(subscriptionView) },
  }));
  router.on('GET', '/subscriptions/{id}', ANY, (call) => answer(call, 200, subscriptionOf(call)));
  router.on('PATCH', '/subscriptions/{id}', ANY, (call) => {
    const subscription = subscriptionOf(call);
    const body = bodyObject(call);
    if ('lifecycleNotificationUrl' in body) {
      throw graphError(
        400,
        'InvalidRequest',
        'lifecycleNotificationUrl cannot be changed: delete the subscription and make it again.',
      );
    }
    subscription.expiresAtMs = readExpiry(call, body, watchedKind(subscription.itemKind));
    notifier.authorised(subscription);
    return answer(call, 200, subscription);
  });
  router.on('POST', '/subscriptions/{id}/reauthorize', ANY, (call) => {
    notifier.authorised(subscriptionOf(call));
    return { status: 200 };
  });
  router.on('DELETE', '/subscriptions/{id}', ANY, (call) => {
    call.state.subscriptions.delete(subscriptionOf(call).id);
    return { status: 204 };
  });
}

async function createSubscription(
  call: GraphCall,
  deliver: Deliver,
  notifier: Notifier,
): Promise<GraphAnswer> {
  const { state, caller } = call;
  const wanted = readNewSubscription(call, bodyObject(call));
  refuseSecond(call, wanted);
  await validateEndpoint(state, deliver, wanted.notificationUrl);
  if (wanted.lifecycleNotificationUrl !== null)
    await validateEndpoint(state, deliver, wanted.lifecycleNotificationUrl);
  // Another request may have made the same one during the handshake.
  refuseSecond(call, wanted);
  const { watched, ...given } = wanted;
  const subscription: Subscription = {
    ...given,
    id: newGuid(state),
    applicationId: caller.appId,
    tenantId: caller.tenant.id,
    personId: watched.person.id,
    creatorId: caller.personId,
    itemKind: watched.kind.itemKind,
    containerKind: watched.kind.containerKind,
    containerId: watched.containerId,
    immutableIds: preferences(call).immutableIds,
    paused: false,
    warned: false,
  };
  state.subscriptions.set(subscription.id, subscription);
  notifier.authorised(subscription);
  return answer(call, 201, subscription);
}

/** 409 when the app already watches the same changes of the same resource; 403 over the mailbox's limit. */
function refuseSecond(call: GraphCall, { watched, changeTypes }: NewSubscription): void {
  const others = subscriptionsOf(call.state, call.caller.tenant.id, watched.person.id);
  const combination = (types: string[]) => [...types].sort().join();
  const same = others.find(
    (other) =>
      other.applicationId === call.caller.appId &&
      other.itemKind === watched.kind.itemKind &&
      other.containerId === watched.containerId &&
      combination(other.changeTypes) === combination(changeTypes),
  );
  if (same !== undefined) {
    throw graphError(
      409,
      'ObjectIdentifierInUse',
      `Subscription Id ${same.id} already exists for the requested combination`,
    );
  }
  if (others.length >= MOST_PER_MAILBOX) {
    throw graphError(
      403,
      'ExceededSubscriptionLimit',
      `A mailbox can have at most ${MOST_PER_MAILBOX} subscriptions.`,
    );
  }
}

/** The caller's own subscription; 404 once it has gone. */
function subscriptionOf(call: GraphCall): Subscription {
  const id = call.params['id'] ?? '';
  const found = own(call).find((subscription) => subscription.id === id);
  if (found === undefined) throw graphError(404, 'ResourceNotFound', 'The object was not found.');
  return found;
}

function own(call: GraphCall): Subscription[] {
  const { appId, personId, tenant } = call.caller;
  const mine: Subscription[] = [];
  for (const subscription of call.state.subscriptions.values()) {
    const sameCaller = subscription.applicationId === appId && subscription.tenantId === tenant.id;
    const alive = subscription.expiresAtMs > call.state.clock.now();
    if (sameCaller && alive && (personId === null || subscription.creatorId === personId))
      mine.push(subscription);
  }
  return mine;
}

export function subscriptionView(subscription: Subscription): JsonObject {
  return {
    id: subscription.id,
    resource: subscription.resource,
    applicationId: subscription.applicationId,
    changeType: subscription.changeType,
    clientState: subscription.clientState,
    notificationUrl: subscription.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl,
    expirationDateTime: new Date(subscription.expiresAtMs).toISOString(),
    creatorId: subscription.creatorId ?? subscription.applicationId,
    includeResourceData: null,
    latestSupportedTlsVersion: subscription.latestSupportedTlsVersion,
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
  };
}

function answer(call: GraphCall, status: number, subscription: Subscription): GraphAnswer {
  return {
    status,
    body: { '@odata.context': contextUrl(call, 'subscriptions/$entity'), ...subscriptionView(subscription) },
  };
}
