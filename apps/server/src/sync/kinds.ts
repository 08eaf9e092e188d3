import type { Permission } from '@counterpart/crm';
import {
  contact,
  type ChannelSettings,
  type Kind,
  type KindName,
  type RemoteReplica,
} from '@counterpart/engine';
import {
  contactSlots,
  createContactReplica,
  defaultContactMapping,
  type ReplicaOptions,
  type Slot,
} from '@counterpart/microsoft365';
import { Refusal } from '../errors.ts';

/** What the composition knows of a kind. One more kind is one more of these. */
export interface SyncedKind {
  readonly kind: Kind;
  /** What the folder, calendar or list in Microsoft 365 is called (C4). */
  readonly containerName: string;
  readonly defaultMapping: { readonly [field: string]: string };
  readonly slots: readonly Slot[];
  readonly firstSyncCap: number;
  /** What is watched for changes, of a person (GRAPH 5). */
  resource(objectId: string): string;
  replica(
    options: ReplicaOptions & { readonly mapping: { readonly [field: string]: string } },
  ): RemoteReplica;
}

const contacts: SyncedKind = {
  kind: contact,
  containerName: 'Counterpart',
  defaultMapping: defaultContactMapping,
  slots: contactSlots,
  firstSyncCap: 10_000,
  resource: (objectId) => `users/${objectId}/contacts`,
  replica: createContactReplica,
};

const kinds: { readonly [name in KindName]?: SyncedKind } = { contact: contacts };

export const kindNames = ['meeting', 'contact', 'task'] as const satisfies readonly KindName[];

export const isSynced = (name: KindName): boolean => kinds[name] !== undefined;

/** @throws Refusal `kindNotAvailable` */
export function syncedKind(name: KindName): SyncedKind {
  const found = kinds[name];
  if (found === undefined) throw new Refusal('kindNotAvailable');
  return found;
}

/** P1: the permission that each kind needs. */
export const permissionOf: { readonly [name in KindName]: Permission } = {
  meeting: 'syncMeetings',
  contact: 'syncContacts',
  task: 'syncTasks',
};

/** How long after a lost reply a record may still turn up. */
const intentSettleMs = 5 * 60_000;

/** What a channel begins with (C2, C3, C6, B3, B4). */
export function defaultSettings({ defaultMapping, firstSyncCap }: SyncedKind): ChannelSettings {
  return {
    fields: Object.fromEntries(Object.keys(defaultMapping).map((field) => [field, 'both'])),
    direction: 'both',
    deleteLocalWhenDeletedRemotely: false,
    conflictRule: 'latest',
    firstSyncCap,
    brake: { count: 100, share: 0.25 },
    intentSettleMs,
  };
}
