import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Task } from '../api/types.ts';
import type { RowsProps } from '../records/RecordList.tsx';
import { RecordTable, RowChoice } from '../records/RecordTable.tsx';
import { isChosen, withOne } from '../records/selection.ts';
import table from '../records/table.module.css';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import type { Sort } from './listSearch.ts';
import { Completion, DueDate } from './parts.tsx';
import classes from './tasks.module.css';
import { useTaskKeys } from './useTaskKeys.ts';

interface Props extends RowsProps<Task> {
  sort: string;
  onSort: (sort: Sort) => void;
  onToggle: (task: Task) => void;
}

const t = texts.tasks;

export function TaskTable({ onToggle, ...props }: Props) {
  const { items, chosen, setChosen } = props;
  const onKeyDown = useTaskKeys({ items, setChosen, onToggle });
  return (
    <RecordTable<Sort>
      {...props}
      kind="task"
      head={[
        { key: 'complete', label: '', sort: null },
        { key: 'subject', label: t.fields.subject, sort: 'subject' },
        { key: 'dueDate', label: t.columns.dueDate, sort: 'dueDate' },
        { key: 'status', label: t.fields.status, sort: 'status' },
        { key: 'priority', label: t.fields.priority, sort: 'priority' },
        { key: 'contact', label: t.fields.relatedContactId, sort: null },
        { key: 'owner', label: texts.records.columns.owner, sort: null },
      ]}
      onKeyDown={onKeyDown}
    >
      {items.map((task) => {
        const on = isChosen(chosen, task.id);
        return (
          <Table.Tr key={task.id} className={table.row} data-chosen={on || undefined}>
            <Table.Td className={table.check}>
              <RowChoice
                name={task.subject}
                chosen={on}
                onChange={(now) => setChosen((before) => withOne(before, task.id, now))}
              />
            </Table.Td>
            <Table.Td className={classes.complete}>
              <Completion task={task} onToggle={() => onToggle(task)} />
            </Table.Td>
            <Table.Td className={table.name}>
              <TaskLink task={task} className={table.link} />
            </Table.Td>
            <Table.Td className={table.cell}>
              <DueDate task={task} />
            </Table.Td>
            <Table.Td className={table.cell}>{t.statuses[task.status]}</Table.Td>
            <Table.Td className={table.cell}>{t.priorities[task.priority]}</Table.Td>
            <Table.Td className={table.cell}>
              <RelatedContact task={task} />
            </Table.Td>
            <Table.Td className={table.cell}>{task.owner.name}</Table.Td>
          </Table.Tr>
        );
      })}
    </RecordTable>
  );
}

/** The task by its subject; this link is what the arrow keys walk. */
export const TaskLink = ({ task, className }: { task: Task; className: string | undefined }) => (
  <Link to="/tasks/$id" params={{ id: task.id }} data-row-link={task.id} className={className}>
    <span className={task.status === 'completed' ? classes.done : undefined}>
      {task.subject || t.unnamed}
    </span>
  </Link>
);

export function RelatedContact({ task: { relatedContact } }: { task: Pick<Task, 'relatedContact'> }) {
  if (relatedContact === null) return null;
  if (relatedContact.name === null) return t.relatedContact.unknown;
  return (
    <TextLink to="/contacts/$id" params={{ id: relatedContact.id }} inherit>
      {relatedContact.name}
    </TextLink>
  );
}
