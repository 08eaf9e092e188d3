import { contactRecords } from '@counterpart/crm';
import { contact } from '@counterpart/engine';
import {
  checkMapping,
  contactSlots,
  createContactReplica,
  defaultContactMapping,
  longestOutlookLifeMs,
} from '@counterpart/microsoft365';
import type { SyncedKind } from '../kinds.ts';

/** Contacts in a folder of Outlook (C1 to C8). */
export const contacts: SyncedKind = {
  kind: contact,
  records: contactRecords,
  words: { many: 'contacts', container: 'folder' },
  rules: { sync: 'C1', imported: 'C7', cap: 'C6', deleted: 'C3' },
  order: 'the most recently modified first',
  containerName: 'Counterpart',
  defaultMapping: defaultContactMapping,
  slots: contactSlots,
  checkMapping,
  defaultDirections: {},
  defaultCalendars: null,
  firstSyncCap: 10_000,
  deleteLocalWhenDeletedRemotely: false,
  scope: 'Contacts.ReadWrite',
  zoned: false,
  longestSubscriptionMs: longestOutlookLifeMs,
  resource: (objectId) => `users/${objectId}/contacts`,
  replica: createContactReplica,
};
