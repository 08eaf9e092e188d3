import { useMediaQuery } from '@mantine/hooks';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { sessionQuery } from '../api/queries.ts';
import { RecordList } from '../records/RecordList.tsx';
import { selectionOf } from '../records/selection.ts';
import { AboveTasks } from './AboveTasks.tsx';
import { filterOf, sortOf, unfiltered, type TaskSearch } from './listSearch.ts';
import { TaskCards } from './TaskCards.tsx';
import { TaskFilter } from './TaskFilter.tsx';
import { massTasks, taskForm } from './taskForm.ts';
import { TaskTable } from './TaskTable.tsx';
import { useCompletion } from './useCompletion.ts';
import { useTaskList } from './useTaskList.ts';

const route = getRouteApi('/inside/tasks');

/** R1: find, complete, choose and open tasks. */
export function ListPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const list = useTaskList(search, session);
  const toggle = useCompletion();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const filtered = Object.keys(unfiltered).some((name) => name in search);
  return (
    <RecordList
      fields={taskForm}
      search={search}
      go={(to: TaskSearch, replace) => void navigate({ search: to, replace, resetScroll: false })}
      list={list}
      calls={(chosen) => massTasks(selectionOf(chosen, filterOf(search, session, Date.now())))}
      exports={['csv']}
      menus={(ask) => <TaskFilter search={search} ask={ask} />}
      above={(ask) => <AboveTasks view={search.view ?? 'mine'} onView={(view) => ask({ view })} />}
      unfiltered={filtered || search.view !== undefined ? { ...unfiltered, view: 'all' } : null}
      rows={(props, ask) =>
        narrow ? (
          <TaskCards {...props} onToggle={toggle} />
        ) : (
          <TaskTable {...props} sort={sortOf(search)} onSort={(sort) => ask({ sort })} onToggle={toggle} />
        )
      }
    />
  );
}
