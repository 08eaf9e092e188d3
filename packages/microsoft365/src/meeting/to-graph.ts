import type { Content, FieldValue, Recurrence, When } from '@counterpart/engine';
import { textOf, type JsonObject, type Json } from '../json.ts';
import { bodyToGraph } from './body.ts';
import { writeOwn, type Details } from './details.ts';
import { whenToGraph } from './moments.ts';
import type { MeetingNative } from './native.ts';
import { noteLines } from './note.ts';
import { attendeesFor } from './people.ts';
import { urlOf, type MeetingContext } from './setting.ts';

type Properties = { [property: string]: Json };

const whenIn = (content: Content): When | undefined => content['when'] as unknown as When | undefined;

/** A host's event is the host's; the owner's own is written whole (B12). */
export const isInviting = (content: Content): boolean =>
  content['invite'] === true && content['host'] === undefined;

/** The properties that a field is written to, for fields that need nothing else. */
export function propertiesFor(field: string, content: Content, { timeZone }: MeetingContext): Properties {
  const value = content[field];
  switch (field) {
    case 'title':
      return { subject: textOf(value) ?? '' };
    case 'location':
      return { location: { displayName: textOf(value) ?? '' } };
    case 'reminder':
      return typeof value === 'number'
        ? { isReminderOn: true, reminderMinutesBeforeStart: value }
        : { isReminderOn: false };
    case 'showAs':
      return { showAs: textOf(value) ?? 'busy' };
    case 'sensitivity':
      return { sensitivity: textOf(value) ?? 'normal' };
    case 'categories':
      return { categories: Array.isArray(value) ? (value as readonly Json[]) : [] };
    case 'online':
      return value === true ? { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' } : {};
    case 'when': {
      const when = whenIn(content);
      const recurrence = content['recurrence'] as unknown as Recurrence | undefined;
      return when === undefined ? {} : (whenToGraph(when, timeZone, recurrence) as Properties);
    }
    default:
      return {};
  }
}

/** What goes into the extended property for a content: participants only while nobody is invited (E11). */
export function detailsFor(content: Content, before: MeetingNative | undefined): Details {
  const when = whenIn(content);
  const { participants, joinUrl, host } = content;
  const isSilent = !isInviting(content) && host === undefined;
  const isPrivate = content['sensitivity'] === 'private' || content['sensitivity'] === 'confidential';
  return {
    ...(when === undefined || 'allDay' in when ? {} : { zone: when.zone }),
    ...(isSilent && participants !== undefined
      ? { participants: participants as Details['participants'] }
      : {}),
    ...(typeof joinUrl === 'string' && joinUrl !== before?.online?.joinUrl ? { joinUrl } : {}),
    ...(isPrivate && before?.isMasked !== true ? { known: true as const } : {}),
  };
}

/** The body with the description, the note of a silent meeting, and Microsoft's block. */
export const bodyFor = (
  description: FieldValue | undefined,
  details: Details,
  block: string,
  context: MeetingContext,
  marker: string | null,
): JsonObject =>
  bodyToGraph(description, noteLines(details, { name: context.name, url: urlOf(context, marker) }), block);

const simpleFields = [
  'title',
  'location',
  'reminder',
  'showAs',
  'sensitivity',
  'categories',
  'online',
] as const;

/** The body of a POST. Everything whose usual value may differ from the CRM's is named (GRAPH 10). */
export function newEvent(
  content: Content,
  context: MeetingContext,
  marker: string | null,
): { body: JsonObject; native: MeetingNative } {
  const details = detailsFor(content, undefined);
  const body: JsonObject = {
    ...Object.assign({}, ...simpleFields.map((field) => propertiesFor(field, content, context))),
    ...propertiesFor('when', content, context),
    body: bodyFor(content['description'], details, '', context, marker),
    ...(isInviting(content) ? { attendees: attendeesFor(content['participants']) } : {}),
    ...writeOwn({ marker, madeBy: context.madeBy, details }),
  };
  return { body, native: { madeBy: context.madeBy, details } };
}

const sameLines = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');

/**
 * The body of a PATCH that sets the fields. Where nothing but the list of people changes, nothing else is sent: then only those mailed whom it concerns
 * (Update event).
 */
export function changedEvent(
  content: Content,
  fields: readonly string[],
  before: MeetingNative,
  context: MeetingContext,
  marker: string,
): { body: JsonObject; native: MeetingNative } {
  // A field that is not mapped is in no content: that nobody is invited must be said.
  const inviting = isInviting(content) || (before.isInvited === true && !fields.includes('invite'));
  const people = fields.includes('participants') || fields.includes('invite');
  const attendees: JsonObject =
    people && content['host'] === undefined && (inviting || before.isInvited === true)
      ? { attendees: inviting ? attendeesFor(content['participants']) : [] }
      : {};
  if (fields.length === 1 && fields[0] === 'participants' && inviting && before.isInvited === true)
    return { body: attendees, native: before };
  const touched = new Set(fields);
  const details = mergedDetails(content, touched, before, inviting);
  const { name } = context;
  const options = { name, url: urlOf(context, marker) };
  const notes = [noteLines(before.details ?? {}, options), noteLines(details, options)] as const;
  // A description that is not mapped is not known here, and stays.
  const isKnown = content['description'] !== undefined || before.isDescribed !== true;
  const isBodyWritten = touched.has('description') || (isKnown && !sameLines(...notes));
  const timed = touched.has('when') || touched.has('recurrence');
  const body: JsonObject = {
    ...Object.assign(
      {},
      ...simpleFields
        .filter((field) => touched.has(field))
        .map((field) => propertiesFor(field, content, context)),
    ),
    ...(timed ? propertiesFor('when', content, context) : {}),
    ...(touched.has('recurrence') && content['recurrence'] === undefined ? { recurrence: null } : {}),
    ...(isBodyWritten
      ? { body: bodyFor(content['description'], details, before.online?.block ?? '', context, marker) }
      : {}),
    ...attendees,
    ...writeOwn({ marker, details }),
  };
  return { body, native: { ...before, details } };
}

/** Only what is written changes what is kept in the event. */
function mergedDetails(
  content: Content,
  touched: ReadonlySet<string>,
  before: MeetingNative,
  inviting: boolean,
): Details {
  const { participants: noted, ...others } = detailsFor(content, before);
  const wanted: Details = inviting || noted === undefined ? others : { ...others, participants: noted };
  const kept = before.details ?? {};
  const pick = <Name extends keyof Details>(
    name: Name,
    by: readonly string[],
  ): Pick<Details, Name> | object => {
    const value = by.some((field) => touched.has(field)) ? wanted[name] : kept[name];
    return value === undefined ? {} : { [name]: value };
  };
  return {
    ...pick('zone', ['when']),
    ...pick('participants', ['participants', 'invite']),
    ...pick('joinUrl', ['joinUrl']),
    ...pick('known', ['sensitivity']),
  };
}
