import type { Clock } from '../clock.ts';
import type { EntraState } from '../entra/state.ts';
import type { MailState } from '../mail/state.ts';
import type { Subscription } from './subscription.ts';

/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Everything the simulator knows. `clock`, `random` and `listeners` belong to the running process, the rest is saved. */
export type SimulatorState = {
  clock: Clock;
  /** A number in [0, 1). The only source of chance. */
  random: () => number;
  unknowns: Unknowns;
  /** Called after each change of an item or container, in order. */
  listeners: ((change: Change) => void)[];
  /** Read lag by person id, or `*` for everybody: that long, writes are absent from reads and delta. Empty: no lag. */
  readLagMs: Map<string, number>;
  /** By tenant id (lower-case GUID). */
  tenants: Map<string, Tenant>;
  /** By subscription id. */
  subscriptions: Map<string, Subscription>;
  entra: EntraState;
  mail: MailState;
};

/** Facts about Graph for which no source is known (GRAPH 10, grade U): choose the answer. */
export type Unknowns = {
  /** Whether a stale `If-Match` on a contact or event is refused with 412. */
  ifMatchHonoured: boolean;
  /** What an expired delta token gets: 410 with `Location`, or 400 with code `syncStateNotFound`. */
  expiredDeltaStatus: 410 | 400 | 404;
  /** Spelling of that code. */
  syncStateCode: 'syncStateNotFound' | 'SyncStateNotFound' | 'resyncRequired';
  /** Whether ids may contain `/` and `+`, which must be encoded in a path. */
  idsWithSlashes: boolean;
  /** Whether the server stamps a created item once more (new changeKey, an `updated` notification), as seen in the wild. */
  stampsAfterCreate: boolean;
  /** Whether an item that leaves a container raises a `deleted` notification. */
  deletedNotificationOnMove: boolean;
  /** Whether the first page of a first delta round is empty and has a nextLink. */
  emptyFirstDeltaPage: boolean;
  /** Status of a reused transactionId. */
  duplicateTransactionStatus: 400 | 409;
  /** Whether deleting or renaming the default calendar gets 403 ErrorAccessDenied or 400 ErrorInvalidRequest. */
  defaultCalendarStatus: 403 | 400;
  /** Whether `GET …/events` lists the exceptions of series beside singles and masters, as seen in microsoft-graph-docs#4294. */
  eventListsExceptions: boolean;
  /** Whether a new pattern or time of a series drops its exceptions and cancelled occurrences, as is commonly believed. */
  seriesChangeDropsExceptions: boolean;
  /** How an all-day event reads in another zone than its own: converted, so not at midnight, or at midnight in any zone. */
  allDayShown: 'converted' | 'midnight';
  /** `showAs` of an all-day event that was sent without one. */
  allDayShowAs: 'free' | 'busy';
  /** `responseStatus` of an event without attendees. */
  appointmentResponse: 'organizer' | 'none';
  /** Whether changing what only the organizer sees (reminder, categories, showAs) mails the attendees too. */
  anyPatchMailsAttendees: boolean;
  /** `updated` notifications that one change of an event gives: 3 were seen in microsoft-graph-docs-contrib#3072. */
  notificationsPerEventUpdate: number;
  /** Longest window of a calendar view in days, as seen in microsoft-graph-docs#6284; null: any. */
  calendarViewMostDays: number | null;
  /** When a PATCH without displayName writes a generated one: on a change of name parts, or on any change (GRAPH 2.4). */
  displayNameRegenerated: 'nameParts' | 'anyUpdate';
  /** Whether a subscription to `/me/contacts` tells of contacts in other folders than the default one. */
  subscriptionsCoverAllFolders: boolean;
  /** Whether To Do is throttled like Outlook: no limit is published (GRAPH 4). */
  todoThrottled: boolean;
  /** Whether a stale `If-Match` on a task is refused with 412: no source says so (GRAPH 2.7). */
  todoIfMatchHonoured: boolean;
  /** Status when a well-known list is renamed or deleted: 400 was seen (microsoft-graph-docs#15794), 403 is believed. */
  todoWellKnownListStatus: 400 | 403;
  /**
   * What a due date with a time of day becomes: midnight, in the mailbox's zone, of the day on which that instant falls there; midnight,
   * in the zone that was sent, of the day that was written (as in microsoft-graph-docs#16991); or it stays as sent (GRAPH 2.7).
   */
  todoDueTime: 'mailboxMidnight' | 'sentMidnight' | 'kept';
  /**
   * What completing a recurring task does: it stays completed and a new task with the next due date appears; the same task moves on to
   * the next due date; or it moves on and a completed copy of it appears.
   */
  todoRecurrence: 'newTask' | 'sameTask' | 'sameTaskAndCopy';
  /** Whether the new task, or the completed copy, has the linked resources and extensions of the first one. */
  todoNextKeepsLinks: boolean;
  /** Whether `tasks/delta` expands linkedResources and extensions too, or refuses to. checklistItems are always expanded. */
  todoDeltaExpandsLinks: boolean;
  /** Whether a change of nothing but linked resources raises a delta entry and a new etag. */
  todoLinksRaiseDelta: boolean;
  /** Whether a task can have one linked resource only, as seen in microsoft-graph-docs#12699. */
  todoSingleLinkedResource: boolean;
  /** Whether `$filter` on tasks may look into linkedResources. */
  todoFiltersLinks: boolean;
  /** Whether a task's recurrence may be written with the fillers that reading shows (GRAPH 2.2); one working client does so. */
  todoAcceptsFillers: boolean;
  /** What `$select` on lists and tasks does outside of delta: clients report all three. */
  todoSelect: 'honoured' | 'ignored' | 'refused';
  /** How long a delta token of a mailbox lives; null: until it is expired on purpose (GRAPH 6). */
  deltaTokenLifetimeMs: number | null;
  /** Entries on a page when the client names no size. */
  defaultPageSize: number;
  defaultDeltaPageSize: number;
};

