import type { CalendarSettings, Permission, RecordService } from '@counterpart/crm';
import type { ChannelSettings, FieldDirection, Kind, KindName, RemoteReplica } from '@counterpart/engine';
import type { ReplicaOptions } from '@counterpart/microsoft365';
import { contacts } from './kinds/contacts.ts';
import { meetings } from './kinds/meetings.ts';
import { tasks } from './kinds/tasks.ts';

/** A place in Microsoft 365 that a field can be kept in. */
export interface KindSlot {
  readonly name: string;
  readonly label: string;
  readonly type: string;
}

/** What is wrong with a mapping, at which field. */
export interface MappingProblem {
  readonly field: string;
  readonly message: string;
}

/** What every replica is made of, whether its kind needs it or not. */
export interface SyncedReplicaOptions extends ReplicaOptions {
  readonly mapping: { readonly [field: string]: string };
  /** IANA zone of the mailbox; that of the account where `zoned` is false. */
  readonly timeZone: string;
  /** Where the CRM shows a record, by its id. */
  readonly recordUrl: (id: string) => string;
  /** Null: the kind has nothing to do with calendars. */
  readonly calendars: CalendarSettings | null;
}

/** What the composition knows of a kind. One more kind is one more of these. */
export interface SyncedKind {
  readonly kind: Kind;
  readonly records: RecordService;
  readonly words: { readonly many: string; /** What the container is called. */ readonly container: string };
  /** The rules that its channels obey, as they are named to people (B6). */
  readonly rules: {
    readonly sync: string;
    readonly imported: string;
    readonly cap: string;
    readonly deleted: string;
  };
  /** Which records the first sync takes before others, in words. */
  readonly order: string;
  /** What the folder, calendar or list in Microsoft 365 is called (C4, T1). */
  readonly containerName: string;
  readonly defaultMapping: { readonly [field: string]: string };
  readonly slots: readonly KindSlot[];
  checkMapping(mapping: { readonly [field: string]: string }): MappingProblem[];
  /** The directions that fields begin with; the others travel both ways. */
  readonly defaultDirections: { readonly [field: string]: FieldDirection };
  /** E2, E10; null: the kind has nothing to do with calendars. */
  readonly defaultCalendars: CalendarSettings | null;
  readonly firstSyncCap: number;
  readonly deleteLocalWhenDeletedRemotely: boolean;
  /** The delegated permission of Microsoft Graph that it needs. */
  readonly scope: string;
  /** Whether the zone of the mailbox matters. */
  readonly zoned: boolean;
  /** How long a subscription may live (GRAPH 5). */
  readonly longestSubscriptionMs: number;
  /** What is watched for changes, of a person and their container (GRAPH 5). */
  resource(objectId: string, container: string): string;
  replica(options: SyncedReplicaOptions): RemoteReplica;
}

const kinds: { readonly [name in KindName]: SyncedKind } = {
  meeting: meetings,
  contact: contacts,
  task: tasks,
};

export const kindNames = ['meeting', 'contact', 'task'] as const satisfies readonly KindName[];

export const syncedKind = (name: KindName): SyncedKind => kinds[name];

/** P1: the permission that each kind needs. */
export const permissionOf: { readonly [name in KindName]: Permission } = {
  meeting: 'syncMeetings',
  contact: 'syncContacts',
  task: 'syncTasks',
};

/** How long after a lost reply a record may still turn up. */
const intentSettleMs = 5 * 60_000;

/** What a channel begins with (C2, C3, C6, T1, T2, B3, B4). */
export function defaultSettings(kind: SyncedKind): ChannelSettings {
  const { defaultMapping, defaultDirections, firstSyncCap, deleteLocalWhenDeletedRemotely } = kind;
  return {
    fields: Object.fromEntries(
      Object.keys(defaultMapping).map((field) => [field, defaultDirections[field] ?? 'both']),
    ),
    direction: 'both',
    deleteLocalWhenDeletedRemotely,
    conflictRule: 'latest',
    firstSyncCap,
    brake: { count: 100, share: 0.25 },
    intentSettleMs,
  };
}
