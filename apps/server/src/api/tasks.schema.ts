import { taskPriorities, taskStatuses } from '@counterpart/engine';
import { z } from 'zod';
import { id, instant, pageOf, pageQuery } from './common.schema.ts';
import { recurrence } from './recurrence.schema.ts';
import { commonFilter, massShapes, recordShape, sortBy } from './records.schema.ts';

const day = z.iso.date();
export const taskStatus = z.enum(taskStatuses);
export const taskPriority = z.enum(taskPriorities);

const step = z.strictObject({ title: z.string().min(1).max(1000), done: z.boolean() });

/** null empties a field. */
const taskValues = z.strictObject({
  subject: z.string().max(1000).nullable().optional(),
  /** Dates without a zone: due on that day wherever one is (T3). */
  dueDate: day.nullable().optional(),
  startDate: day.nullable().optional(),
  status: taskStatus.nullable().optional(),
  priority: taskPriority.nullable().optional(),
  reminder: z.iso.datetime({ offset: true }).nullable().optional(),
  description: z.string().max(32_000).nullable().optional(),
  recurrence: recurrence.nullable().optional(),
  checklist: z.array(step).max(1000).nullable().optional(),
  categories: z.array(z.string().max(200)).max(100).nullable().optional(),
  relatedContactId: id.nullable().optional(),
});

export const taskInput = z.strictObject({ ...taskValues.shape, ownerId: id.optional() });

export const task = z
  .object({
    ...recordShape,
    subject: z.string(),
    dueDate: day.nullable(),
    startDate: day.nullable(),
    status: taskStatus,
    priority: taskPriority,
    reminder: instant.nullable(),
    description: z.string().nullable(),
    recurrence: recurrence.nullable(),
    checklist: z.array(step),
    categories: z.array(z.string()),
    /** `name` is null where the contact is out of the reader's reach, or was deleted. */
    relatedContact: z.object({ id, name: z.string().nullable() }).nullable(),
    completedAt: instant.nullable(),
  })
  .meta({ id: 'Task' });

export const taskPage = pageOf(task).meta({ id: 'TaskPage' });

const taskFilter = z.strictObject({
  ...commonFilter,
  /** `overdue`: open, and due before today in the reader's time zone. */
  state: z.enum(['open', 'completed', 'overdue']).optional(),
  status: taskStatus.optional(),
  priority: taskPriority.optional(),
  /** Both ends belong to the range. */
  dueFrom: day.optional(),
  dueTo: day.optional(),
  relatedContactId: id.optional(),
});

export const taskListQuery = z.strictObject({
  ...taskFilter.shape,
  ...pageQuery.shape,
  sort: sortBy(['subject', 'dueDate', 'status', 'priority', 'createdAt', 'modifiedAt']).default('dueDate'),
});

export const { massUpdate, massDelete } = massShapes(taskFilter, taskValues);

export const exportQuery = z.strictObject({ format: z.enum(['csv']).default('csv') });

/** What a column of an imported file may go into. */
export const taskFileField = z.enum([
  'subject',
  'dueDate',
  'startDate',
  'status',
  'priority',
  'reminder',
  'description',
  'recurrence',
  'checklist',
  'categories',
]);
