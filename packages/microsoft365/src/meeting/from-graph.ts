import { meeting, normaliseContent, type Content, type FieldValue } from '@counterpart/engine';
import { isObject, textOf, type JsonObject } from '../json.ts';
import { readDetails, readMadeBy, showsProperties } from './details.ts';
import { masked } from './masked.ts';
import { recurrenceFromGraph, zoneOfEvent } from './moments.ts';
import { readNative, storedNative, type MeetingNative } from './native.ts';
import { occurrencesFromGraph, showsOccurrences } from './occurrences.ts';
import { participantsOf, personOf, responseOf } from './people.ts';
import { onlineOf, plainFields } from './plain.ts';
import type { MeetingContext } from './setting.ts';

const isMaster = (item: JsonObject): boolean => isObject(item['recurrence']);

/**
 * An event of Graph, single or a whole series, as canonical content with what is kept beside it (GRAPH 2.2).
 * @param known what was kept when it was last seen: what a reading without `$expand` does not show stays as it was.
 */
export function meetingFromGraph(
  item: JsonObject,
  context: MeetingContext,
  known: FieldValue | undefined,
): { content: Content; native: FieldValue } {
  const before = readNative(known);
  const shown = showsProperties(item);
  const details = shown ? readDetails(item) : (before?.details ?? {});
  const madeBy = shown ? readMadeBy(item) : before?.madeBy;
  const { values, block } = plainFields(item, details, context);
  const isGuest = item['isOrganizer'] === false;
  const attendees = participantsOf(item);
  const isInvited = !isGuest && attendees !== undefined;
  const online = onlineOf(item);
  const plain = normaliseContent(meeting, {
    ...values,
    recurrence: recurrenceFromGraph(item['recurrence']),
    participants: attendees ?? (isGuest ? undefined : details.participants),
    invite: isInvited,
    online: item['isOnlineMeeting'],
    joinUrl: online?.joinUrl ?? details.joinUrl,
    host: isGuest ? personOf(item['organizer']) : undefined,
    response: isGuest ? responseOf(item['responseStatus']) : undefined,
    uid: item['iCalUId'],
  });
  const occurrences = !isMaster(item)
    ? undefined
    : showsOccurrences(item)
      ? occurrencesFromGraph(item, plain, details, context)
      : (before?.occurrences as FieldValue | undefined);
  const whole = normaliseContent(meeting, { ...plain, occurrences });
  const isMasked = masked.applies(whole, { isOwn: madeBy === context.madeBy, details }, context);
  const content = isMasked ? masked.of(whole) : whole;
  const response = textOf(content['response']);
  // Of what is hidden nothing is kept either.
  const shownOnline = isMasked || online === undefined ? undefined : { ...online, block };
  const native: MeetingNative = {
    ...(before?.calendar === undefined ? {} : { calendar: before.calendar }),
    ...(madeBy === undefined ? {} : { madeBy }),
    details: isMasked && details.zone !== undefined ? { zone: details.zone } : isMasked ? {} : details,
    ...(isGuest ? { isGuest } : {}),
    ...(isInvited ? { isInvited } : {}),
    ...(isMasked ? { isMasked } : {}),
    ...(isMaster(item) ? { isSeries: true } : {}),
    ...(whole['description'] === undefined ? {} : { isDescribed: true }),
    ...(shownOnline === undefined ? {} : { online: shownOnline }),
    ...(response === undefined ? {} : { response }),
    ...(content['occurrences'] === undefined
      ? {}
      : { occurrences: content['occurrences'] as Exclude<MeetingNative['occurrences'], undefined> }),
  };
  return { content, native: storedNative(native) };
}

/** Why an event cannot be shown as a meeting: a code of `recordErrors`; undefined where nothing is in the way. */
export function unreadable(item: JsonObject, content: Content): 'unknownTimeZone' | undefined {
  if (content['when'] === undefined) return 'unknownTimeZone';
  return isMaster(item) && zoneOfEvent(item, undefined) === undefined ? 'unknownTimeZone' : undefined;
}
