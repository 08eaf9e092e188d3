import type { RemoteReplica } from '@counterpart/engine';
import { largestBatch } from '../client/batch.ts';
import { applyOperations } from './apply.ts';
import { createChanges } from './changes.ts';
import { containerExists, ensureContainer, removeContainer } from './container.ts';
import { findByMarkers } from './find.ts';
import { readItems } from './read.ts';
import type { RemoteKind } from './remote-kind.ts';
import type { ReplicaOptions, Setting } from './setting.ts';

/** A kind of record in one mailbox, as the engine's remote side. One per run; every method throws `ChannelProblem` only. */
export function createReplica(remote: RemoteKind, options: ReplicaOptions): RemoteReplica {
  const setting: Setting = { ...options, remote };
  return {
    batchSize: largestBatch,
    identifiersChange: !remote.keepsIds,
    changesSince: createChanges(setting),
    project: (content) => remote.fromGraph(remote.toGraphNew(content, null).body, undefined).content,
    read: (ids, markers) => readItems(setting, ids, markers),
    apply: (operations) => applyOperations(setting, operations),
    findByMarkers: (markers) => findByMarkers(setting, markers),
    async ensureContainer(known) {
      const found = await ensureContainer(setting, known);
      setting.container = found.id;
      return found;
    },
    containerExists: (id) => containerExists(setting, id),
    removeContainer: (id) => removeContainer(setting, id),
  };
}
