import type { Container, Item, JsonObject } from '../../state/types.ts';
import { findItem } from '../../state/items.ts';
import { lagging } from '../../state/lag.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { bodyObject } from '../body.ts';
import { graphError, itemNotFound } from '../errors.ts';
import { arrange, contextUrl, enoughFor, pageAnswer } from '../odata/collection.ts';
import { candidates } from '../odata/marker.ts';
import { readQuery } from '../odata/query.ts';
import type { ItemType } from './type.ts';
import { checkNames, etagOf, itemRow, itemView } from './view.ts';

/** The items of one container, paged. */
export function listItems(call: MailboxCall, type: ItemType, container: Container): GraphAnswer {
  const query = readQuery(call.query);
  checkNames(type, query);
  const rows = arrange(
    searched(candidates(visibleItems(call, container), query.filter), query.search),
    query,
    (item) => itemRow(call, type, item),
    enoughFor(call, query),
  );
  return pageAnswer(call, query, rows, type.context(call, container), (item) =>
    itemView(call, type, item, query),
  );
}

/** `…/$count`: the number as plain text. */
export function countItems(call: MailboxCall, type: ItemType, container: Container): GraphAnswer {
  const rows = arrange(visibleItems(call, container), readQuery(call.query), (item) =>
    itemRow(call, type, item),
  );
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from(String(rows.length)) };
}

export function getItem(call: MailboxCall, type: ItemType, item: Item): GraphAnswer {
  const seen = lagging(call.state, call.mailbox, item);
  if (seen === null) throw itemNotFound();
  const query = readQuery(call.query);
  checkNames(type, query);
  return entityAnswer(call, type, 200, seen, itemView(call, type, seen, query));
}

/** 201 with the whole entity; extended properties are not echoed (GRAPH 1.4). */
export function postItem(call: MailboxCall, type: ItemType, container: Container): GraphAnswer {
  const item = type.create(call, container, bodyObject(call));
  return entityAnswer(call, type, 201, item, itemView(call, type, item, { select: null, expand: new Map() }));
}

export function patchItem(call: MailboxCall, type: ItemType, item: Item): GraphAnswer {
  const body = bodyObject(call);
  checkIfMatch(call, item);
  type.update(call, item, body);
  return entityAnswer(call, type, 200, item, itemView(call, type, item, { select: null, expand: new Map() }));
}

export function removeItem(call: MailboxCall, type: ItemType, item: Item): GraphAnswer {
  checkIfMatch(call, item);
  type.remove(call, item);
  return { status: 204 };
}

/** The item of the path, or 404. When the path names a container, the item must lie in it. */
export function itemOf(call: MailboxCall, type: ItemType, name: string, container?: Container): Item {
  const id = call.params[name] ?? '';
  const item = findItem(call.mailbox, type.kind, id);
  if (item === null || (container !== undefined && item.containerId !== container.id)) throw notFound(id);
  return item;
}

function notFound(id: string): Error {
  return id.length < 8 || /\s/.test(id)
    ? graphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.')
    : itemNotFound();
}

/** 412 on a stale tag, if the tenant honours it (GRAPH 2.1, 10). */
function checkIfMatch(call: MailboxCall, item: Item): void {
  const tag = call.header('if-match');
  const { ifMatchHonoured, todoIfMatchHonoured } = call.state.unknowns;
  const isHonoured = item.kind === 'todoTask' ? todoIfMatchHonoured : ifMatchHonoured;
  if (tag === null || tag.trim() === '*' || !isHonoured) return;
  if (tag.trim() === etagOf(item.changeKey) || tag.trim() === item.changeKey) return;
  throw graphError(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}

/** `$search="ann smith"`: every word occurs somewhere in the item. */
function searched(items: Iterable<Item>, search: string | null): Iterable<Item> {
  const words = (search ?? '').toLowerCase().replaceAll('"', ' ').split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return [...items].filter(({ properties }) => {
    const text = JSON.stringify(properties).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function* visibleItems(call: MailboxCall, container: Container): Iterable<Item> {
  for (const key of container.members) {
    const item = call.mailbox.items.get(key);
    const seen = item === undefined ? null : lagging(call.state, call.mailbox, item);
    if (seen !== null) yield seen;
  }
}

function entityAnswer(
  call: MailboxCall,
  type: ItemType,
  status: number,
  item: Item,
  entity: JsonObject,
): GraphAnswer {
  const container = call.mailbox.containers.get(item.containerId);
  const context = container === undefined ? '' : type.context(call, container);
  return {
    status,
    headers: { etag: etagOf(item.changeKey) },
    body: { '@odata.context': contextUrl(call, `${context}/$entity`), ...entity },
  };
}
