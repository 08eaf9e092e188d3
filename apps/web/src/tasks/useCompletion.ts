import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../api/client.ts';
import { taskQuery } from '../api/queries.ts';
import type { Task, TaskChanges } from '../api/types.ts';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';

/** Changes a task at once, without a form: it is shown before the server answers, and one change waits for the other. */
export function useTaskChange() {
  const client = useQueryClient();
  return useMutation({
    scope: { id: 'task' },
    onMutate: ({ id, changes }) => {
      const changed = (task: Task): Task => ({ ...task, ...(changes as Partial<Task>) });
      client.setQueryData(taskQuery(id).queryKey, (task) => task && changed(task));
    },
    onError: (_error, { id }) => void client.invalidateQueries({ queryKey: ['task', id] }),
    mutationFn: ({ id, changes }: { id: string; changes: TaskChanges }) =>
      take(api.PATCH('/api/tasks/{id}', { params: { path: { id } }, body: changes })),
    onSuccess: async (task) => {
      client.setQueryData(taskQuery(task.id).queryKey, task);
      void client.invalidateQueries({ queryKey: ['task', task.id] });
      await client.invalidateQueries({ queryKey: ['tasks'] });
    },
  });
}

/** Completes an open task, opens a completed one again; either can be taken back. */
export function useCompletion(): (task: Pick<Task, 'id' | 'status'>) => void {
  const { mutate } = useTaskChange();
  return ({ id, status }) => {
    const done = status === 'completed';
    mutate(
      { id, changes: { status: done ? 'notStarted' : 'completed' } },
      {
        onSuccess: () =>
          notifyDone(done ? texts.tasks.reopened : texts.tasks.completed, {
            label: texts.common.undo,
            act: () => mutate({ id, changes: { status } }),
          }),
      },
    );
  };
}
