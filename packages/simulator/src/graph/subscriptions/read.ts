import type { Json, JsonObject } from '../../state/types.ts';
import type { GraphCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { readResource, type Watched, type WatchedKind } from './resource.ts';

export type NewSubscription = {
  watched: Watched;
  resource: string;
  changeType: string;
  changeTypes: ('created' | 'updated' | 'deleted')[];
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  clientState: string | null;
  expiresAtMs: number;
  latestSupportedTlsVersion: string;
};

const LEAST_MINUTES = 45;
const LONGEST_CLIENT_STATE = 128;
const KNOWN_TYPES = new Set(['created', 'updated', 'deleted']);

/** Checks the body of `POST /subscriptions` (GRAPH 5). Throws 400. */
export function readNewSubscription(call: GraphCall, body: JsonObject): NewSubscription {
  const resource = text(body, 'resource');
  const changeType = text(body, 'changeType');
  const changeTypes = changeType.split(',').map((part) => part.trim().toLowerCase());
  if (changeTypes.some((type) => !KNOWN_TYPES.has(type)))
    throw invalid(`changeType '${changeType}' is not created, updated or deleted.`);
  const watched = readResource(call, resource);
  const clientState = optional(body, 'clientState');
  if ((clientState?.length ?? 0) > LONGEST_CLIENT_STATE)
    throw invalid(`clientState is longer than ${LONGEST_CLIENT_STATE} characters.`);
  const lifecycleNotificationUrl = optional(body, 'lifecycleNotificationUrl');
  return {
    watched,
    resource,
    changeType,
    changeTypes: changeTypes as NewSubscription['changeTypes'],
    notificationUrl: endpoint(text(body, 'notificationUrl')),
    lifecycleNotificationUrl: lifecycleNotificationUrl === null ? null : endpoint(lifecycleNotificationUrl),
    clientState,
    expiresAtMs: readExpiry(call, body, watched.kind),
    latestSupportedTlsVersion: optional(body, 'latestSupportedTlsVersion') ?? 'v1_2',
  };
}

/** Under 45 minutes is raised to 45; over the kind's longest life is refused (GRAPH 5, lifetime; the code is not known). */
export function readExpiry(call: GraphCall, body: JsonObject, kind: WatchedKind): number {
  const given = text(body, 'expirationDateTime');
  const atMs = Date.parse(given);
  if (Number.isNaN(atMs)) throw invalid(`expirationDateTime '${given}' is not a date and time.`);
  const nowMs = call.state.clock.now();
  if (atMs > nowMs + kind.mostMinutes * 60_000) {
    throw invalid(`Subscription expiration can only be ${kind.mostMinutes} minutes in the future.`);
  }
  return Math.max(atMs, nowMs + LEAST_MINUTES * 60_000);
}

/** https; also plain http within this machine or its container network, which the service itself would refuse. */
function endpoint(url: string): string {
  if (!URL.canParse(url)) throw invalid(`The notification endpoint '${url}' is not a URL.`);
  const { protocol, hostname } = new URL(url);
  const local =
    ['127.0.0.1', '[::1]'].includes(hostname) || !hostname.includes('.') || hostname.endsWith('.localhost');
  if (protocol === 'https:' || (protocol === 'http:' && local)) return url;
  throw invalid('The notification URL must use https.');
}

function text(body: JsonObject, name: string): string {
  const value = optional(body, name);
  if (value === null || value === '') throw invalid(`The required property '${name}' is missing.`);
  return value;
}

function optional(body: JsonObject, name: string): string | null {
  const value: Json | undefined = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw invalid(`The property '${name}' must be a string.`);
  return value;
}

function invalid(message: string): Error {
  return graphError(400, 'InvalidRequest', message);
}
