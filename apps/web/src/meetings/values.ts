import type { Meeting, MeetingInput, Recurrence } from '../api/types.ts';
import type { Values } from '../records/draft.ts';
import type { Place } from '../records/values.ts';
import { inWords as recurrenceInWords } from '../tasks/recurrence.ts';
import { texts } from '../texts.ts';
import { plainDate } from '../ui/time.tsx';
import { timeText } from './calendar/times.ts';
import { meetingFieldLabel, meetingFields, type MeetingField } from './fields.ts';
import { textOf } from './html.ts';
import { timeOf, type When } from './when.ts';

export type Participants = Meeting['participants'];
type Description = NonNullable<Meeting['description']>;

const json = (value: unknown): string => JSON.stringify(value);

/** Stands before a description in HTML; no text that is kept has such a character. */
const HTML = '\u0001';
export const isHtml = (value: string): boolean => value.startsWith(HTML);
export const htmlOf = (value: string): string => value.slice(HTML.length);
const descriptionText = (value: Description | null): string =>
  value === null ? '' : typeof value === 'string' ? value : HTML + value.html;

export const whenOf = (value: string): When => JSON.parse(value) as When;
export const participantsOf = (value: string): Participants =>
  value === '' ? {} : (JSON.parse(value) as Participants);
export const participantsText = (value: Participants): string =>
  Object.keys(value).length === 0 ? '' : json(value);

/** What a new meeting has before one types. */
export const newValues = (
  when: When,
  defaults: Partial<Values<MeetingField>> = {},
): Values<MeetingField> => ({
  ...(Object.fromEntries(meetingFields.map((field) => [field, ''])) as Values<MeetingField>),
  when: json(when),
  showAs: 'busy',
  sensitivity: 'normal',
  ...defaults,
});

/** A meeting's values as a form holds them: every one a text; when, recurrence and participants as JSON, categories one a line, yes or nothing for a tick. */
export const meetingValues = (meeting: Meeting): Values<MeetingField> => ({
  title: meeting.title ?? '',
  when: json(meeting.when),
  recurrence: meeting.recurrence === null ? '' : json(meeting.recurrence),
  location: meeting.location ?? '',
  online: meeting.online ? 'yes' : '',
  joinUrl: meeting.joinUrl ?? '',
  participants: participantsText(meeting.participants),
  invite: meeting.invite ? 'yes' : '',
  reminder: meeting.reminder === null ? '' : String(meeting.reminder),
  showAs: meeting.showAs,
  sensitivity: meeting.sensitivity,
  categories: meeting.categories.join('\n'),
  description: descriptionText(meeting.description),
});

/** Edits as the API takes them. */
export function meetingChanges(edits: { readonly [field in MeetingField]?: string | null }): MeetingInput {
  const as: { readonly [field in MeetingField]?: (value: string) => unknown } = {
    when: whenOf,
    recurrence: (value) => JSON.parse(value) as Recurrence,
    participants: participantsOf,
    online: (value) => value === 'yes',
    invite: (value) => value === 'yes',
    reminder: Number,
    categories: (value) => value.split('\n').filter(Boolean),
    description: (value) => (isHtml(value) ? { html: htmlOf(value) } : value),
  };
  const entries = Object.entries(edits) as [MeetingField, string | null][];
  return Object.fromEntries(
    entries.map(([field, value]) => [field, value === null ? emptied(field) : (as[field]?.(value) ?? value)]),
  );
}

const emptied = (field: MeetingField) => (field === 'participants' ? {} : null);

/** "15 minutes before". */
export function reminderText(minutes: number): string {
  const t = texts.meetings.reminders;
  if (minutes === 0) return t.atStart;
  if (minutes % 10_080 === 0) return t.before(t.weeks(minutes / 10_080));
  if (minutes % 1440 === 0) return t.before(t.days(minutes / 1440));
  if (minutes % 60 === 0) return t.before(t.hours(minutes / 60));
  return t.before(t.minutes(minutes));
}

/** When, in the zone of the reader. */
export const whenText = (when: When, place: Place): string => timeText(timeOf(when), place);

const people = (value: Participants): string =>
  Object.entries(value)
    .map(([address, { name }]) => name ?? address)
    .join(', ');

/** The value of a field, as a form or the timeline holds it, as people read it. */
export function meetingValueText(field: string, value: string, place: Place): string {
  const t = texts.meetings;
  const names: { readonly [field: string]: { readonly [value: string]: string } } = {
    showAs: t.showAs,
    sensitivity: t.sensitivities,
    response: t.responses,
    online: { yes: t.marks.yes, true: t.marks.yes },
    invite: { yes: t.marks.yes, true: t.marks.yes },
  };
  if (names[field]) return names[field][value] ?? value;
  if (field === 'reminder' && /^\d+$/.test(value)) return reminderText(Number(value));
  if (field === 'categories') return value.split('\n').join(', ');
  if (field === 'description' && isHtml(value)) return textOf(htmlOf(value));
  if (!value.startsWith('{')) return value;
  switch (field) {
    case 'when':
      return whenText(whenOf(value), place);
    case 'recurrence':
      return recurrenceInWords(JSON.parse(value) as Recurrence, place.locale);
    case 'participants':
      return people(participantsOf(value));
    case 'occurrences':
      return occurrencesText(JSON.parse(value) as Meeting['occurrences'], place);
    case 'host': {
      const host = JSON.parse(value) as NonNullable<Meeting['host']>;
      return host.name ?? host.address;
    }
    case 'description':
      return textOf((JSON.parse(value) as { html: string }).html);
    default:
      return value;
  }
}

/** "5 May 2027: Cancelled; 12 May 2027: Title". */
const occurrencesText = (occurrences: Meeting['occurrences'], { locale }: Place): string =>
  Object.entries(occurrences)
    .map(([day, own]) => {
      const what =
        'cancelled' in own && own.cancelled
          ? texts.meetings.occurrences.cancelled
          : Object.keys(own).map(meetingFieldLabel).join(', ');
      return `${plainDate(day, locale)}: ${what}`;
    })
    .join('; ');