export type Tenant = {
  id: string;
  displayName: string;
  /** Default domain, such as `contoso.example`. */
  domain: string;
  /** By person id (lower-case GUID), in order of creation. */
  people: Map<string, Person>;
  /** Person id by lower-case userPrincipalName, mail, and id. */
  names: Map<string, string>;
  /** Changes of people, for `users/delta`. */
  sequence: number;
  log: ChangeLog;
  /** By person id. Made on first use: see `mailboxOf`. */
  mailboxes: Map<string, Mailbox>;
};

/** One person of the directory: Graph's `user` (GRAPH 2.8) and what the simulator needs beside it. */
export type Person = {
  id: string;
  userPrincipalName: string;
  displayName: string;
  /** The other properties of Graph's user, by their Graph names: givenName, surname, mail, jobTitle, department … */
  properties: JsonObject;
  /** IANA zone of the mailbox settings. */
  timeZone: string;
  accountEnabled: boolean;
  /** False: every call to the mailbox answers 404 MailboxNotEnabledForRESTAPI. */
  hasMailbox: boolean;
};

export type ContainerKind = 'contactFolder' | 'calendar' | 'todoTaskList' | 'mailFolder';
export type ItemKind = 'contact' | 'event' | 'todoTask' | 'message';

export type Mailbox = {
  tenantId: string;
  personId: string;
  /** Delta tokens issued before the last rise of this number have expired. */
  deltaEpoch: number;
  /** Grows with every change in this mailbox; positions in delta tokens are such numbers. */
  sequence: number;
  /** By container id. */
  containers: Map<string, Container>;
  /** Container id by well-known name: contacts, calendar, tasks, flaggedemails, inbox, sentitems, drafts, deleteditems. */
  wellKnown: Map<string, string>;
  /** Changes of the containers themselves, for `contactFolders/delta` and the like. */
  containerLogs: Record<ContainerKind, ChangeLog>;
  /** By internal key. */
  items: Map<string, Item>;
  /** Internal key by ordinary id and by immutable id. */
  keys: Map<string, string>;
};

export type Container = {
  id: string;
  kind: ContainerKind;
  parentId: string | null;
  wellKnownName: string | null;
  /** Graph properties other than ids: displayName / name, color … */
  properties: JsonObject;
  changeKey: string;
  createdAtMs: number;
  lastModifiedAtMs: number;
  extendedProperties: Map<string, ExtendedProperty>;
  extensions: Map<string, JsonObject>;
  /** Internal keys of the items that lie here now, in order of creation. */
  members: Set<string>;
  log: ChangeLog;
};

export type Item = {
  /** Internal, never shown, never changes. */
  key: string;
  kind: ItemKind;
  /** The ordinary id: changes when the item moves to another container (GRAPH 2.1). */
  id: string;
  /** What clients see with Prefer: IdType="ImmutableId". */
  immutableId: string;
  containerId: string;
  changeKey: string;
  createdAtMs: number;
  lastModifiedAtMs: number;
  /** Graph properties other than ids, etag, parent and time stamps. */
  properties: JsonObject;
  /** Single-value extended properties by normalised id (see `state/extended.ts`). */
  extendedProperties: Map<string, ExtendedProperty>;
  /** Open extensions by extensionName. */
  extensions: Map<string, JsonObject>;
  /** The version before the last change, which a read with lag still shows. */
  before: { properties: JsonObject; changeKey: string; lastModifiedAtMs: number } | null;
};

export type ExtendedProperty = { id: string; value: string };

/** What changed in a container, oldest first. An entry is stale once the same key has a later one. */
export type ChangeLog = {
  entries: ChangeEntry[];
  /** Sequence of the newest entry by key. */
  newest: Map<string, number>;
};

export type ChangeEntry = {
  sequence: number;
  atMs: number;
  /** Item key, or container id in a log of containers. */
  key: string;
  /** Set when it left: the ids it had here, for `@removed`. */
  removed: { id: string; immutableId: string } | null;
};

/** One change, as told to listeners (notifications). */
export type Change = {
  tenantId: string;
  personId: string;
  changeType: 'created' | 'updated' | 'deleted';
  containerId: string;
  containerKind: ContainerKind;
  /** Null when the container itself changed. */
  item: { kind: ItemKind; id: string; immutableId: string; changeKey: string } | null;
};
