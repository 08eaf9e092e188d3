import { findItem } from '../../state/items.ts';
import type { Item } from '../../state/types.ts';
import { bodyObject, isObject, textOf } from '../body.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { mountExtensions } from '../items/extensions.ts';
import {
  countItems,
  getItem,
  itemOf,
  listItems,
  patchItem,
  postItem,
  removeItem,
} from '../items/handlers.ts';
import { extensionViews } from '../items/view.ts';
import { arrange, contextUrl, pageAnswer } from '../odata/collection.ts';
import { readQuery } from '../odata/query.ts';
import type { Permission, Router } from '../router.ts';
import { taskDelta } from './delta.ts';
import { getList, listDelta, listLists, listOf, patchList, postList, removeList } from './lists.ts';
import { addPart, findPart, partsOf, PART_NAMES, removePart, updatePart, type PartName } from './parts.ts';
import { todoQuery } from './query.ts';
import { TODO_TASK } from './type.ts';

const READ: Permission = {
  scopes: ['Tasks.Read', 'Tasks.ReadWrite'],
  roles: ['Tasks.Read.All', 'Tasks.ReadWrite.All'],
};
const WRITE: Permission = { scopes: ['Tasks.ReadWrite'], roles: ['Tasks.ReadWrite.All'] };

const LISTS = '/todo/lists';
const LIST = `${LISTS}/{listId}`;
const TASKS = `${LIST}/tasks`;
const TASK = `${TASKS}/{id}`;

/** Task lists, tasks and what lies within them (GRAPH 1.6). */
export function mountTodo(router: Router<MailboxCall, GraphAnswer>): void {
  router.on('GET', LISTS, READ, listLists);
  router.on('POST', LISTS, WRITE, postList);
  router.on('GET', `${LISTS}/delta`, READ, listDelta);
  router.on('GET', LIST, READ, getList);
  router.on('PATCH', LIST, WRITE, patchList);
  router.on('DELETE', LIST, WRITE, removeList);
  mountExtensions(router, LIST, READ, WRITE, listOf);

  router.on('GET', TASKS, READ, (call) => listItems(todoQuery(call), TODO_TASK, listOf(call)));
  router.on('POST', TASKS, WRITE, postTask);
  router.on('GET', `${TASKS}/$count`, READ, (call) => countItems(todoQuery(call), TODO_TASK, listOf(call)));
  router.on('GET', `${TASKS}/delta`, READ, (call) => taskDelta(call, listOf(call)));
  router.on('GET', TASK, READ, (call) => getItem(todoQuery(call), TODO_TASK, taskOf(call)));
  router.on('PATCH', TASK, WRITE, (call) => patchItem(call, TODO_TASK, taskOf(call)));
  router.on('DELETE', TASK, WRITE, (call) => removeItem(call, TODO_TASK, taskOf(call)));
  mountExtensions(router, TASK, READ, WRITE, taskOf);
  for (const name of PART_NAMES) mountParts(router, name);
}

function taskOf(call: MailboxCall): Item {
  return itemOf(call, TODO_TASK, 'id', listOf(call));
}

/** 201; what was created within the task is shown with it (GRAPH 1.6). */
function postTask(call: MailboxCall): GraphAnswer {
  const sent = bodyObject(call);
  const answer = postItem(call, TODO_TASK, listOf(call));
  const { body } = answer;
  if (body instanceof Uint8Array || !isObject(body)) return answer;
  const item = findItem(call.mailbox, 'todoTask', textOf(body['id']));
  if (item === null) return answer;
  for (const name of PART_NAMES) if (sent[name] !== undefined) body[name] = partsOf(item, name);
  if (sent['extensions'] !== undefined) body['extensions'] = extensionViews(item);
  return answer;
}

function mountParts(router: Router<MailboxCall, GraphAnswer>, name: PartName): void {
  const path = `${TASK}/${name}`;
  const context = (call: MailboxCall) =>
    `${TODO_TASK.context(call, listOf(call))}('${encodeURIComponent(call.params['id'] ?? '')}')/${name}`;
  const one = (call: MailboxCall, status: number, part: ReturnType<typeof findPart>): GraphAnswer => ({
    status,
    body: { '@odata.context': contextUrl(call, `${context(call)}/$entity`), ...part },
  });
  const partId = (call: MailboxCall) => call.params['partId'] ?? '';
  router.on('GET', path, READ, (call) => {
    const query = readQuery(call.query);
    const rows = arrange(partsOf(taskOf(call), name), query, (part) => (property) => part[property]);
    return pageAnswer(call, query, rows, context(call), (part) => part);
  });
  router.on('POST', path, WRITE, (call) =>
    one(call, 201, addPart(call, taskOf(call), name, bodyObject(call))),
  );
  router.on('GET', `${path}/{partId}`, READ, (call) =>
    one(call, 200, findPart(taskOf(call), name, partId(call))),
  );
  router.on('PATCH', `${path}/{partId}`, WRITE, (call) =>
    one(call, 200, updatePart(call, taskOf(call), name, partId(call), bodyObject(call))),
  );
  router.on('DELETE', `${path}/{partId}`, WRITE, (call) => {
    removePart(call, taskOf(call), name, partId(call));
    return { status: 204 };
  });
}
