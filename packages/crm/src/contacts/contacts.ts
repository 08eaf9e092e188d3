import type { ContactFieldName } from './table.ts';
import { contactTable } from './table.ts';
import { recordService } from '../records/service.ts';
import type { ListInput, RecordFilter } from '../records/types.ts';

/** New values; null empties a field, a field that is not named stays. */
export type ContactInput = { readonly [field in ContactFieldName]?: string | null | undefined };

/** Fields: equality, case is ignored. */
export type ContactFilter = RecordFilter & { readonly [field in ContactFieldName]?: string | undefined };

export type ContactListInput = ListInput<ContactFilter>;

export const contactRecords = recordService(contactTable);

export const {
  get: getContact,
  list: listContacts,
  listDeleted: listDeletedContacts,
  create: createContact,
  update: updateContact,
  changeOwner,
  delete: deleteContact,
  restore: restoreContact,
  massUpdate: massUpdateContacts,
  massDelete: massDeleteContacts,
  timeline: contactTimeline,
  export: exportContacts,
  readImport,
} = contactRecords;
