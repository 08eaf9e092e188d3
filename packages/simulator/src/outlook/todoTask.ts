import { html, raw } from 'hono/html';
import { isObject } from '../graph/body.ts';
import type { JsonObject, Person } from '../state/types.ts';
import { textOf } from './contactPages.ts';
import { pathOf, type Markup } from './shell.ts';
import { KEEP, PRIORITIES, REPEATS, repeatText, STATUSES } from './todoFields.ts';

export type ListChoice = { id: string; name: string; isWellKnown: boolean; open: number };

export type TaskForm = {
  person: Person;
  listId: string;
  /** Null: a new task. */
  task: JsonObject | null;
  values: Record<string, string>;
};

/** The form of a new or existing task; below it the checklist, moving and deleting. */
export function taskForm(form: TaskForm, lists: ListChoice[]): Markup {
  const { person, listId, task, values } = form;
  const back = pathOf(person, 'todo', { list: listId });
  const field = (name: string, label: string, type: string) =>
    html`<label
      ><span>${label}</span
      ><input name="${name}" value="${values[name] ?? ''}" type="${type}" autocomplete="off"
    /></label>`;
  const repeats: [string, string][] =
    values.repeat === KEEP ? [[KEEP, `As now: ${repeatText(task?.recurrence)}`], ...REPEATS] : REPEATS;
  return html`<a class="back" href="${back}">‹ All tasks</a>
    <h1>${task === null ? 'New task' : textOf(task, 'title') || 'No title'}</h1>
    <form method="post" action="${pathOf(person, task === null ? 'tasks/create' : 'tasks/update')}">
      <input type="hidden" name="list" value="${listId}" />
      ${task === null ? '' : html`<input type="hidden" name="id" value="${textOf(task, 'id')}" />`}
      <div class="fields">
        <label class="wide"
          ><span>Title</span><input name="title" value="${values.title ?? ''}" autocomplete="off"
        /></label>
        ${choice('status', 'Status', STATUSES, values)}
        ${choice('importance', 'Priority', PRIORITIES, values)} ${field('due', 'Due', 'date')}
        ${field('start', 'Start', 'date')} ${field('reminder', 'Reminder', 'datetime-local')}
        ${choice('repeat', 'Repeat', repeats, values)}
        <label class="wide"
          ><span>Categories, separated by commas</span
          ><input name="categories" value="${values.categories ?? ''}" autocomplete="off"
        /></label>
        <label class="wide"
          ><span>Notes</span><textarea name="notes" rows="4">${values.notes ?? ''}</textarea>
        </label>
      </div>
      <div class="bar" style="margin-top:1rem">
        <button class="main">${task === null ? 'Create task' : 'Save'}</button>
        <a class="button" href="${back}">Close</a>
      </div>
    </form>
    ${task === null ? '' : html`${checklist(form, task)} ${links(task)} ${whereTo(form, task, lists)}`}`;
}

function choice(
  name: string,
  label: string,
  options: [value: string, label: string][],
  values: Record<string, string>,
): Markup {
  return html`<label
    ><span>${label}</span
    ><select name="${name}">
      ${options.map(
        ([value, text]) =>
          html`<option value="${value}" ${value === (values[name] ?? '') ? raw('selected') : ''}>
            ${text}
          </option>`,
      )}
    </select></label
  >`;
}

/** The round button that completes a task or a step of it, or opens it again. */
export function checkButton(isDone: boolean, of: string): Markup {
  return html`<button class="check" aria-pressed="${String(isDone)}" aria-label="${of} is done"></button>`;
}

function checklist({ person, listId }: TaskForm, task: JsonObject): Markup {
  const items = Array.isArray(task.checklistItems) ? task.checklistItems.filter(isObject) : [];
  const form = (action: string, id: string, content: Markup, style = '') =>
    html`<form method="post" action="${pathOf(person, `steps/${action}`)}" class="${style}">
      <input type="hidden" name="list" value="${listId}" />
      <input type="hidden" name="task" value="${textOf(task, 'id')}" />
      <input type="hidden" name="id" value="${id}" />
      ${content}
    </form>`;
  return html`<h2>Checklist</h2>
    <ul class="plain steps">
      ${items.map((item) => {
        const [id, name] = [textOf(item, 'id'), textOf(item, 'displayName')];
        const isDone = item.isChecked === true;
        return html`<li>
          ${form('check', id, html`<input type="hidden" name="done" value="${isDone ? '' : 'yes'}" />${checkButton(isDone, name)}`)}
          ${form('rename', id, html`<input name="name" value="${name}" aria-label="Step" /><button>Rename</button>`, 'grow')}
          ${form('delete', id, html`<button class="danger" aria-label="Delete ${name}">×</button>`)}
        </li>`;
      })}
      <li>
        ${form('add', '', html`<input name="name" required placeholder="Add a step" aria-label="New step" /><button>Add</button>`, 'grow')}
      </li>
    </ul>`;
}

/** Only an address of the web is made a link. */
function links(task: JsonObject): Markup | '' {
  const resources = Array.isArray(task.linkedResources) ? task.linkedResources.filter(isObject) : [];
  if (resources.length === 0) return '';
  return html`<h2>Links</h2>
    <ul class="plain">
      ${resources.map((resource) => {
        const url = textOf(resource, 'webUrl');
        const name = textOf(resource, 'displayName') || url || textOf(resource, 'externalId');
        return html`<li>
          ${/^https?:/i.test(url) ? html`<a href="${url}" rel="noreferrer">${name}</a>` : name}
          <span class="soft small">${textOf(resource, 'applicationName')}</span>
        </li>`;
      })}
    </ul>`;
}

function whereTo({ person, listId }: TaskForm, task: JsonObject, lists: ListChoice[]): Markup {
  const id = textOf(task, 'id');
  const others = lists.filter((list) => list.id !== listId);
  return html`<div class="bar" style="margin-top:1.5rem">
    ${
      others.length === 0
        ? ''
        : html`<form method="post" action="${pathOf(person, 'tasks/move')}">
            <input type="hidden" name="id" value="${id}" />
            <select name="to" aria-label="List to move to" style="width:auto">
              ${others.map((list) => html`<option value="${list.id}">${list.name}</option>`)}
            </select>
            <button>Move</button>
          </form>`
    }
    <form method="post" action="${pathOf(person, 'tasks/delete')}">
      <input type="hidden" name="id" value="${id}" />
      <input type="hidden" name="list" value="${listId}" />
      <button class="danger">Delete task</button>
    </form>
  </div>`;
}
