import { previewOf } from '../../mail/bodies.ts';
import { bodyText } from '../../mail/messageType.ts';
import type { Container, Item, Json, JsonObject } from '../../state/types.ts';
import { findItem } from '../../state/items.ts';
import { isObject } from '../body.ts';
import type { MailboxCall } from '../call.ts';
import { graphError } from '../errors.ts';
import type { ItemType } from '../items/type.ts';
import { itemView } from '../items/view.ts';
import { option, readSelect } from '../odata/query.ts';
import { preference, preferences } from '../prefer.ts';
import { ticksUtc } from '../time.ts';
import { ianaZone } from '../zones.ts';
import { createEvent, removeEvent, updateEvent } from './edit.ts';
import { cancelledIds, exceptionsOf, recurrenceOf } from './series.ts';
import { dateOf, momentAt, momentOf, spanOf } from './times.ts';

const NAMES = (
  'id createdDateTime lastModifiedDateTime changeKey categories transactionId originalStart originalStartTimeZone ' +
  'originalEndTimeZone iCalUId reminderMinutesBeforeStart isReminderOn hasAttachments subject bodyPreview importance sensitivity ' +
  'isAllDay isCancelled isOrganizer responseRequested seriesMasterId showAs type webLink onlineMeetingUrl isOnlineMeeting ' +
  'onlineMeetingProvider allowNewTimeProposals isDraft hideAttendees responseStatus body start end location locations recurrence ' +
  'attendees organizer onlineMeeting cancelledOccurrences'
).split(' ');

/** Events: single ones and the masters of series are stored, occurrences and exceptions are made of their master (GRAPH 1.3, 2.2). */
export const EVENT: ItemType = {
  kind: 'event',
  containerKind: 'calendar',
  entity: 'event',
  names: NAMES,
  omitsEmpty: false,
  hasImmutableIds: true,
  hasExtendedProperties: true,
  context: eventsContext,
  read: readProperty,
  create: createEvent,
  update: updateEvent,
  remove: removeEvent,
  expand: {
    exceptionOccurrences: (call, item) =>
      exceptionsOf(item).map((exception) =>
        itemView(call, EVENT, exception, { select: null, expand: new Map() }),
      ),
  },
  present,
};

function eventsContext(call: MailboxCall, container: Container): string {
  const person = `users('${encodeURIComponent(call.person.id)}')`;
  if (container.wellKnownName === 'calendar') return `${person}/events`;
  return `${person}/calendars('${encodeURIComponent(container.id)}')/events`;
}

function readProperty(item: Item, name: string): Json | undefined {
  const { properties } = item;
  switch (name) {
    case 'createdDateTime':
      return ticksUtc(item.createdAtMs);
    case 'lastModifiedDateTime':
      return ticksUtc(item.lastModifiedAtMs);
    case 'changeKey':
      return item.changeKey;
    case 'start':
      return momentAt(spanOf(properties).startMs, 'UTC');
    case 'end':
      return momentAt(spanOf(properties).endMs, 'UTC');
    case 'originalStartTimeZone':
      return momentOf(properties, 'start').timeZone;
    case 'originalEndTimeZone':
      return momentOf(properties, 'end').timeZone;
    case 'type':
      return properties['type'] ?? (recurrenceOf(item) === null ? 'singleInstance' : 'seriesMaster');
    case 'bodyPreview':
      return previewOf(bodyText(properties['body'] ?? null));
    case 'webLink':
      return `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(item.id)}&exvsurl=1&path=/calendar/item`;
    case 'cancelledOccurrences':
      return recurrenceOf(item) === null ? null : cancelledIds(item);
    default:
      return properties[name];
  }
}

/** Zones, body format and kinds of id as the client prefers them; leaves out what an event of this type does not carry. */
function present(call: MailboxCall, _mailbox: unknown, entity: JsonObject, item: Item): void {
  presentTimes(call, entity, item);
  for (const name of ['originalStart', 'transactionId']) if (entity[name] === null) delete entity[name];
  if (!('cancelledOccurrences' in entity && selectsCancelled(call, item)))
    delete entity['cancelledOccurrences'];
  const { seriesMasterId, body } = entity;
  if (typeof seriesMasterId === 'string' && preferences(call).immutableIds)
    entity['seriesMasterId'] = findItem(call.mailbox, 'event', seriesMasterId)?.immutableId ?? seriesMasterId;
  if (isObject(body) && preference(call, 'outlook.body-content-type')?.toLowerCase() === 'text')
    entity['body'] = { contentType: 'text', content: bodyText(body) };
}

/** Only `$select` on a GET of one master shows them (event resource type). */
function selectsCancelled(call: MailboxCall, item: Item): boolean {
  const select = option(call.query, '$select');
  const isOne = call.params['id'] !== undefined && recurrenceOf(item) !== null;
  return isOne && select !== null && readSelect(select).has('cancelledoccurrences');
}

/** UTC, unless the client prefers a zone; the answer to a POST has the zone that was sent (GRAPH 2.2; 9, gotcha 13). */
function presentTimes(call: MailboxCall, entity: JsonObject, { properties }: Item): void {
  const zone = preference(call, 'outlook.timezone');
  if (zone !== null && ianaZone(zone) === null)
    throw graphError(
      400,
      'TimeZoneNotSupportedException',
      `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zone}'.`,
    );
  const keepsMidnight = properties['isAllDay'] === true && call.state.unknowns.allDayShown === 'midnight';
  for (const [name, atMs] of [
    ['start', spanOf(properties).startMs],
    ['end', spanOf(properties).endMs],
  ] as const) {
    if (!(name in entity)) continue;
    const own = momentOf(properties, name);
    const shown = zone ?? (call.method === 'POST' ? own.timeZone : 'UTC');
    entity[name] = keepsMidnight
      ? { dateTime: `${dateOf(own)}T00:00:00.0000000`, timeZone: shown }
      : momentAt(atMs, shown);
  }
}
