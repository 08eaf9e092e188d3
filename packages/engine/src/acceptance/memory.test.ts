import { describe, test } from 'vitest';
import { contact } from '../kinds/contact.ts';
import { MemoryLocal, MemoryRemote } from '../memory/replicas.ts';
import { MemoryStore } from '../memory/store.ts';
import { countingIds, ManualClock } from '../testing/world.ts';
import { acceptanceCases, type Subject } from './index.ts';

function subject(side: 'local' | 'remote'): Subject {
  const store = new MemoryStore({
    kind: contact,
    clock: new ManualClock(),
    ids: countingIds('r'),
    pageSize: 2,
  });
  const remote = new MemoryRemote(store);
  remote.container = 'folder';
  return {
    kind: contact,
    replica: side === 'local' ? new MemoryLocal(store) : remote,
    samples: [
      { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org' },
      { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org' },
    ],
    field: { name: 'lastName', value: 'Byron' },
    person: {
      create: (content) => Promise.resolve(store.edit(null, content)),
      edit: (id, values) => Promise.resolve(void store.edit(id, values)),
      remove: (id) => Promise.resolve(store.remove(id)),
    },
    echoes: side === 'remote',
  };
}

describe.each(['local', 'remote'] as const)('B15 the replica in memory, %s', (side) => {
  test.each(acceptanceCases)('$name', ({ check }) => check(subject(side)));
});
