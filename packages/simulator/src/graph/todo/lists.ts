import { addContainer, childContainers, deleteContainer, touchContainer } from '../../state/containers.ts';
import { findContainer } from '../../state/mailbox.ts';
import type { Container, JsonObject } from '../../state/types.ts';
import { bodyObject, readBody, type PropertyType } from '../body.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { splitCustom } from '../items/custom.ts';
import { deltaPage } from '../items/delta.ts';
import { etagOf, extensionViews } from '../items/view.ts';
import { arrange, contextUrl, pageAnswer } from '../odata/collection.ts';
import { readQuery, type Query } from '../odata/query.ts';
import { invalidRequest, listNotFound } from './errors.ts';
import { todoQuery } from './query.ts';

const WELL_KNOWN: Record<string, string> = { tasks: 'defaultList', flaggedemails: 'flaggedEmails' };
const TYPES: Record<string, PropertyType> = {
  displayName: 'string',
  id: 'readOnly',
  isOwner: 'readOnly',
  isShared: 'readOnly',
  wellknownListName: 'readOnly',
};

/** The list of the path, by id or as `tasks`; 404 ResourceNotFound when there is none. */
export function listOf(call: MailboxCall): Container {
  const list = findContainer(call.mailbox, 'todoTaskList', call.params['listId'] ?? '');
  if (list === null) throw listNotFound();
  return list;
}

/** todoTaskList (GRAPH 2.6). */
export function listView(list: Container, query: Pick<Query, 'select' | 'expand'>): JsonObject {
  const full: JsonObject = {
    displayName: list.properties['displayName'] ?? null,
    isOwner: true,
    isShared: false,
    wellknownListName: WELL_KNOWN[list.wellKnownName ?? ''] ?? 'none',
    id: list.id,
  };
  const view: JsonObject = { '@odata.etag': etagOf(list.changeKey) };
  for (const [name, value] of Object.entries(full)) {
    if (name === 'id' || query.select === null || query.select.has(name.toLowerCase())) view[name] = value;
  }
  if (query.expand.has('extensions')) view['extensions'] = extensionViews(list);
  return view;
}

const WHOLE: Pick<Query, 'select' | 'expand'> = { select: null, expand: new Map() };

export function listLists(asked: MailboxCall): GraphAnswer {
  const call = todoQuery(asked);
  const query = readQuery(call.query);
  const lists = childContainers(call.mailbox, 'todoTaskList', null);
  const rows = arrange(lists, query, (list) => (name) => listView(list, WHOLE)[name]);
  return pageAnswer(call, query, rows, context(call), (list) => listView(list, query));
}

export function getList(asked: MailboxCall): GraphAnswer {
  const call = todoQuery(asked);
  return answer(call, 200, listOf(call), readQuery(call.query));
}

/** Two lists may have the same name. */
export function postList(call: MailboxCall): GraphAnswer {
  const { extensions, ...rest } = bodyObject(call);
  const custom = splitCustom(extensions === undefined ? {} : { extensions });
  const list = addContainer(call.state, call.mailbox, {
    kind: 'todoTaskList',
    parentId: null,
    properties: { displayName: nameIn(rest) },
  });
  for (const [name, values] of custom.extensions) list.extensions.set(name, values);
  const isEchoed = custom.extensions.length > 0;
  return answer(call, 201, list, {
    select: null,
    expand: new Map(isEchoed ? [['extensions', { filter: null, select: null }]] : []),
  });
}

export function patchList(call: MailboxCall): GraphAnswer {
  const list = listOf(call);
  const displayName = nameIn(bodyObject(call));
  if (list.wellKnownName !== null) throw isWellKnown(call, 'renamed');
  list.properties['displayName'] = displayName;
  touchContainer(call.state, call.mailbox, list);
  return answer(call, 200, list, WHOLE);
}

export function removeList(call: MailboxCall): GraphAnswer {
  const list = listOf(call);
  if (list.wellKnownName !== null) throw isWellKnown(call, 'deleted');
  deleteContainer(call.state, call.mailbox, list);
  return { status: 204 };
}

export function listDelta(call: MailboxCall): GraphAnswer {
  return deltaPage(call, {
    of: 'todoTaskLists',
    log: call.mailbox.containerLogs.todoTaskList,
    context: context(call),
    odataType: '#microsoft.graph.todoTaskList',
    entities(entry, select) {
      const list = call.mailbox.containers.get(entry.key);
      return list === undefined ? [] : [listView(list, { select, expand: new Map() })];
    },
    goneId: ({ id }) => id,
  });
}

function nameIn(body: JsonObject): string {
  const { displayName } = readBody('todoTaskList', TYPES, body);
  if (typeof displayName === 'string' && displayName.trim() !== '') return displayName;
  throw invalidRequest('InvalidModel', 'The property displayName is required.');
}

function isWellKnown(call: MailboxCall, verb: 'renamed' | 'deleted'): Error {
  const message = `Your request can't be completed. A default task folder can't be ${verb}.`;
  return call.state.unknowns.todoWellKnownListStatus === 400
    ? invalidRequest('ErrorInvalidRequest', message)
    : graphError(403, 'ErrorAccessDenied', message);
}

function context(call: MailboxCall): string {
  return `users('${encodeURIComponent(call.person.id)}')/todo/lists`;
}

function answer(
  call: MailboxCall,
  status: number,
  list: Container,
  query: Pick<Query, 'select' | 'expand'>,
): GraphAnswer {
  return {
    status,
    body: { '@odata.context': contextUrl(call, `${context(call)}/$entity`), ...listView(list, query) },
  };
}
