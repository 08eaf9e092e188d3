import { api, take } from '../api/client.ts';
import type { TaskSelection } from '../api/types.ts';
import type { FormFields } from '../records/form.ts';
import type { MassCalls } from '../records/SelectionBar.tsx';
import { texts } from '../texts.ts';
import { taskSections, type TaskField } from './fields.ts';
import { TaskInput } from './TaskInput.tsx';
import { recurrenceOf, taskChanges } from './values.ts';

const wide: readonly TaskField[] = ['checklist', 'description'];
/** These differ from task to task. */
const single: readonly TaskField[] = ['subject', 'checklist', 'recurrence'];
const needed: readonly TaskField[] = ['subject', 'status', 'priority'];

function check(field: TaskField, value: string): string | null {
  const t = texts.tasks.checks;
  if ((field === 'dueDate' || field === 'startDate') && value !== '')
    return /^\d{4}-\d{2}-\d{2}$/.test(value) ? null : t.date;
  if (field === 'recurrence') return recurrenceOf(value)?.daysOfWeek?.length === 0 ? t.recurrence : null;
  return null;
}

/** The fields of a task, as forms show them (T3). */
export const taskForm: FormFields<TaskField> = {
  kind: 'task',
  sections: taskSections,
  isWide: (field) => wide.includes(field),
  Input: TaskInput,
  check,
  checkWhole: ({ subject }) =>
    subject.trim() === '' ? { field: 'subject', message: texts.tasks.checks.subject } : null,
  mayMassUpdate: (field) => !single.includes(field),
  mayEmpty: (field) => !needed.includes(field),
};

/** The API's calls for many tasks. */
export const massTasks = (selection: TaskSelection): MassCalls<TaskField> => ({
  update: (change) => {
    const body =
      'ownerId' in change
        ? { selection, changes: {}, ...change }
        : { selection, changes: taskChanges({ [change.field]: change.value }) };
    return take(api.POST('/api/tasks/mass-update', { body }));
  },
  delete: () => take(api.POST('/api/tasks/mass-delete', { body: { selection } })),
});
