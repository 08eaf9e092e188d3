import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconCheck, IconRotate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { taskQuery } from '../api/queries.ts';
import type { Task } from '../api/types.ts';
import { RecordFrame } from '../records/RecordFrame.tsx';
import { texts } from '../texts.ts';
import { FailedState, Waiting } from '../ui/states.tsx';
import { TaskValues } from './TaskValues.tsx';
import { useCompletion } from './useCompletion.ts';

const route = getRouteApi('/inside/tasks/$id');

export function RecordPage() {
  const { id } = route.useParams();
  const { data, error, isPending, refetch } = useQuery(taskQuery(id));
  if (data) return <Page key={id} task={data} />;
  return isPending ? <Waiting /> : <FailedState error={error} retry={() => void refetch()} />;
}

function Page({ task }: { task: Task }) {
  const toggle = useCompletion();
  const done = task.status === 'completed';
  const act = () => {
    if (task.deletedAt === null) toggle(task);
  };
  // Also from a step's tick: nothing can be typed on this page.
  useHotkeys([['x', act]], []);
  return (
    <RecordFrame
      kind="task"
      record={task}
      actions={
        <Button
          variant={done ? 'default' : 'filled'}
          leftSection={done ? <IconRotate size={16} aria-hidden /> : <IconCheck size={16} aria-hidden />}
          onClick={act}
        >
          {done ? texts.tasks.reopenButton : texts.tasks.completeButton}
        </Button>
      }
    >
      <TaskValues task={task} />
    </RecordFrame>
  );
}
