import type { Context, Hono } from 'hono';
import type { Actor } from '../act.ts';
import { GraphError } from '../graph/errors.ts';
import { textOf } from './contactPages.ts';
import { formText, withActor, type OutlookHost } from './host.ts';
import { pathOf } from './shell.ts';
import { changedTaskBody, NEW_TASK, taskFormValues } from './todoFields.ts';
import { todoPage, type TodoView } from './todoPage.ts';

/** Answers what the page should show afterwards. Throws GraphError. */
type Action = (actor: Actor, form: FormData) => Record<string, string | undefined>;

const ACTIONS: Record<string, Action> = {
  'lists/create': (actor, form) => ({
    list: textOf(actor.createTodoList(formText(form, 'name').trim()), 'id'),
  }),
  'lists/rename': (actor, form) => ({
    list: textOf(actor.renameTodoList(formText(form, 'list'), formText(form, 'name').trim()), 'id'),
  }),
  'lists/delete'(actor, form) {
    actor.deleteTodoList(formText(form, 'list'));
    return {};
  },
  'tasks/create': saveTask,
  'tasks/update': saveTask,
  'tasks/complete'(actor, form) {
    actor.updateTask(formText(form, 'id'), {
      status: formText(form, 'done') === '' ? 'notStarted' : 'completed',
    });
    return { list: formText(form, 'list') };
  },
  'tasks/move'(actor, form) {
    const id = actor.moveTask(formText(form, 'id'), formText(form, 'to'));
    return { list: actor.listOfTask(id), task: id };
  },
  'tasks/delete'(actor, form) {
    actor.deleteTask(formText(form, 'id'));
    return { list: formText(form, 'list') };
  },
  'steps/add': (actor, form) =>
    after(form, actor.addChecklistItem(formText(form, 'task'), formText(form, 'name').trim())),
  'steps/check': (actor, form) => changeStep(actor, form, { isChecked: formText(form, 'done') !== '' }),
  'steps/rename': (actor, form) => changeStep(actor, form, { displayName: formText(form, 'name').trim() }),
  'steps/delete'(actor, form) {
    actor.deleteChecklistItem(formText(form, 'task'), formText(form, 'id'));
    return after(form, {});
  },
};

/** To Do: the page, and what its forms do, through the same functions as Graph's handlers. */
export function mountTodoPages(app: Hono, host: OutlookHost): void {
  app.get('/outlook/:person/todo', (context) =>
    withActor(host, context, (actor) => context.html(todoPage(actor, readView(host, context)))),
  );
  for (const [path, action] of Object.entries(ACTIONS))
    app.post(`/outlook/:person/${path}`, (context) => act(host, context, action));
}

function readView(host: OutlookHost, context: Context): TodoView {
  const query = (name: string) => context.req.query(name);
  return {
    listId: query('list'),
    taskId: query('task'),
    pageNumber: Math.max(1, Number(query('page')) || 1),
    isNew: query('new') !== undefined,
    nowMs: host.state.clock.now(),
  };
}

/** Does it and shows the page again; what is refused is said on the page, with what was typed still in the form. */
function act(host: OutlookHost, context: Context, action: Action): Promise<Response> {
  return withActor(host, context, async (actor) => {
    const form = await context.req.formData();
    try {
      return context.redirect(pathOf(actor.person, 'todo', action(actor, form)), 303);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      context.status(400);
      const taskId = formText(form, 'task') || formText(form, 'id') || undefined;
      const typed = form.has('title') ? { typed: typedValues(form) } : {};
      return context.html(
        todoPage(actor, {
          listId: formText(form, 'list'),
          taskId,
          pageNumber: 1,
          isNew: form.has('title') && taskId === undefined,
          nowMs: host.state.clock.now(),
          problem: error.message,
          ...typed,
        }),
      );
    }
  });
}

function saveTask(actor: Actor, form: FormData): ReturnType<Action> {
  const [id, list] = [formText(form, 'id'), formText(form, 'list') || 'tasks'];
  if (id === '') {
    const body = changedTaskBody(actor.person, NEW_TASK, typedValues(form));
    return { list, task: textOf(actor.createTask(body, list), 'id') };
  }
  const task = actor.task(id);
  if (task === null) throw new GraphError(404, 'ErrorItemNotFound', 'This task is not there any more.');
  const body = changedTaskBody(actor.person, taskFormValues(actor, task), typedValues(form));
  if (Object.keys(body).length > 0) actor.updateTask(id, body);
  return { list, task: id };
}

function changeStep(actor: Actor, form: FormData, body: Parameters<Actor['updateChecklistItem']>[2]) {
  return after(form, actor.updateChecklistItem(formText(form, 'task'), formText(form, 'id'), body));
}

function after(form: FormData, _step: unknown): ReturnType<Action> {
  return { list: formText(form, 'list'), task: formText(form, 'task') };
}

function typedValues(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  // A form sends line ends as CRLF; the mailbox has them as they were.
  for (const [name, value] of form)
    if (typeof value === 'string') values[name] = value.replaceAll('\r\n', '\n');
  return values;
}
