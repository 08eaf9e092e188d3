import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api, take } from '../api/client.ts';
import { taskQuery } from '../api/queries.ts';
import type { Task } from '../api/types.ts';
import { RecordEditor, type Edits } from '../records/RecordEditor.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import type { TaskField } from './fields.ts';
import { taskForm } from './taskForm.ts';
import { taskChanges, taskValues } from './values.ts';

const route = getRouteApi('/inside/tasks/$id/edit');

export function NewPage() {
  return <Editor task={null} />;
}

export function EditPage() {
  const { id } = route.useParams();
  const { data, error, isPending, refetch } = useQuery(taskQuery(id));
  if (data) return <Editor key={id} task={data} />;
  return isPending ? <Waiting /> : <FailedState error={error} retry={() => void refetch()} />;
}

const Editor = ({ task }: { task: Task | null }) => (
  <RecordEditor
    record={task}
    fields={taskForm}
    saved={taskValues(task)}
    send={(edits) => send(task, edits)}
  />
);

/** Only what was edited travels, guarded by the version that the page shows. */
function send(task: Task | null, { changes, ownerId }: Edits<TaskField>): Promise<Task> {
  const body = { ...taskChanges(changes), ...(ownerId === undefined ? {} : { ownerId }) };
  const due = body.dueDate ?? task?.dueDate;
  // A series begins with the date on which its first task is due.
  if (body.recurrence && due)
    body.recurrence = { ...body.recurrence, range: { ...body.recurrence.range, startDate: due } };
  if (task === null) return take(api.POST('/api/tasks', { body }));
  const params = { path: { id: task.id }, header: { 'if-match': `"${task.version}"` } };
  return take(api.PATCH('/api/tasks/{id}', { params, body }));
}
