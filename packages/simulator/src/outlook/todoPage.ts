import { html, raw } from 'hono/html';
import type { Actor } from '../act.ts';
import { isObject } from '../graph/body.ts';
import { dayOf, today } from '../graph/todo/dates.ts';
import type { JsonObject } from '../state/types.ts';
import { textOf } from './contactPages.ts';
import { listHeading, page, pager, pathOf, type Markup } from './shell.ts';
import { NEW_TASK, repeatText, taskFormValues, zoneOf } from './todoFields.ts';
import { checkButton, taskForm, type ListChoice, type TaskForm } from './todoTask.ts';

const PAGE_SIZE = 100;

export type TodoView = {
  listId: string | undefined;
  taskId: string | undefined;
  pageNumber: number;
  isNew: boolean;
  nowMs: number;
  /** What was typed into a form that was refused. */
  typed?: Record<string, string>;
  problem?: string | undefined;
};

/** Task lists, the tasks of one of them, and a task. */
export function todoPage(actor: Actor, view: TodoView): Markup {
  const { person } = actor;
  const lists = actor.todoLists().map((list) => listChoice(actor, list));
  const task = view.taskId === undefined ? null : actor.task(view.taskId);
  const asked = task === null ? view.listId : actor.listOfTask(textOf(task, 'id'));
  const list = lists.find(({ id }) => id === asked) ?? lists[0];
  if (list === undefined) throw new Error('a mailbox has no task list');
  const form = formOf(actor, view, list, task);
  const isGone = view.taskId !== undefined && task === null;
  const problem =
    view.problem ?? (isGone ? 'This task is not there any more. It was moved or deleted.' : undefined);
  return page(
    { title: 'To Do', person, tab: 'todo', problem },
    html`<main class="panes ${form === null ? '' : 'open'}" id="content">
      <section class="pane folders" aria-label="Lists">
        <a
          class="button main"
          style="margin-bottom:1rem"
          href="${pathOf(person, 'todo', { list: list.id, new: 'yes' })}"
          >New task</a
        >
        <ul class="plain">
          ${lists.map(
            (other) =>
              html`<li>
                <a
                  href="${pathOf(person, 'todo', { list: other.id })}"
                  ${other === list ? raw('aria-current="page"') : ''}
                  >${other.name} <span class="count" aria-label="${other.open} open">${other.open}</span></a
                >
              </li>`,
          )}
        </ul>
        ${listForms(actor, list)}
      </section>
      <section class="pane list" aria-label="Tasks in ${list.name}">
        ${listHeading(list.name, form !== null)} ${taskList(actor, view, list)}
      </section>
      <section class="pane detail" aria-label="Task">
        ${form === null ? html`<p class="empty">Choose a task to see it here.</p>` : taskForm(form, lists)}
      </section>
    </main>`,
  );
}

function listChoice(actor: Actor, list: JsonObject): ListChoice {
  const id = textOf(list, 'id');
  return {
    id,
    name: textOf(list, 'displayName'),
    isWellKnown: list.wellknownListName !== 'none',
    open: actor.tasks(id).filter(({ status }) => status !== 'completed').length,
  };
}

function formOf(actor: Actor, view: TodoView, list: ListChoice, task: JsonObject | null): TaskForm | null {
  const form = { person: actor.person, listId: list.id, task };
  if (task !== null) return { ...form, values: view.typed ?? taskFormValues(actor, task) };
  return view.isNew ? { ...form, values: view.typed ?? NEW_TASK } : null;
}

function listForms({ person }: Actor, list: ListChoice): Markup {
  return html`<details class="manage">
    <summary>Manage lists</summary>
    <form method="post" action="${pathOf(person, 'lists/create')}">
      <label><span>Name of a new list</span><input name="name" required /></label>
      <button>Create list</button>
    </form>
    ${
      list.isWellKnown
        ? html`<p class="small soft">The list “${list.name}” always stays.</p>`
        : html`<form method="post" action="${pathOf(person, 'lists/rename')}">
              <input type="hidden" name="list" value="${list.id}" />
              <label
                ><span>New name for “${list.name}”</span><input name="name" value="${list.name}" required
              /></label>
              <button>Rename list</button>
            </form>
            <form method="post" action="${pathOf(person, 'lists/delete')}">
              <input type="hidden" name="list" value="${list.id}" />
              <button class="danger">Delete “${list.name}” and its tasks</button>
            </form>`
    }
  </details>`;
}

function taskList(actor: Actor, view: TodoView, list: ListChoice): Markup {
  const tasks = actor.tasks(list.id);
  if (tasks.length === 0) return html`<p class="empty">No tasks here yet.</p>`;
  const sorted = [
    ...tasks.filter(({ status }) => status !== 'completed'),
    ...tasks.filter(({ status }) => status === 'completed'),
  ];
  const start = (view.pageNumber - 1) * PAGE_SIZE;
  const now = dayOf(today(view.nowMs, zoneOf(actor.person))).toString();
  return html`<ul class="plain rows">
      ${sorted.slice(start, start + PAGE_SIZE).map((task) => taskRow(actor, view, list, task, now))}
    </ul>
    ${pager(view.pageNumber, PAGE_SIZE, sorted.length, (at) =>
      pathOf(actor.person, 'todo', { list: list.id, page: String(at) }),
    )}`;
}

function taskRow(actor: Actor, view: TodoView, list: ListChoice, task: JsonObject, now: string): Markup {
  const { person } = actor;
  const id = textOf(task, 'id');
  const title = textOf(task, 'title') || 'No title';
  const isDone = task.status === 'completed';
  const { due } = actor.taskDays(id);
  const steps = Array.isArray(task.checklistItems) ? task.checklistItems.filter(isObject) : [];
  const checked = steps.filter(({ isChecked }) => isChecked === true).length;
  const isLate = due !== null && !isDone && due < now;
  const facts = [
    due === null ? '' : `${isLate ? 'Overdue' : 'Due'} ${due === now ? 'today' : due}`,
    task.importance === 'high' ? 'High priority' : '',
    steps.length === 0 ? '' : `${checked} of ${steps.length} steps`,
    repeatText(task.recurrence),
  ].filter(Boolean);
  return html`<li class="task ${isDone ? 'done' : ''}">
    <form method="post" action="${pathOf(person, 'tasks/complete')}" style="margin:0">
      <input type="hidden" name="id" value="${id}" />
      <input type="hidden" name="list" value="${list.id}" />
      <input type="hidden" name="done" value="${isDone ? '' : 'yes'}" />
      ${checkButton(isDone, title)}
    </form>
    <a
      href="${pathOf(person, 'todo', { list: list.id, task: id, page: String(view.pageNumber) })}"
      ${id === view.taskId ? raw('aria-current="true"') : ''}
      ><span
        ><b>${title}</b
        >${facts.length === 0 ? '' : html`<small class="${isLate ? 'late' : ''}">${facts.join(' · ')}</small>`}</span
      ></a
    >
  </li>`;
}
