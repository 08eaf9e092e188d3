import { taskRecords } from '@counterpart/crm';
import { task } from '@counterpart/engine';
import { createTaskReplica, longestTaskLifeMs } from '@counterpart/microsoft365';
import type { KindSlot, SyncedKind } from '../kinds.ts';
import { fixedPlaces } from './fixed-places.ts';

/** Each field has one place in a task of To Do, and can only be left out (T3). */
const places: { readonly [field: string]: KindSlot } = {
  subject: { name: 'title', label: 'Title', type: 'line' },
  dueDate: { name: 'dueDateTime', label: 'Due date', type: 'date' },
  startDate: { name: 'startDateTime', label: 'Start date', type: 'date' },
  status: { name: 'status', label: 'Status', type: 'choice' },
  priority: { name: 'importance', label: 'Importance', type: 'choice' },
  reminder: { name: 'reminderDateTime', label: 'Reminder', type: 'instant' },
  description: { name: 'body', label: 'Notes', type: 'text' },
  recurrence: { name: 'recurrence', label: 'Repeat', type: 'recurrence' },
  checklist: { name: 'checklistItems', label: 'Steps', type: 'steps' },
  categories: { name: 'categories', label: 'Categories', type: 'lines' },
};

/** Tasks in a list of To Do (T1 to T4). */
export const tasks: SyncedKind = {
  kind: task,
  records: taskRecords,
  words: { many: 'tasks', container: 'list' },
  rules: { sync: 'T1', imported: 'T2', cap: 'T2', deleted: 'T1' },
  order: 'open tasks by due date first, then the most recently completed',
  containerName: 'Counterpart',
  ...fixedPlaces(places, { many: 'tasks', product: 'Microsoft To Do', required: 'subject' }),
  defaultDirections: {},
  defaultCalendars: null,
  firstSyncCap: 5_000,
  deleteLocalWhenDeletedRemotely: true,
  scope: 'Tasks.ReadWrite',
  zoned: true,
  longestSubscriptionMs: longestTaskLifeMs,
  resource: (objectId, list) => `users/${objectId}/todo/lists/${list}/tasks`,
  replica: createTaskReplica,
};
