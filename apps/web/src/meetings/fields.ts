import type { Meeting, MeetingInput } from '../api/types.ts';
import { texts } from '../texts.ts';

/** The fields that a form shows; the answer to a host and what the occurrences have of their own have places of their own. */
export type MeetingField = Exclude<
  keyof MeetingInput,
  'ownerId' | 'confirmLost' | 'response' | 'occurrences'
>;

interface Section {
  readonly title: string;
  readonly fields: readonly MeetingField[];
}

/** All fields by section, in the order in which people read and fill them. */
export const meetingSections: readonly Section[] = [
  {
    title: texts.meetings.sections.meeting,
    fields: ['title', 'when', 'recurrence', 'location', 'joinUrl', 'online'],
  },
  { title: texts.meetings.sections.people, fields: ['participants', 'invite'] },
  { title: texts.meetings.sections.shown, fields: ['showAs', 'reminder', 'sensitivity', 'categories'] },
  { title: texts.meetings.sections.more, fields: ['description'] },
];

export const meetingFields: readonly MeetingField[] = meetingSections.flatMap(({ fields }) => [...fields]);

export const isMeetingField = (name: string): name is MeetingField =>
  (meetingFields as readonly string[]).includes(name);

/** What an occurrence may have of its own (E8). */
export const occurrenceFields: readonly MeetingField[] = [
  'title',
  'when',
  'location',
  'showAs',
  'reminder',
  'sensitivity',
  'categories',
  'description',
];

/** What is the reader's own where somebody else hosts the meeting. */
export const ownFields: readonly MeetingField[] = ['showAs', 'reminder', 'categories'];

/** The sections with some of the fields. */
export const sectionsWith = (wanted: readonly MeetingField[]): readonly Section[] =>
  meetingSections
    .map(({ title, fields }) => ({ title, fields: fields.filter((field) => wanted.includes(field)) }))
    .filter(({ fields }) => fields.length > 0);

export const meetingFieldLabel = (name: string): string => {
  const labels: { readonly [name: string]: string } = texts.meetings.fields;
  return labels[name] ?? name;
};

export const showAsValues: readonly Meeting['showAs'][] = [
  'busy',
  'tentative',
  'free',
  'oof',
  'workingElsewhere',
];
export const sensitivities: readonly Meeting['sensitivity'][] = [
  'normal',
  'personal',
  'private',
  'confidential',
];
export const roles: readonly Meeting['participants'][string]['role'][] = ['required', 'optional', 'resource'];
/** Minutes before the start. */
export const reminders = [0, 5, 10, 15, 30, 60, 120, 1440, 2880, 10_080];

/** What a column of a file may go into, by section. */
export const meetingFileSections: readonly { readonly title: string; readonly fields: readonly string[] }[] =
  [
    {
      title: texts.meetings.sections.meeting,
      fields: [
        'title',
        'start',
        'startTime',
        'end',
        'endTime',
        'allDay',
        'zone',
        'recurrence',
        'occurrences',
        'rule',
        'location',
        'online',
        'joinUrl',
      ],
    },
    { title: texts.meetings.sections.people, fields: ['participants', 'host', 'response'] },
    { title: texts.meetings.sections.shown, fields: ['showAs', 'reminder', 'sensitivity', 'categories'] },
    { title: texts.meetings.sections.more, fields: ['description', 'uid'] },
  ];
