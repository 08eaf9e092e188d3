import { Text } from '@mantine/core';
import type { Task } from '../api/types.ts';
import type { RowsProps } from '../records/RecordList.tsx';
import { RowChoice } from '../records/RecordTable.tsx';
import { isChosen, withOne } from '../records/selection.ts';
import table from '../records/table.module.css';
import { texts } from '../texts.ts';
import { Completion, DueDate } from './parts.tsx';
import { TaskLink } from './TaskTable.tsx';
import { useTaskKeys } from './useTaskKeys.ts';

interface Props extends RowsProps<Task> {
  onToggle: (task: Task) => void;
}

/** The list on a phone: subject and due date of each task, large enough for a thumb. */
export function TaskCards({ items, chosen, setChosen, stale, onToggle }: Props) {
  const onKeyDown = useTaskKeys({ items, setChosen, onToggle });
  return (
    <ul
      className={table.cards}
      data-stale={stale || undefined}
      aria-label={texts.tasks.title}
      onKeyDown={onKeyDown}
    >
      {items.map((task) => {
        const on = isChosen(chosen, task.id);
        return (
          <li key={task.id} className={table.card} data-chosen={on || undefined}>
            <Completion task={task} onToggle={() => onToggle(task)} />
            <div className={table.cardLink}>
              <TaskLink task={task} className={table.link} />
              <Text size="sm" c="dimmed" truncate>
                <DueDate task={task} />
                {task.dueDate !== null && ' · '}
                {texts.tasks.statuses[task.status]}
              </Text>
            </div>
            <RowChoice
              size="sm"
              name={task.subject}
              chosen={on}
              onChange={(now) => setChosen((before) => withOne(before, task.id, now))}
            />
          </li>
        );
      })}
    </ul>
  );
}
