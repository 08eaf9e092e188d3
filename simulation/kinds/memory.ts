import { contact, type Outcome } from '@counterpart/engine';
import { MemoryRemote, MemoryStore } from '@counterpart/engine/memory';
import type { Access, Mailbox, Service, ServiceOptions, SimulatedKind, Surroundings } from './kind.ts';
import { contactFields } from './contact.ts';

const later = { outcome: 'later', retryAfterMs: 5000, detail: 'throttled' } as const;

/** Mailboxes in memory: the fastest ones, to find the engine's own mistakes. */
function openService({ clock }: ServiceOptions): Service {
  const armed = new Set<string>();
  const accesses: Access[] = [];
  /** Whose cursor is to be forgotten, and the cursors that were. */
  const forgets = new Set<number>();
  const forgotten = new Set<string>();
  let count = 0;
  const ids = { next: () => `box-${(count += 1)}` };

  function mailbox(person: number, { step }: Surroundings): Mailbox {
    const store = new MemoryStore({ kind: contact, clock, ids, pageSize: 2 });
    const remote = new MemoryRemote(store);
    remote.beforeRequest = step;
    const apply = store.apply.bind(store);
    store.apply = (operation, withMarker): Outcome => {
      const { key } = operation;
      step('write');
      if (armed.delete('lost before')) return { key, outcome: 'unknown', detail: 'lost before' };
      if (armed.delete('later')) return { key, ...later };
      const outcome = apply(operation, withMarker);
      step('written');
      return armed.delete('lost after') ? { key, outcome: 'unknown', detail: 'lost after' } : outcome;
    };
    const changesSince = store.changesSince.bind(store);
    store.changesSince = (cursor, withSync) => {
      if (cursor !== null && forgets.delete(person)) forgotten.add(`${person} ${cursor}`);
      if (forgotten.has(`${person} ${cursor}`)) return { lost: true };
      return changesSince(cursor, withSync);
    };
    const records = (inside: boolean) =>
      store.live().filter((record) => (record.outOfScope === null) === inside);
    return {
      openRemote: () => remote,
      isThere: () => remote.container !== null,
      edit: (id, values) => void store.edit(id, values),
      remove: (id) => store.remove(id),
      move: (id, into) => void store.write(id, { outOfScope: into ? null : 'movedOutOfFolder' }),
      live: () => records(true),
      outside: () => records(false),
    };
  }

  return {
    mailbox,
    arm: (fault) => {
      armed.add(fault);
      return () => void armed.delete(fault);
    },
    loseCursors: (person) => void forgets.add(person),
    accesses,
  };
}

export const memoryKind: SimulatedKind = {
  ...contactFields,
  unknowns: [],
  faults: ['lost before', 'lost after', 'later'],
  openService,
};
