import { appendChange, emptyLog } from './changes.ts';
import { newChangeKey, newContainerId } from './ids.ts';
import { deleteItem } from './items.ts';
import type { Change, Container, ContainerKind, JsonObject, Mailbox, SimulatorState } from './types.ts';

export type NewContainer = {
  kind: ContainerKind;
  parentId: string | null;
  properties: JsonObject;
  wellKnownName?: string;
};

export function addContainer(state: SimulatorState, mailbox: Mailbox, seed: NewContainer): Container {
  const nowMs = state.clock.now();
  const container: Container = {
    id: newContainerId(state),
    kind: seed.kind,
    parentId: seed.parentId,
    wellKnownName: seed.wellKnownName ?? null,
    properties: { ...seed.properties },
    changeKey: newChangeKey(state),
    createdAtMs: nowMs,
    lastModifiedAtMs: nowMs,
    extendedProperties: new Map(),
    extensions: new Map(),
    members: new Set(),
    log: emptyLog(),
  };
  mailbox.containers.set(container.id, container);
  logContainer(state, mailbox, container, 'created');
  return container;
}

/** Stamps the container and writes the change; call after changing its properties. */
export function touchContainer(state: SimulatorState, mailbox: Mailbox, container: Container): void {
  container.changeKey = newChangeKey(state);
  container.lastModifiedAtMs = state.clock.now();
  logContainer(state, mailbox, container, 'updated');
}

/** Deletes the container with all that lies in it and below it. */
export function deleteContainer(state: SimulatorState, mailbox: Mailbox, container: Container): void {
  for (const child of childContainers(mailbox, container.kind, container.id))
    deleteContainer(state, mailbox, child);
  for (const key of container.members) {
    const item = mailbox.items.get(key);
    if (item !== undefined) deleteItem(state, mailbox, item);
  }
  mailbox.containers.delete(container.id);
  logContainer(state, mailbox, container, 'deleted');
}

export function childContainers(mailbox: Mailbox, kind: ContainerKind, parentId: string | null): Container[] {
  const children: Container[] = [];
  for (const container of mailbox.containers.values()) {
    if (container.kind === kind && container.parentId === parentId) children.push(container);
  }
  return children;
}

function logContainer(
  state: SimulatorState,
  mailbox: Mailbox,
  container: Container,
  changeType: Change['changeType'],
): void {
  appendChange(mailbox.containerLogs[container.kind], {
    sequence: ++mailbox.sequence,
    atMs: state.clock.now(),
    key: container.id,
    removed: changeType === 'deleted' ? { id: container.id, immutableId: container.id } : null,
  });
  for (const listener of state.listeners) {
    listener({
      tenantId: mailbox.tenantId,
      personId: mailbox.personId,
      changeType,
      containerId: container.id,
      containerKind: container.kind,
      item: null,
    });
  }
}
