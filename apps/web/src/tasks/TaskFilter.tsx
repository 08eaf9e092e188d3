import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { FilterMenu } from '../records/FilterMenu.tsx';
import { oneOf } from '../records/listSearch.ts';
import { texts } from '../texts.ts';
import { priorities, statuses } from './fields.ts';
import { ownFilters, unfiltered, type TaskSearch } from './listSearch.ts';

interface Props {
  search: TaskSearch;
  ask: (change: Partial<TaskSearch>) => void;
}

const t = texts.tasks.filter;

/** By status, priority and due date, besides what every list has. */
export function TaskFilter({ search, ask }: Props) {
  const { search: _kept, ...clear } = unfiltered;
  return (
    <FilterMenu kind="task" search={search} ask={ask} own={ownFilters(search)} clear={() => ask(clear)}>
      <NativeSelect
        label={t.status}
        value={search.status ?? ''}
        onChange={(event) => ask({ status: oneOf(statuses, event.currentTarget.value) })}
        data={[
          { value: '', label: t.anyStatus },
          ...statuses.map((status) => ({ value: status, label: texts.tasks.statuses[status] })),
        ]}
      />
      <NativeSelect
        label={t.priority}
        value={search.priority ?? ''}
        onChange={(event) => ask({ priority: oneOf(priorities, event.currentTarget.value) })}
        data={[
          { value: '', label: t.anyPriority },
          ...priorities.map((priority) => ({ value: priority, label: texts.tasks.priorities[priority] })),
        ]}
      />
      <SimpleGrid cols={1} spacing="sm">
        {(['dueFrom', 'dueTo'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={t[end]}
            value={search[end] ?? ''}
            onChange={(event) => ask({ [end]: event.currentTarget.value || undefined })}
          />
        ))}
      </SimpleGrid>
    </FilterMenu>
  );
}
