import type { Contact, Task } from '../api/types.ts';
import { contactName } from '../contacts/fields.ts';
import { texts } from '../texts.ts';

export type AnyRecord = Contact | Task;

const isTask = (record: AnyRecord): record is Task => 'subject' in record;

/** The name under which a record stands in lists and titles. */
export const nameOf = (record: AnyRecord): string =>
  isTask(record) ? record.subject || texts.tasks.unnamed : contactName(record);

/** What stands under its name where there is little room. */
export const underOf = (record: AnyRecord): string | null =>
  isTask(record) ? texts.tasks.statuses[record.status] : record.accountName;
