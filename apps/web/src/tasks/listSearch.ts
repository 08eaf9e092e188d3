import type { Session, Task, TaskListQuery } from '../api/types.ts';
import { commonSearch, given, oneOf, type CommonSearch } from '../records/listSearch.ts';
import { dateIn } from './clock.ts';
import { priorities, statuses } from './fields.ts';

export const views = ['mine', 'overdue', 'today', 'completed', 'all'] as const;
type View = (typeof views)[number];
export type Sort = NonNullable<TaskListQuery['sort']>;
const sorts = ['subject', 'dueDate', 'status', 'priority', 'createdAt', 'modifiedAt'] as const;

/** What the address of the list of tasks says. Without a view: the person's own open tasks. */
export interface TaskSearch extends CommonSearch {
  view?: View;
  sort?: Sort;
  status?: Task['status'];
  priority?: Task['priority'];
  dueFrom?: string;
  dueTo?: string;
}

const day = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;

export function taskSearch(input: Record<string, unknown>): TaskSearch {
  const field = oneOf(sorts, String(input['sort']).replace(/^-/, ''));
  return {
    ...commonSearch(input),
    ...given({
      view: oneOf(views, input['view']),
      sort: field === undefined ? undefined : (input['sort'] as Sort),
      status: oneOf(statuses, input['status']),
      priority: oneOf(priorities, input['priority']),
      dueFrom: day(input['dueFrom']),
      dueTo: day(input['dueTo']),
    }),
  };
}

/** Who asks, and when: "mine" and "today" mean something else for everybody. */
export type Asker = Pick<Session, 'membershipId' | 'account'>;

/** The filter part, as lists and mass changes take it. */
export function filterOf(search: TaskSearch, asker: Asker, nowMs: number) {
  const { view = 'mine', search: words, ownerId, origin, status, priority, dueFrom, dueTo } = search;
  const today = dateIn(nowMs, asker.account.timeZone);
  const state = {
    mine: 'open',
    overdue: 'overdue',
    today: 'open',
    completed: 'completed',
    all: undefined,
  } as const;
  return given({
    state: state[view],
    ownerId: ownerId ?? (view === 'all' ? undefined : asker.membershipId),
    search: words,
    origin,
    status,
    priority,
    dueFrom: dueFrom ?? (view === 'today' ? today : undefined),
    dueTo: dueTo ?? (view === 'today' ? today : undefined),
  });
}

export const sortOf = ({ sort, view }: TaskSearch): Sort =>
  sort ?? (view === 'completed' ? '-modifiedAt' : 'dueDate');

/** How many of the filters of the menu are in use, besides those that every list has. */
export const ownFilters = ({ status, priority, dueFrom, dueTo }: TaskSearch): number =>
  [status, priority, dueFrom, dueTo].filter((value) => value !== undefined).length;

export const unfiltered = {
  search: undefined,
  ownerId: undefined,
  origin: undefined,
  status: undefined,
  priority: undefined,
  dueFrom: undefined,
  dueTo: undefined,
} satisfies Partial<TaskSearch>;
