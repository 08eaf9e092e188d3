import { childContainers } from '../../state/containers.ts';
import { deleteItem, findItem, moveItem } from '../../state/items.ts';
import { findContainer } from '../../state/mailbox.ts';
import type { Container, Item, Json, JsonObject, Mailbox } from '../../state/types.ts';
import { isObject } from '../body.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { itemNotFound } from '../errors.ts';
import { itemView } from '../items/view.ts';
import { dayOf, isMoment } from './dates.ts';
import { listNotFound } from './errors.ts';
import { listView, patchList, postList, removeList } from './lists.ts';
import { addPart, PART_NAMES, removePart, updatePart } from './parts.ts';
import { createTask, TODO_TASK, updateTask } from './type.ts';

/** A person at work in To Do. Lists are named by id, or `tasks` for the default one. Throws GraphError. */
export type TodoActor = {
  /** As Graph would show them. */
  todoLists(): JsonObject[];
  createTodoList(displayName: string): JsonObject;
  renameTodoList(id: string, displayName: string): JsonObject;
  /** With all its tasks. */
  deleteTodoList(id: string): void;
  /** As Graph would show them, with checklist and linked resources; of one list, or of all. */
  tasks(list?: string): JsonObject[];
  task(id: string): JsonObject | null;
  /** The days that the person sees, as `2026-03-05`; null where unset. */
  taskDays(id: string): { due: string | null; start: string | null; completed: string | null };
  /** Id of the list in which the task lies. */
  listOfTask(id: string): string;
  /** The title may be empty here. */
  createTask(body: JsonObject, list?: string): JsonObject;
  updateTask(id: string, body: JsonObject): JsonObject;
  completeTask(id: string): JsonObject;
  deleteTask(id: string): void;
  /** Answers the new id: a task that moves to another list gets one, and Graph has no move (GRAPH 2.1). */
  moveTask(id: string, list: string): string;
  addChecklistItem(task: string, displayName: string): JsonObject;
  updateChecklistItem(task: string, id: string, body: JsonObject): JsonObject;
  deleteChecklistItem(task: string, id: string): void;
};

type CallFor = (body?: Json, params?: Record<string, string>) => MailboxCall;

export function todoActor(mailbox: Mailbox, callFor: CallFor): TodoActor {
  const itemOf = (id: string): Item => {
    const item = findItem(mailbox, 'todoTask', id);
    if (item === null) throw itemNotFound();
    return item;
  };
  const listOf = (name: string): Container => {
    const list = findContainer(mailbox, 'todoTaskList', name);
    if (list === null) throw listNotFound();
    return list;
  };
  const expand = new Map(PART_NAMES.map((name) => [name.toLowerCase(), { filter: null, select: null }]));
  const view = (item: Item) => itemView(callFor(), TODO_TASK, item, { select: null, expand });

  const actor: TodoActor = {
    todoLists: () =>
      childContainers(mailbox, 'todoTaskList', null).map((list) =>
        listView(list, { select: null, expand: new Map() }),
      ),
    createTodoList: (displayName) => entity(postList(callFor({ displayName }))),
    renameTodoList: (id, displayName) => entity(patchList(callFor({ displayName }, { listId: id }))),
    deleteTodoList: (id) => void removeList(callFor(undefined, { listId: id })),
    tasks(name) {
      const lists = name === undefined ? childContainers(mailbox, 'todoTaskList', null) : [listOf(name)];
      return lists.flatMap(({ members }) =>
        [...members].flatMap((key) => {
          const item = mailbox.items.get(key);
          return item === undefined ? [] : [view(item)];
        }),
      );
    },
    task(id) {
      const item = findItem(mailbox, 'todoTask', id);
      return item === null ? null : view(item);
    },
    taskDays(id) {
      const { dueDateTime, startDateTime, completedDateTime } = itemOf(id).properties;
      return {
        due: dayText(dueDateTime),
        start: dayText(startDateTime),
        completed: dayText(completedDateTime),
      };
    },
    listOfTask: (id) => itemOf(id).containerId,
    createTask: (body, list = 'tasks') => view(createTask(callFor(body), listOf(list), body, false)),
    updateTask(id, body) {
      const item = itemOf(id);
      updateTask(callFor(body), item, body, false);
      return view(item);
    },
    completeTask: (id) => actor.updateTask(id, { status: 'completed' }),
    deleteTask: (id) => deleteItem(callFor().state, mailbox, itemOf(id)),
    moveTask(id, list) {
      const item = itemOf(id);
      const target = listOf(list);
      if (target.id !== item.containerId) moveItem(callFor().state, mailbox, item, target);
      return item.id;
    },
    addChecklistItem: (task, displayName) =>
      addPart(callFor(), itemOf(task), 'checklistItems', { displayName }),
    updateChecklistItem: (task, id, body) => updatePart(callFor(), itemOf(task), 'checklistItems', id, body),
    deleteChecklistItem: (task, id) => removePart(callFor(), itemOf(task), 'checklistItems', id),
  };
  return actor;
}

function dayText(value: Json | undefined): string | null {
  return isMoment(value) ? dayOf(value).toString() : null;
}

function entity({ body }: GraphAnswer): JsonObject {
  if (body instanceof Uint8Array || !isObject(body)) throw new Error('the handler answered no entity');
  const { '@odata.context': _context, ...rest } = body;
  return rest;
}
