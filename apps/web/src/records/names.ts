import type { Contact, Meeting, Task } from '../api/types.ts';
import { contactName } from '../contacts/fields.ts';
import { texts } from '../texts.ts';

export type AnyRecord = Contact | Meeting | Task;

const isMeeting = (record: AnyRecord): record is Meeting => 'participants' in record;
const isTask = (record: AnyRecord): record is Task => 'subject' in record;

/** The name under which a record stands in lists and titles. */
export function nameOf(record: AnyRecord): string {
  if (isMeeting(record)) return record.title ?? texts.meetings.unnamed;
  return isTask(record) ? record.subject || texts.tasks.unnamed : contactName(record);
}

/** What stands under its name where there is little room. */
export function underOf(record: AnyRecord): string | null {
  if (isMeeting(record)) return record.when.start.slice(0, 16).replace('T', ' ');
  return isTask(record) ? texts.tasks.statuses[record.status] : record.accountName;
}
