export { appOnlyTokens, type AppOnlyOptions } from './auth/app-only.ts';
export {
  delegatedTokens,
  type DelegatedOptions,
  type StoredTokens,
  type TokenStore,
} from './auth/delegated.ts';
export type { TokenEndpointOptions } from './auth/token-endpoint.ts';
export type { TokenSource } from './auth/token-source.ts';
export { createGraphClient, type ClientOptions, type GraphClient } from './client/client.ts';
export { createGates, outlookLimits, type GateLimits, type Gates, type Lane } from './client/gate.ts';
export type { Exchange, Fetch } from './client/message.ts';
export {
  checkMapping,
  contactFieldTypes,
  defaultContactMapping,
  type ContactMapping,
  type MappingError,
} from './contact/mapping.ts';
export { createContactReplica, type ContactReplicaOptions } from './contact/replica.ts';
export { contactSlots, type Slot, type SlotType } from './contact/slots.ts';
export {
  channelErrors,
  channelProblem,
  microsoft365Errors,
  recordErrors,
  type ChannelErrorCode,
  type ErrorEntry,
} from './errors.ts';
export { zoneOf } from './zones.ts';
export { listCalendars, type CalendarEntry } from './meeting/calendars.ts';
export { createMeetingReplica, type MeetingReplicaOptions } from './meeting/replica.ts';
export type { ReplicaOptions } from './replica/setting.ts';
export { createTaskReplica, type TaskReplicaOptions } from './task/replica.ts';
export {
  createDirectory,
  type Directory,
  type DirectoryPerson,
  type Organisation,
  type PeoplePage,
} from './directory/directory.ts';
export {
  handshakeReply,
  isOurs,
  readNotifications,
  type ChangeNotification,
  type LifecycleNotification,
  type Notifications,
} from './notifications/payload.ts';
export {
  createSubscriptions,
  longestOutlookLifeMs,
  longestTaskLifeMs,
  type NewSubscription,
  type SubscriptionOutcome,
  type SubscriptionRecord,
} from './notifications/subscriptions.ts';
