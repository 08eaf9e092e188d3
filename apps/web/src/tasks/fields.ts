import type { Task, TaskChanges } from '../api/types.ts';
import { texts } from '../texts.ts';

export type TaskField = keyof TaskChanges;

/** All fields by section, in the order in which people read and fill them. */
export const taskSections: readonly { readonly title: string; readonly fields: readonly TaskField[] }[] = [
  {
    title: texts.tasks.sections.task,
    fields: ['subject', 'status', 'priority', 'relatedContactId', 'categories'],
  },
  { title: texts.tasks.sections.when, fields: ['dueDate', 'startDate', 'reminder', 'recurrence'] },
  { title: texts.tasks.sections.more, fields: ['checklist', 'description'] },
];

export const taskFields: readonly TaskField[] = taskSections.flatMap(({ fields }) => [...fields]);

export const isTaskField = (name: string): name is TaskField =>
  (taskFields as readonly string[]).includes(name);

export const taskFieldLabel = (name: string): string => {
  const labels: { readonly [name: string]: string } = texts.tasks.fields;
  return labels[name] ?? name;
};

export const statuses: readonly Task['status'][] = [
  'notStarted',
  'inProgress',
  'completed',
  'waitingOnOthers',
  'deferred',
];
export const priorities: readonly Task['priority'][] = ['highest', 'high', 'normal', 'low', 'lowest'];
