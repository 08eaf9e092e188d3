import { wrapHtml } from '../../mail/bodies.ts';
import type { Json, JsonObject } from '../../state/types.ts';
import { isObject, readBody, textOf, type PropertyType } from '../body.ts';
import { graphError } from '../errors.ts';
import { dayText } from './days.ts';
import { invalidRequest, validationFailure } from './errors.ts';
import { recurrenceDays } from './expand.ts';
import { mirrorPlaces } from './places.ts';
import { isRecurrence, readRecurrence } from './recurrence.ts';
import {
  dateOf,
  instantMs,
  isMidnight,
  isMoment,
  isSameZone,
  laterOnWall,
  momentOf,
  readMoment,
  wallMs,
} from './times.ts';

const CHOICES: Record<string, string[]> = {
  showAs: ['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown'],
  sensitivity: ['normal', 'personal', 'private', 'confidential'],
  importance: ['low', 'normal', 'high'],
  onlineMeetingProvider: ['unknown', 'teamsForBusiness', 'skypeForBusiness', 'skypeForConsumer'],
};

const READ_ONLY =
  'id changeKey createdDateTime lastModifiedDateTime bodyPreview organizer isOrganizer responseStatus type seriesMasterId originalStart originalStartTimeZone originalEndTimeZone cancelledOccurrences exceptionOccurrences isCancelled isDraft hasAttachments webLink iCalUId onlineMeeting onlineMeetingUrl instances calendar attachments';

const TYPES: Record<string, PropertyType> = {
  subject: 'string',
  body: 'object',
  start: 'object',
  end: 'object',
  isAllDay: 'boolean',
  location: 'object',
  locations: 'objects',
  attendees: 'objects',
  responseRequested: 'boolean',
  allowNewTimeProposals: 'boolean',
  hideAttendees: 'boolean',
  showAs: 'string',
  sensitivity: 'string',
  importance: 'string',
  isReminderOn: 'boolean',
  reminderMinutesBeforeStart: 'integer',
  categories: 'strings',
  recurrence: 'object',
  isOnlineMeeting: 'boolean',
  onlineMeetingProvider: 'string',
  transactionId: 'string',
};
for (const name of READ_ONLY.split(' ')) TYPES[name] = 'readOnly';

/** Fields that become their default again when null is written. */
const NULLABLE: Record<string, Json> = { subject: '', categories: [], attendees: [] };

/** Checks and normalises what a client wrote into an event, field by field; `zone` is that of the start. Throws 400 (GRAPH 2.2). */
export function readEvent(body: JsonObject, zone: string): JsonObject {
  const read = readBody('event', TYPES, body);
  const values: JsonObject = {};
  for (const [name, value] of Object.entries(read)) {
    if (value !== null) values[name] = CHOICES[name] === undefined ? value : choice(name, value);
    else if (name === 'recurrence') values[name] = null;
    else if (name in NULLABLE) values[name] = NULLABLE[name] ?? null;
    else if (name === 'body') values[name] = { contentType: 'html', content: '' };
    else if (name === 'location') values[name] = {};
    else if (name === 'start' || name === 'end') throw validationFailure(`'${name}' cannot be null.`);
  }
  if (isObject(values['start'])) values['start'] = readMoment('start', values['start']);
  if (isObject(values['end'])) values['end'] = readMoment('end', values['end']);
  if (isObject(values['body'])) values['body'] = readItemBody(values['body']);
  const { start } = values;
  if (isObject(values['recurrence']))
    values['recurrence'] = readRecurrence(values['recurrence'], isMoment(start) ? start.timeZone : zone);
  return { ...values, ...mirrorPlaces(values) };
}

function choice(name: string, value: Json): string {
  const found = CHOICES[name]?.find((known) => known.toLowerCase() === textOf(value).toLowerCase());
  if (found !== undefined) return found;
  throw graphError(400, 'RequestBodyRead', `Requested value '${textOf(value)}' was not found for '${name}'.`);
}

/** Stored as a whole HTML document, whatever was sent (GRAPH 2.2; 9, gotcha 26). */
function readItemBody({ contentType, content }: JsonObject): JsonObject {
  const type = (textOf(contentType) || 'text').toLowerCase();
  if (type !== 'text' && type !== 'html')
    throw graphError(400, 'RequestBodyRead', `Requested value '${textOf(contentType)}' was not found.`);
  const text = textOf(content);
  const html = type === 'html' ? wrapHtml(text, '') : wrapHtml(null, text);
  return { contentType: 'html', content: text === '' ? '' : html };
}

/** Checks times and recurrence of an event as it will be, and moves a series to its first occurrence. Throws 400. */
export function settleTimes(properties: JsonObject): JsonObject {
  const { start, end, recurrence } = properties;
  if (!isMoment(start) || !isMoment(end)) throw validationFailure("'start' and 'end' are required.");
  if (properties['isAllDay'] === true) checkAllDay(properties);
  else if (instantMs(end) < instantMs(start))
    throw validationFailure('The end of the event is before its start.');
  if (!isRecurrence(recurrence)) return {};
  const { range } = recurrence;
  if (range.startDate !== dateOf(start))
    throw validationFailure("The recurrence's startDate is not the day of 'start'.");
  if (!isSameZone(range.recurrenceTimeZone, start.timeZone))
    throw validationFailure("The recurrenceTimeZone is not the zone of 'start'.");
  const [first] = recurrenceDays(recurrence);
  if (first === undefined) throw validationFailure('The series has no occurrence.');
  const startDate = dayText(first);
  if (startDate === range.startDate) return {};
  const moved = laterOnWall(start, Date.parse(startDate) - Date.parse(range.startDate));
  return {
    start: moved,
    end: laterOnWall(end, wallMs(start, moved)),
    recurrence: { ...recurrence, range: { ...range, startDate } },
  };
}

/** Midnight to midnight in one zone, a day at least (GRAPH 2.2). */
function checkAllDay(properties: JsonObject): void {
  const [start, end] = [momentOf(properties, 'start'), momentOf(properties, 'end')];
  for (const [name, moment] of [
    ['Start', start],
    ['End', end],
  ] as const)
    if (!isMidnight(moment))
      throw invalidRequest(`The Event.${name} property for an all-day event needs to be set to midnight.`);
  if (!isSameZone(start.timeZone, end.timeZone))
    throw invalidRequest(
      'The Event.Start and Event.End properties for an all-day event need to be in the same time zone.',
    );
  if (wallMs(start, end) <= 0)
    throw invalidRequest('The duration of an event marked as All day must be at least 24 hours.');
}
