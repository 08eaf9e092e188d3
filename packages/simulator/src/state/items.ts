import { appendChange, forgetKey } from './changes.ts';
import { newChangeKey, newItemId, newItemIds } from './ids.ts';
import type {
  Change,
  Container,
  ExtendedProperty,
  Item,
  ItemKind,
  JsonObject,
  Mailbox,
  SimulatorState,
} from './types.ts';

export type NewItem = {
  kind: ItemKind;
  properties: JsonObject;
  extendedProperties?: ExtendedProperty[];
  extensions?: [string, JsonObject][];
};

/** Puts a new item into the container, writes its history and tells the listeners. */
export function createItem(
  state: SimulatorState,
  mailbox: Mailbox,
  container: Container,
  seed: NewItem,
): Item {
  const nowMs = state.clock.now();
  const ids = newItemIds(state);
  const item: Item = {
    key: `${ids.immutableId.slice(8, 24)}${mailbox.sequence}`,
    kind: seed.kind,
    ...ids,
    containerId: container.id,
    changeKey: newChangeKey(state),
    createdAtMs: nowMs,
    lastModifiedAtMs: nowMs,
    properties: seed.properties,
    extendedProperties: new Map(),
    extensions: new Map(seed.extensions),
    before: null,
  };
  for (const property of seed.extendedProperties ?? []) item.extendedProperties.set(property.id, property);
  mailbox.items.set(item.key, item);
  index(mailbox, item);
  container.members.add(item.key);
  logItem(state, mailbox, container, item, 'created');
  if (state.unknowns.stampsAfterCreate) stampLater(state, mailbox, item);
  return item;
}

const STAMP_AFTER_MS = 50;

/** The server touches a new item once more by itself, after it has answered (GRAPH 9, gotcha 25). */
function stampLater(state: SimulatorState, mailbox: Mailbox, item: Item): void {
  state.clock.schedule(() => {
    if (mailbox.items.get(item.key) === item) touchItem(state, mailbox, item);
  }, STAMP_AFTER_MS);
}

/** Changes properties; a value of undefined is not possible, null is stored as null. */
export function updateItem(
  state: SimulatorState,
  mailbox: Mailbox,
  item: Item,
  properties: JsonObject,
): void {
  remember(state, item);
  item.properties = { ...item.properties, ...properties };
  stamp(state, mailbox, containerOf(mailbox, item), item);
}

/** A new version without other content: what the server itself does now and then. */
function touchItem(state: SimulatorState, mailbox: Mailbox, item: Item): void {
  remember(state, item);
  stamp(state, mailbox, containerOf(mailbox, item), item);
}

export function deleteItem(state: SimulatorState, mailbox: Mailbox, item: Item): void {
  const container = containerOf(mailbox, item);
  leave(mailbox, container, item);
  mailbox.items.delete(item.key);
  mailbox.keys.delete(item.immutableId);
  logItem(state, mailbox, container, item, 'deleted');
}

/** Kinds with an immutable id, by which a client knows an item that moved (GRAPH 2.1). */
const KEEPS_ID: ReadonlySet<ItemKind> = new Set(['event', 'contact']);

/** The item gets a new ordinary id and keeps the immutable one (GRAPH 2.1, 6). */
export function moveItem(state: SimulatorState, mailbox: Mailbox, item: Item, target: Container): void {
  const source = containerOf(mailbox, item);
  leave(mailbox, source, item);
  const gone = { ...item };
  if (!KEEPS_ID.has(item.kind)) {
    // To everybody the item is another one after each move: its removal is told even if it comes back.
    forgetKey(source.log, item.key);
    gone.key = item.id;
  }
  item.id = newItemId(state);
  item.containerId = target.id;
  item.changeKey = newChangeKey(state);
  item.lastModifiedAtMs = state.clock.now();
  index(mailbox, item);
  target.members.add(item.key);
  logItem(state, mailbox, source, gone, 'deleted', state.unknowns.deletedNotificationOnMove);
  logItem(state, mailbox, target, item, 'created');
}

/** By ordinary or immutable id. */
export function findItem(mailbox: Mailbox, kind: ItemKind, id: string): Item | null {
  const item = mailbox.items.get(mailbox.keys.get(id) ?? '');
  return item?.kind === kind ? item : null;
}

export function containerOf(mailbox: Mailbox, item: Item): Container {
  const container = mailbox.containers.get(item.containerId);
  if (container === undefined) throw new Error('an item lies in no container');
  return container;
}

function index(mailbox: Mailbox, item: Item): void {
  mailbox.keys.set(item.id, item.key);
  mailbox.keys.set(item.immutableId, item.key);
}

function leave(mailbox: Mailbox, container: Container, item: Item): void {
  container.members.delete(item.key);
  mailbox.keys.delete(item.id);
}

function remember(state: SimulatorState, item: Item): void {
  const { properties, changeKey, lastModifiedAtMs } = item;
  if (state.readLagMs.size > 0) item.before = { properties, changeKey, lastModifiedAtMs };
}

function stamp(state: SimulatorState, mailbox: Mailbox, container: Container, item: Item): void {
  item.changeKey = newChangeKey(state);
  item.lastModifiedAtMs = state.clock.now();
  logItem(state, mailbox, container, item, 'updated');
}

function logItem(
  state: SimulatorState,
  mailbox: Mailbox,
  container: Container,
  item: Item,
  changeType: Change['changeType'],
  tell = true,
): void {
  const { id, immutableId, changeKey, kind } = item;
  appendChange(container.log, {
    sequence: ++mailbox.sequence,
    atMs: state.clock.now(),
    key: item.key,
    removed: changeType === 'deleted' ? { id, immutableId } : null,
  });
  if (!tell) return;
  for (const listener of state.listeners) {
    listener({
      tenantId: mailbox.tenantId,
      personId: mailbox.personId,
      changeType,
      containerId: container.id,
      containerKind: container.kind,
      item: { kind, id, immutableId, changeKey },
    });
  }
}
