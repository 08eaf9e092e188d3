import type { Recurrence, Task, TaskChanges } from '../api/types.ts';
import type { Values } from '../records/draft.ts';
import type { Place } from '../records/values.ts';
import { texts } from '../texts.ts';
import { plainDate } from '../ui/time.tsx';
import { taskFields, type TaskField } from './fields.ts';
import { inWords } from './recurrence.ts';

export type Step = Task['checklist'][number];

const json = (value: unknown): string => JSON.stringify(value);

/** A task's values as a form holds them: every one a text, checklist and recurrence as JSON, categories one a line, the reminder an instant. */
export function taskValues(task: Task | null): Values<TaskField> {
  const empty = Object.fromEntries(taskFields.map((field) => [field, ''])) as Values<TaskField>;
  if (task === null) return { ...empty, status: 'notStarted', priority: 'normal' };
  return {
    ...empty,
    subject: task.subject,
    dueDate: task.dueDate ?? '',
    startDate: task.startDate ?? '',
    status: task.status,
    priority: task.priority,
    reminder: task.reminder ?? '',
    description: task.description ?? '',
    recurrence: task.recurrence === null ? '' : json(task.recurrence),
    checklist: stepsText(task.checklist),
    categories: task.categories.join('\n'),
    relatedContactId: task.relatedContact?.id ?? '',
  };
}

export const stepsText = (steps: readonly Step[]): string => (steps.length === 0 ? '' : json(steps));
export const stepsOf = (value: string): Step[] => (value === '' ? [] : (JSON.parse(value) as Step[]));
export const recurrenceOf = (value: string): Recurrence | null =>
  value === '' ? null : (JSON.parse(value) as Recurrence);

/** Edits as the API takes them. */
export function taskChanges(edits: { readonly [field in TaskField]?: string | null }): TaskChanges {
  const { recurrence, checklist, categories, ...texted } = edits;
  return {
    ...(texted as TaskChanges),
    ...(recurrence === undefined ? {} : { recurrence: recurrenceOf(recurrence ?? '') }),
    ...(checklist === undefined ? {} : { checklist: stepsOf(checklist ?? '') }),
    ...(categories === undefined ? {} : { categories: (categories ?? '').split('\n').filter(Boolean) }),
  };
}

/** An instant as people read it, in their own zone. */
export const timeText = (instant: string, { locale, timeZone }: Place): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
    Date.parse(instant),
  );

/** The value of a field, as a form or the timeline holds it, as people read it. */
export function taskValueText(field: string, value: string, place: Place): string {
  const { statuses, priorities } = texts.tasks;
  const names: { readonly [value: string]: string } =
    field === 'status' ? statuses : field === 'priority' ? priorities : {};
  if (field === 'dueDate' || field === 'startDate') return plainDate(value, place.locale);
  if ((field === 'reminder' || field === 'completedAt') && !Number.isNaN(Date.parse(value)))
    return timeText(value, place);
  if (field === 'recurrence' && value.startsWith('{')) {
    const recurrence = recurrenceOf(value);
    return recurrence === null ? value : inWords(recurrence, place.locale);
  }
  if (field === 'checklist' && value.startsWith('[{'))
    return stepsOf(value)
      .map(({ title, done }) => `${done ? '☑' : '☐'} ${title}`)
      .join(', ');
  if (field === 'categories') return value.split('\n').join(', ');
  return names[value] ?? value;
}
