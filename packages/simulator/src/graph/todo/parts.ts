import { newGuid } from '../../state/ids.ts';
import { updateItem } from '../../state/items.ts';
import type { Item, Json, JsonObject, SimulatorState } from '../../state/types.ts';
import { isObject, readBody, type PropertyType } from '../body.ts';
import type { MailboxCall } from '../call.ts';
import { itemNotFound } from '../errors.ts';
import { ticksUtc } from '../time.ts';
import { invalidRequest } from './errors.ts';

/** The entities that lie within a task, in its property of the same name (GRAPH 2.7). */
export type PartName = 'checklistItems' | 'linkedResources';
export const PART_NAMES: readonly PartName[] = ['checklistItems', 'linkedResources'];

const ENTITY = { checklistItems: 'checklistItem', linkedResources: 'linkedResource' };
const TYPES: Record<PartName, Record<string, PropertyType>> = {
  checklistItems: {
    displayName: 'string',
    isChecked: 'boolean',
    checkedDateTime: 'instant',
    createdDateTime: 'instant',
    id: 'readOnly',
  },
  linkedResources: {
    applicationName: 'string',
    displayName: 'string',
    externalId: 'string',
    webUrl: 'string',
    id: 'readOnly',
  },
};

export function partsOf(item: Pick<Item, 'properties'>, name: PartName): JsonObject[] {
  return listOf(item.properties[name]);
}

function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Parts as written into the body of a new task, with ids. Throws 400. */
export function newParts(state: SimulatorState, name: PartName, value: Json | undefined): JsonObject[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalidRequest('InvalidModel', `${name} must be a collection.`);
  const parts = value.map((entry) => newPart(state, name, isObject(entry) ? entry : {}));
  checkCount(state, name, parts);
  return parts;
}

function newPart(state: SimulatorState, name: PartName, body: JsonObject): JsonObject {
  const nowMs = state.clock.now();
  const given = readBody(ENTITY[name], TYPES[name], body);
  const start: JsonObject =
    name === 'checklistItems' ? { createdDateTime: ticksUtc(nowMs), isChecked: false } : {};
  return { id: newGuid(state), ...start, ...changed(name, {}, given, nowMs) };
}

/** The part after an update: null clears, what is unset is left out. */
function changed(name: PartName, before: JsonObject, given: JsonObject, nowMs: number): JsonObject {
  const part: JsonObject = { ...before, ...given };
  if (name === 'checklistItems') {
    const { displayName, isChecked } = part;
    if (typeof displayName !== 'string' || displayName.trim() === '')
      throw invalidRequest('InvalidModel', 'A checklist item needs a displayName.');
    if (isChecked !== true) part['checkedDateTime'] = null;
    else if (before['isChecked'] !== true)
      part['checkedDateTime'] = given['checkedDateTime'] ?? ticksUtc(nowMs);
  }
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== null));
}

/** More than one linked resource was refused with these words (microsoft-graph-docs#12699). */
function checkCount(state: SimulatorState, name: PartName, parts: JsonObject[]): void {
  if (name === 'linkedResources' && parts.length > 1 && state.unknowns.todoSingleLinkedResource)
    throw invalidRequest('InvalidModel', 'Only one item in linkedResources is allowed.');
}

export function findPart(item: Item, name: PartName, id: string): JsonObject {
  const part = partsOf(item, name).find((candidate) => candidate['id'] === id);
  if (part === undefined) throw itemNotFound();
  return part;
}

export function addPart(call: MailboxCall, item: Item, name: PartName, body: JsonObject): JsonObject {
  const part = newPart(call.state, name, body);
  store(call, item, name, [...partsOf(item, name), part]);
  return part;
}

export function updatePart(
  call: MailboxCall,
  item: Item,
  name: PartName,
  id: string,
  body: JsonObject,
): JsonObject {
  const before = findPart(item, name, id);
  const part = changed(name, before, readBody(ENTITY[name], TYPES[name], body), call.state.clock.now());
  store(
    call,
    item,
    name,
    partsOf(item, name).map((other) => (other['id'] === id ? part : other)),
  );
  return part;
}

export function removePart(call: MailboxCall, item: Item, name: PartName, id: string): void {
  findPart(item, name, id);
  store(
    call,
    item,
    name,
    partsOf(item, name).filter((other) => other['id'] !== id),
  );
}

/** A change of the checklist is a change of the task; whether one of the linked resources is, is not known (GRAPH 10). */
function store(call: MailboxCall, item: Item, name: PartName, parts: JsonObject[]): void {
  const { state, mailbox } = call;
  checkCount(state, name, parts);
  if (name === 'checklistItems' || state.unknowns.todoLinksRaiseDelta)
    updateItem(state, mailbox, item, { [name]: parts });
  else item.properties = { ...item.properties, [name]: parts };
}

/** The same parts in another task: their ids are new. */
export function renewed(state: SimulatorState, value: Json | undefined): JsonObject[] {
  return listOf(value).map((part) => ({ ...part, id: newGuid(state) }));
}

export function uncheck(state: SimulatorState, value: Json | undefined): JsonObject[] {
  return listOf(value).map(({ checkedDateTime: _checked, ...part }) => ({
    ...part,
    isChecked: false,
    createdDateTime: ticksUtc(state.clock.now()),
  }));
}
