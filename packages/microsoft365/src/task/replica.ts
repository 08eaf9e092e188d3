import { isZone, task, type RemoteReplica } from '@counterpart/engine';
import { isTodoGone } from '../client/problem.ts';
import type { RemoteKind } from '../replica/remote-kind.ts';
import { createReplica } from '../replica/replica.ts';
import type { ReplicaOptions } from '../replica/setting.ts';
import { taskFromGraph } from './from-graph.ts';
import { listMarker } from './list-marker.ts';
import { markerExpand, markerOf } from './marker.ts';
import { readNative } from './native.ts';
import { changedTaskToGraph, newTaskToGraph, objectionTo } from './to-graph.ts';
import { linkMaker, nativeAfter, remainderOf } from './within.ts';

export interface TaskReplicaOptions extends ReplicaOptions {
  /** IANA zone of the mailbox: a due date is a midnight of this zone. */
  readonly timeZone: string;
  /** Where the CRM shows a record, for the link back (T3). @param localId the CRM's identifier of the task. */
  readonly recordUrl: (localId: string) => string;
}

/** What every task shows, whatever is unset in it (GRAPH 2.7). */
const always = ['status', 'importance', 'isReminderOn', 'createdDateTime', 'lastModifiedDateTime'];

/**
 * Tasks of a To Do list. Outside of delta no `$select` is sent: clients report that it is refused or passed over there. The steps come with delta
 * (`$expand=checklistItems`, as one working client does, GRAPH 1.6), the markers never.
 */
function remoteTasks(options: TaskReplicaOptions): RemoteKind {
  const { timeZone, recordUrl, containerName } = options;
  const everything = { $expand: `checklistItems,${markerExpand}` };
  const linkFor = linkMaker(`Open in ${containerName}`, recordUrl);
  return {
    kind: task,
    prefer: null,
    containers: '/todo/lists',
    containerName: 'displayName',
    containerMarker: listMarker,
    mayAdopt: (list) => list['wellknownListName'] === 'none' && list['isOwner'] !== false,
    hasBin: false,
    itemsIn: (list) => `/todo/lists/${list}/tasks`,
    defaultItems: null,
    item: (id, list) => `/todo/lists/${list}/tasks/${id}`,
    keepsIds: false,
    movedReason: 'movedOutOfList',
    parent: null,
    isGone: isTodoGone,
    readOptions: everything,
    writeOptions: {},
    listOptions: { ...everything, $top: 100 },
    emptinessOptions: {},
    deltaOptions: { $expand: 'checklistItems' },
    expanded: { checklistItems: [], linkedResources: [], extensions: [] },
    isWhole: (item) => always.every((name) => name in item) && Array.isArray(item['checklistItems']),
    marker: { read: markerOf },
    guard: 'look',
    objection: objectionTo,
    fromGraph: (item, known) => taskFromGraph(item, timeZone, readNative(known)),
    toGraphNew: (content, marker) => ({
      body: {
        ...newTaskToGraph(content, timeZone),
        ...(marker === null ? {} : { linkedResources: [linkFor(marker)] }),
      },
    }),
    toGraphChange: (content, fields, known) => ({
      body: changedTaskToGraph(content, fields, timeZone),
      ...(known === undefined ? {} : { native: known }),
    }),
    remainder: (write, item, path) => remainderOf(write, item, path, linkFor),
    nativeAfter,
  };
}

/**
 * A person's tasks in Microsoft To Do as the engine's remote side (T1, T3).
 * @throws TypeError for a zone that is no IANA zone.
 */
export function createTaskReplica(options: TaskReplicaOptions): RemoteReplica {
  if (!isZone(options.timeZone)) throw new TypeError(`"${options.timeZone}" is no time zone.`);
  return createReplica(remoteTasks(options), options);
}
