import {
  nextOccurrence,
  task,
  taskFields,
  taskPriorities,
  taskStatuses,
  type Content,
} from '@counterpart/engine';
import { sql } from 'kysely';
import { choiceFrom, choiceObjection, checklistCell, dateCell, objectTo } from './cells.ts';
import {
  castType,
  choiceType,
  instantType,
  jsonType,
  linesType,
  syncedColumn,
  type Column,
} from '../records/columns.ts';
import type { Condition, Moment } from '../records/condition.ts';
import { ownerWithinReach } from '../records/reach.ts';
import { byColumn } from '../records/sync-order.ts';
import type { RecordTable } from '../records/table.ts';

/** The fields that channels sync. */
export type SyncedTaskFieldName = (typeof taskFields)[number]['name'];
export type TaskFieldName = SyncedTaskFieldName | 'relatedContactId';

const labels: { readonly [field in SyncedTaskFieldName]: string } = {
  subject: 'Subject',
  dueDate: 'Due date',
  startDate: 'Start date',
  status: 'Status',
  priority: 'Priority',
  reminder: 'Reminder',
  description: 'Description',
  recurrence: 'Recurrence',
  checklist: 'Checklist',
  categories: 'Categories',
};

const special: { readonly [field in SyncedTaskFieldName]?: Partial<Column> } = {
  dueDate: dateCell,
  startDate: dateCell,
  status: {
    ...choiceType('notStarted'),
    fromText: choiceFrom(taskStatuses, {
      new: 'notStarted',
      open: 'notStarted',
      done: 'completed',
      waiting: 'waitingOnOthers',
    }),
    objection: choiceObjection(taskStatuses),
  },
  priority: {
    ...choiceType('normal'),
    fromText: choiceFrom(taskPriorities, { medium: 'normal', urgent: 'highest' }),
    objection: choiceObjection(taskPriorities),
  },
  reminder: {
    ...instantType,
    objection: objectTo('is no instant. Write it with its zone, like 2026-03-05T09:00:00Z.'),
  },
  recurrence: {
    ...jsonType,
    fromText: (text) => {
      try {
        return JSON.parse(text === '' ? 'null' : text) as unknown;
      } catch (error) {
        if (error instanceof SyntaxError) return text;
        throw error;
      }
    },
    objection: objectTo('is no recurrence that can be used.'),
  },
  checklist: { ...jsonType, ...checklistCell },
  categories: linesType,
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const noContact = 'This is no contact that you may see.';

const relatedContact: Column = {
  ...castType('uuid'),
  field: 'relatedContactId',
  column: 'related_contact_id',
  label: 'Related contact',
  normalise: (value) => (typeof value === 'string' && uuid.test(value) ? value.toLowerCase() : undefined),
  synced: false,
  computed: false,
  objection: (given, value) =>
    value === undefined && given !== null && given !== '' ? noContact : undefined,
};

const completedAt: Column = {
  ...instantType,
  field: 'completedAt',
  column: 'completed_at',
  label: 'Completed',
  normalise: () => undefined,
  synced: false,
  computed: true,
};

/** Which tasks: all of these must hold. */
export interface TaskFilterFields {
  /** `overdue`: open, and due before today in the person's zone. */
  readonly state?: 'open' | 'completed' | 'overdue' | undefined;
  readonly status?: (typeof taskStatuses)[number] | undefined;
  readonly priority?: (typeof taskPriorities)[number] | undefined;
  /** Both ends belong to the range. */
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly relatedContactId?: string | undefined;
}

const oneDayMs = 86_400_000;
const dayBefore = (day: string): string => new Date(Date.parse(day) - oneDayMs).toISOString().slice(0, 10);

function filter(fields: TaskFilterFields, { today }: Moment): Partial<Condition> {
  const { state, status, priority, dueFrom, dueTo, relatedContactId } = fields;
  const ends = [dueTo, state === 'overdue' ? dayBefore(today) : undefined].filter((end) => end !== undefined);
  const [end] = ends.sort();
  const is = {
    ...(state === 'completed' ? { status: ['completed'] } : {}),
    ...(status === undefined ? {} : { status: state === 'completed' && status !== state ? [] : [status] }),
    ...(priority === undefined ? {} : { priority: [priority] }),
    ...(relatedContactId === undefined ? {} : { related_contact_id: [relatedContactId] }),
  };
  return {
    is,
    ...(state === 'open' || state === 'overdue' ? { isNot: { status: 'completed' } } : {}),
    ...(dueFrom === undefined ? {} : { from: { due_date: dueFrom } }),
    ...(end === undefined ? {} : { to: { sort_due_date: end } }),
  };
}

/**
 * A recurring task that a person completes here: the completed one recurs no more, and the next one is added with the recurrence. A completion
 * that comes from Microsoft 365 has no such consequence, for To Do brings the next task itself and the sync takes it over. Our completion is
 * written there together with the end of the recurrence, so To Do adds nothing to ours. Completed on both sides before the sync came by, the two
 * next tasks have the same subject and due date, by which they are taken for one.
 */
function consequence(
  before: Content,
  after: Content,
  zone: string,
): { after: Content; added: Content } | null {
  if (before['status'] === 'completed' || after['status'] !== 'completed') return null;
  const added = nextOccurrence(after, zone);
  if (added === null) return null;
  const { recurrence: _moved, completedAt: _computed, ...completed } = after;
  return { after: completed, added };
}

/** Tasks (T1 to T4). */
export const taskTable: RecordTable = {
  kind: task,
  table: 'tasks',
  words: { one: 'task', many: 'tasks' },
  columns: [
    ...taskFields.map((field) => syncedColumn(field, labels[field.name], special[field.name])),
    relatedContact,
    completedAt,
  ],
  sorts: {
    subject: 'sort_subject',
    dueDate: 'sort_due_date',
    status: 'sort_status',
    priority: 'sort_priority',
  },
  defaultSort: 'dueDate',
  syncOrder: byColumn('sync_place', 'double precision'),
  name: 'c.subject',
  required: { field: 'subject', code: 'subjectMissing', sentence: 'A task needs a subject.' },
  duplicates: [
    {
      column: 'find_key',
      keyOf({ subject, dueDate }) {
        const days = typeof dueDate === 'string' ? String(Date.parse(dueDate) / oneDayMs) : '';
        return typeof subject === 'string' ? `${subject.toLowerCase().slice(0, 320)}|${days}` : undefined;
      },
    },
  ],
  otherNames: {
    subject: 'title|task|taskname|name|summary|todo',
    dueDate: 'due|duedatetime|deadline|dateDue',
    startDate: 'start|startdatetime|begin|begindate',
    status: 'state|taskstatus',
    priority: 'importance|taskpriority',
    reminder: 'reminderdate|remindat|reminderdatetime',
    description: 'notes|note|body|details|comment|comments',
    recurrence: 'repeat|repeats',
    checklist: 'steps|subtasks|checklistitems',
    categories: 'category|tags|labels',
  },
  filter,
  consequence,
  async checkReferences(tx, actor, content) {
    const id = content['relatedContactId'];
    if (typeof id !== 'string') return [];
    const owner = ownerWithinReach(actor, 'view');
    const { rows } = await sql`select from contacts
      where org_id = current_org() and id = ${id} and deleted_at is null and (${owner}::uuid is null or owner_membership_id = ${owner})`.execute(
      tx,
    );
    return rows.length > 0 ? [] : [{ path: 'relatedContactId', message: noContact }];
  },
};
