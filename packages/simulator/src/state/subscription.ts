import type { ContainerKind, ItemKind } from './types.ts';

/** A change-notification subscription (GRAPH 5). */
export type Subscription = {
  id: string;
  applicationId: string;
  tenantId: string;
  /** The person whose mailbox is watched, and the one who signed in to ask for it (null: the application itself). */
  personId: string;
  creatorId: string | null;
  /** As the client wrote it. */
  resource: string;
  changeType: string;
  changeTypes: ('created' | 'updated' | 'deleted')[];
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  clientState: string | null;
  expiresAtMs: number;
  /** What is watched: items of one kind, in one container or (null) in the whole mailbox. */
  itemKind: ItemKind;
  containerKind: ContainerKind;
  containerId: string | null;
  immutableIds: boolean;
  latestSupportedTlsVersion: string;
  /** While set, changes are not delivered and are lost (GRAPH 5, lifecycle). */
  paused: boolean;
  /** The lifecycle warning before expiry was sent for this expiry. */
  warned: boolean;
};
