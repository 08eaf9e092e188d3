import { isZone, meeting, normaliseContent, type Content, type RemoteReplica } from '@counterpart/engine';
import { largestBatch } from '../client/batch.ts';
import { isItemGone } from '../client/problem.ts';
import { channelProblem } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { applyOperations } from '../replica/apply.ts';
import { ensureContainer } from '../replica/container.ts';
import { extendedPropertyMarker } from '../replica/extended-property.ts';
import { findByMarkers } from '../replica/find.ts';
import type { RemoteKind } from '../replica/remote-kind.ts';
import { containerOf, immutableIds, type ReplicaOptions, type Setting } from '../replica/setting.ts';
import { calendarIds } from './calendars.ts';
import { createMeetingChanges } from './changes.ts';
import { showsProperties } from './details.ts';
import { meetingFromGraph } from './from-graph.ts';
import { readNative, storedNative } from './native.ts';
import { objectionTo } from './objection.ts';
import { placesOf } from './places.ts';
import { readEvents } from './read.ts';
import { removeOwnCalendar, removeOwnEvents } from './remove.ts';
import type { MeetingContext } from './setting.ts';
import { changedEvent, newEvent } from './to-graph.ts';
import { transactionId } from './transaction.ts';
import { noProperties, seriesOptions, singleOptions } from './whole.ts';
import { isOvertaken, learned, remainderOf } from './within.ts';

export interface MeetingReplicaOptions extends ReplicaOptions {
  /** IANA zone of the person: all-day events are written in it. */
  readonly timeZone: string;
  /** The calendar that is written to (E2): null for one of our own, which is made, named `containerName` and marked; else the id of one of the person's. */
  readonly writeTo: string | null;
  /** From which calendars events are captured beside the one that is written to: ids, or 'default' for the person's main calendar. Default: that one. */
  readonly capture?: readonly string[];
  /** E10: of a person's private events, only the time or everything. */
  readonly privateEvents: 'timeOnly' | 'everything';
  /** Where the CRM shows a record. @param localId the CRM's identifier of the meeting. */
  readonly recordUrl: (localId: string) => string;
}

/** Events, single ones and whole series, in a calendar of a mailbox. */
function remoteMeetings(context: MeetingContext, calendar: () => string): RemoteKind {
  return {
    kind: meeting,
    prefer: immutableIds,
    containers: '/calendars',
    containerName: 'name',
    containerMarker: extendedPropertyMarker,
    mayAdopt: (container) => container['isDefaultCalendar'] !== true && container['canEdit'] !== false,
    // Only the list of calendars tells (`calendarIds`).
    hasBin: false,
    parent: null,
    keepsIds: true,
    movedReason: 'movedOutOfCalendar',
    isGone: isItemGone,
    itemsIn: (id) => `/calendars/${id}/events`,
    defaultItems: null,
    item: (id) => `/events/${id}`,
    readOptions: seriesOptions,
    findOptions: singleOptions,
    writeOptions: {},
    listOptions: { ...singleOptions, $top: 1000 },
    emptinessOptions: { $select: 'id' },
    deltaOptions: {},
    expanded: noProperties,
    isWhole: () => true,
    marker: {
      ...extendedPropertyMarker,
      read: (item) => extendedPropertyMarker.read(item) ?? (showsProperties(item) ? '' : undefined),
    },
    guard: 'ifMatch',
    objection: (_, operation) => objectionTo(operation),
    fromGraph: (item, known) => meetingFromGraph(item, context, known),
    toGraphNew(content, marker) {
      const { body, native } = newEvent(content, context, marker);
      const named = marker === null ? {} : { transactionId: transactionId(calendar(), marker, body) };
      return { body: { ...body, ...named }, native: storedNative({ ...native, ...inOwn(marker) }) };
    },
    toGraphChange(content, fields, known, marker) {
      const before = readNative(known);
      if (before === undefined) return null;
      const { body, native } = changedEvent(content, fields, before, context, marker);
      return { body, native: storedNative(native) };
    },
    remainder: (write, item, path) => remainderOf(write, item, path, context),
    learned,
    isOvertaken: (write, item: JsonObject) => isOvertaken(write, item, context),
  };

  function inOwn(marker: string | null) {
    return marker === null ? {} : { calendar: calendar() };
  }
}

/**
 * A person's events in Outlook as the engine's remote side (E1 to E11, B12). One snapshot for each single event and one for each series, whose changed and
 * cancelled occurrences are part of it.
 * @throws TypeError for a zone that is no IANA zone.
 */
export function createMeetingReplica(options: MeetingReplicaOptions): RemoteReplica {
  const { timeZone, writeTo, capture = ['default'], privateEvents, recordUrl, ...rest } = options;
  if (!isZone(timeZone)) throw new TypeError(`"${timeZone}" is no time zone.`);
  const { containerName: name, containerMarker: madeBy } = options;
  const context: MeetingContext = { timeZone, name, madeBy, privateEvents, recordUrl };
  const setting: Setting = { ...rest, remote: remoteMeetings(context, () => containerOf(setting)) };
  const places = placesOf(setting, capture);
  const { remote, client, mailbox } = setting;
  const containerExists = async (id: string) => (await calendarIds(client, mailbox)).has(id);
  return {
    batchSize: largestBatch,
    changesSince: createMeetingChanges(setting, places, capture),
    project: (content) => projected(remote, content),
    read: (ids) => readEvents(setting, places, ids),
    apply: (operations) => applyOperations(setting, operations),
    findByMarkers: (markers) => findByMarkers(setting, markers),
    async ensureContainer(known) {
      const found = writeTo === null ? await ownCalendar(known) : { id: writeTo, made: false };
      if (writeTo !== null && !(await containerExists(writeTo))) throw channelProblem('containerMissing');
      setting.container = found.id;
      return found;
    },
    containerExists,
    removeContainer: (id) =>
      writeTo === null ? removeOwnCalendar(setting, id) : removeOwnEvents(setting, id),
  };

  async function ownCalendar(known: string | null) {
    // A calendar in Deleted Items may still be found by its id, and is none.
    const there = known !== null && (await containerExists(known)) ? known : null;
    return ensureContainer(setting, there);
  }
}

/** What Outlook shows of a content; its occurrences it can show as they are. */
function projected(remote: RemoteKind, content: Content): Content {
  const { content: shown } = remote.fromGraph(remote.toGraphNew(content, null).body, undefined);
  return normaliseContent(meeting, { ...shown, occurrences: content['occurrences'] });
}
