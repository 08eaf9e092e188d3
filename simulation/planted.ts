import type { LedgerTransaction, Link, Outcome, RemoteReplica, Seen } from '@counterpart/engine';

/** A mistake that somebody could make in a replica, a ledger or between them, put in on purpose: the oracles must find it. */
export interface PlantedBug {
  readonly name: string;
  readonly remote?: (replica: RemoteReplica) => Partial<RemoteReplica>;
  readonly ledger?: (tx: LedgerTransaction) => Partial<LedgerTransaction>;
  /** The cursor survives a transaction that fails. */
  readonly cursorFirst?: boolean;
  /** Each channel opens the next person's mailbox. */
  readonly crossed?: boolean;
}

const reading = (change: (seen: Seen) => Seen | null): PlantedBug['remote'] => {
  return (replica) => ({
    async changesSince(cursor) {
      const page = await replica.changesSince(cursor);
      return page.lost ? page : { ...page, entries: page.entries.flatMap((seen) => change(seen) ?? []) };
    },
  });
};

const answering = (change: (outcome: Outcome) => Outcome): PlantedBug['remote'] => {
  return (replica) => ({
    apply: async (operations) => (await replica.apply(operations)).map((outcome) => change(outcome)),
  });
};

const storing = (change: (link: Link) => Link | null): PlantedBug['ledger'] => {
  return (tx) => ({
    async putLinks(links) {
      const changed = links.map(({ link, keys }) => ({ id: link.id, link: change(link), keys }));
      await tx.dropLinks(changed.flatMap(({ id, link }) => (link === null ? [id] : [])));
      await tx.putLinks(changed.flatMap(({ link, keys }) => (link === null ? [] : [{ link, keys }])));
    },
  });
};

const nothing = () => Promise.resolve();

export const plantedBugs: readonly PlantedBug[] = [
  { name: 'removals are not looked at', remote: reading((seen) => (seen.state === 'missing' ? null : seen)) },
  {
    name: 'removals are believed without a second look',
    remote: reading((seen) => (seen.state === 'missing' ? { state: 'deleted', id: seen.id } : seen)),
  },
  {
    name: 'what left the folder counts as deleted',
    remote: (replica) => ({
      read: async (ids) =>
        (await replica.read(ids)).map((seen) =>
          seen.state === 'outOfScope' ? { state: 'deleted', id: seen.id } : seen,
        ),
    }),
  },
  {
    name: 'the second page of changes is not read',
    remote: (replica) => ({
      async changesSince(cursor) {
        const page = await replica.changesSince(cursor);
        return page.lost ? page : { ...page, more: false };
      },
    }),
  },
  {
    name: 'a lost cursor is taken for no changes',
    remote: (replica) => ({
      async changesSince(cursor) {
        const page = await replica.changesSince(cursor);
        return page.lost && cursor !== null ? { lost: false, entries: [], next: cursor, more: false } : page;
      },
    }),
  },
  {
    name: 'a lost reply is taken for success',
    remote: answering((outcome) =>
      outcome.outcome === 'unknown' ? { key: outcome.key, outcome: 'done' } : outcome,
    ),
  },
  {
    name: 'a refusal for a stale version is taken for success',
    remote: answering((outcome) =>
      outcome.outcome === 'stale' ? { key: outcome.key, outcome: 'done' } : outcome,
    ),
  },
  {
    name: 'no marker is written',
    remote: (replica) => ({
      apply: (operations) =>
        replica.apply(operations.map((one) => ('marker' in one ? { ...one, marker: 'org/nobody' } : one))),
    }),
  },
  {
    name: 'markers are not read',
    remote: (replica) => ({
      findByMarkers: () => Promise.resolve([]),
      read: async (ids) => (await replica.read(ids)).map((seen) => ({ ...seen, marker: '' })),
    }),
  },
  {
    name: 'the version observed is not the one guarded',
    remote: (replica) => ({
      async apply(operations) {
        const ids = operations.flatMap((one) => ('id' in one ? [one.id] : []));
        const seen = ids.length > 0 ? await replica.read(ids) : [];
        const versions = new Map(
          seen.flatMap((one) => (one.state === 'present' ? [[one.id, one.version]] : [])),
        );
        return replica.apply(
          operations.map((one) =>
            'version' in one ? { ...one, version: versions.get(one.id) ?? one.version } : one,
          ),
        );
      },
    }),
  },
  {
    name: 'a batch is sent twice',
    remote: (replica) => ({
      async apply(operations) {
        const first = await replica.apply(operations);
        const again = operations.filter((one) => one.op === 'create');
        if (again.length > 0) await replica.apply(again);
        return first;
      },
    }),
  },
  {
    name: 'replies are put to the wrong operations',
    remote: (replica) => ({
      async apply(operations) {
        const outcomes = await replica.apply(operations);
        return outcomes.map((outcome, n) => ({ ...outcome, key: outcomes.at(-1 - n)?.key ?? outcome.key }));
      },
    }),
  },
  {
    name: 'text comes back with a blank at its end',
    remote: reading((seen) =>
      seen.state === 'present' && typeof seen.content['title'] === 'string'
        ? { ...seen, content: { ...seen.content, title: `${seen.content['title']} ` } }
        : seen,
    ),
  },
  { name: 'no intent is written', ledger: () => ({ addIntents: nothing }) },
  { name: 'intents are never settled', ledger: () => ({ dropIntents: nothing }) },
  {
    name: 'what was shown is forgotten with the base',
    ledger: storing((link) => ({ ...link, base: link.base && {} })),
  },
  {
    name: 'links that are set apart are forgotten',
    ledger: storing((link) => (link.stage === 'unlinked' ? null : link)),
  },
  {
    name: 'parked links are forgotten',
    ledger: storing((link) => (link.remote?.state === 'outOfScope' ? null : link)),
  },
  { name: 'the remote half of a link is forgotten', ledger: storing((link) => ({ ...link, remote: null })) },
  { name: 'links are stored clean', ledger: storing((link) => ({ ...link, dirty: false })) },
  { name: 'conflicts are not kept', ledger: () => ({ addConflicts: nothing }) },
  { name: 'the cursor is stored before its page', cursorFirst: true },
  { name: 'a channel opens another person’s mailbox', crossed: true },
];

/** A replica with a bug in it. */
export function spoiled(replica: RemoteReplica, bug: PlantedBug | null): RemoteReplica {
  return bug?.remote ? { ...bindAll(replica), ...bug.remote(replica) } : replica;
}

function bindAll(replica: RemoteReplica): RemoteReplica {
  return {
    batchSize: replica.batchSize,
    project: replica.project,
    changesSince: (cursor) => replica.changesSince(cursor),
    read: (ids) => replica.read(ids),
    apply: (operations) => replica.apply(operations),
    findByMarkers: (markers) => replica.findByMarkers(markers),
    ensureContainer: (known) => replica.ensureContainer(known),
    containerExists: (id) => replica.containerExists(id),
    removeContainer: (id) => replica.removeContainer(id),
  };
}
