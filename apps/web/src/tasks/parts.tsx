import { Checkbox } from '@mantine/core';
import type { Task } from '../api/types.ts';
import { texts } from '../texts.ts';
import { plainDate, usePlace } from '../ui/time.tsx';
import { dateIn } from './clock.ts';
import classes from './tasks.module.css';

type Due = Pick<Task, 'dueDate' | 'status'>;

/** The date on which a task is due, marked where that is past and the task open. */
export function DueDate({ task: { dueDate, status } }: { task: Due }) {
  const { locale, timeZone } = usePlace();
  if (dueDate === null) return null;
  const overdue = status !== 'completed' && dueDate < dateIn(Date.now(), timeZone);
  const date = plainDate(dueDate, locale);
  if (!overdue) return date;
  return (
    <span className={classes.overdue}>
      {date} · {texts.tasks.overdue}
    </span>
  );
}

/** Completes by one click. */
export function Completion({
  task,
  onToggle,
}: {
  task: Pick<Task, 'subject' | 'status'>;
  onToggle: () => void;
}) {
  const done = task.status === 'completed';
  return (
    <Checkbox
      radius="xl"
      color="teal.9"
      aria-label={done ? texts.tasks.reopen(task.subject) : texts.tasks.complete(task.subject)}
      checked={done}
      onChange={onToggle}
    />
  );
}
