import { contact, type Outcome } from '@counterpart/engine';
import { MemoryRemote, MemoryStore } from '@counterpart/engine/memory';
import type { Mailbox, Surroundings } from './world.ts';

/** How often a remote write goes wrong, by way. */
export interface WriteFaults {
  lostAfter: number;
  lostBefore: number;
  later: number;
}

/** A mailbox in memory: the fastest one, to find the engine's own mistakes. */
export function openMemoryMailbox(faults: WriteFaults) {
  return ({ clock, chance, step }: Surroundings): Mailbox => {
    let count = 0;
    let requests = 0;
    const ids = { next: () => `box-${(count += 1)}` };
    const store = new MemoryStore({ kind: contact, clock, ids, pageSize: 2 });
    const remote = new MemoryRemote(store);
    remote.beforeRequest = (name) => {
      requests += 1;
      step(name);
    };
    const apply = store.apply.bind(store);
    store.apply = (operation, withMarker): Outcome => {
      const { key } = operation;
      step('write');
      if (chance.often(faults.lostBefore)) return { key, outcome: 'unknown', detail: 'lost before' };
      if (chance.often(faults.later))
        return { key, outcome: 'later', retryAfterMs: 5000, detail: 'throttled' };
      const outcome = apply(operation, withMarker);
      step('written');
      return chance.often(faults.lostAfter) ? { key, outcome: 'unknown', detail: 'lost after' } : outcome;
    };
    return {
      openRemote: () => remote,
      edit: (id, values) => store.edit(id, values),
      remove: (id) => store.remove(id),
      move: (id, into) => void store.write(id, { outOfScope: into ? null : 'movedOutOfFolder' }),
      live: () => store.live().filter((record) => record.outOfScope === null),
      outside: () => store.live().filter((record) => record.outOfScope !== null),
      loseCursors: () => {
        const changesSince = store.changesSince.bind(store);
        store.changesSince = (cursor, withSync) => {
          if (cursor !== null) return { lost: true };
          store.changesSince = changesSince;
          return changesSince(cursor, withSync);
        };
      },
      calmDown: () => void Object.assign(faults, { lostAfter: 0, lostBefore: 0, later: 0 }),
      requests: () => requests,
    };
  };
}
