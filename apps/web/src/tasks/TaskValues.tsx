import { Badge, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Task } from '../api/types.ts';
import record from '../records/record.module.css';
import { texts } from '../texts.ts';
import { plainDate, usePlace } from '../ui/time.tsx';
import { DueDate } from './parts.tsx';
import { inWords } from './recurrence.ts';
import { RelatedContact } from './TaskTable.tsx';
import { useTaskChange } from './useCompletion.ts';
import { timeText } from './values.ts';

/** The fields that have a value; the steps can be ticked here. */
export function TaskValues({ task }: { task: Task }) {
  const place = usePlace();
  const t = texts.tasks;
  const pairs: [label: string, value: ReactNode][] = [
    [t.fields.status, t.statuses[task.status]],
    [t.fields.priority, t.priorities[task.priority]],
    [t.fields.dueDate, task.dueDate && <DueDate task={task} />],
    [t.fields.startDate, task.startDate && plainDate(task.startDate, place.locale)],
    [t.fields.reminder, task.reminder && timeText(task.reminder, place)],
    [t.fields.recurrence, task.recurrence && inWords(task.recurrence, place.locale)],
    [t.columns.completedAt, task.completedAt && timeText(task.completedAt, place)],
    [t.fields.relatedContactId, task.relatedContact && <RelatedContact task={task} />],
    [t.fields.categories, task.categories.length > 0 && <Categories names={task.categories} />],
    [t.fields.description, task.description],
  ];
  return (
    <>
      <dl className={record.values}>
        {pairs
          .filter(([, value]) => Boolean(value))
          .map(([label, value]) => (
            <div key={label} className={record.pair}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {task.checklist.length > 0 && <Steps task={task} />}
    </>
  );
}

const Categories = ({ names }: { names: readonly string[] }) => (
  <Group gap={6}>
    {names.map((name) => (
      <Badge key={name} variant="default" tt="none" fw={500}>
        {name}
      </Badge>
    ))}
  </Group>
);

function Steps({ task: { id, checklist, deletedAt } }: { task: Task }) {
  const change = useTaskChange();
  const t = texts.tasks;
  const done = checklist.filter((step) => step.done).length;
  const tick = (at: number) =>
    change.mutate({
      id,
      changes: {
        checklist: checklist.map((step, index) => (index === at ? { ...step, done: !step.done } : step)),
      },
    });
  return (
    <section className={record.section} aria-labelledby="steps-title">
      <Group gap="xs" mt="lg" mb="xs" align="baseline">
        <Title order={2} id="steps-title">
          {t.fields.checklist}
        </Title>
        <Text size="sm" c="dimmed">
          {t.checklist.progress(done, checklist.length)}
        </Text>
      </Group>
      <Stack gap="xs">
        {checklist.map((step, at) => (
          // The place is what a step is known by: two may have the same text.
          <Checkbox
            key={at}
            label={step.title}
            checked={step.done}
            disabled={deletedAt !== null}
            onChange={() => tick(at)}
          />
        ))}
      </Stack>
    </section>
  );
}
