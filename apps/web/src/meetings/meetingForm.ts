import type { Values } from '../records/draft.ts';
import type { FormFields } from '../records/form.ts';
import { texts } from '../texts.ts';
import { meetingFields, occurrenceFields, sectionsWith, type MeetingField } from './fields.ts';
import { MeetingInput } from './MeetingInput.tsx';
import { whenOf } from './values.ts';
import { wrongWhen } from './when.ts';

const wide: readonly MeetingField[] = [
  'title',
  'when',
  'recurrence',
  'participants',
  'invite',
  'description',
];
/** What many meetings may share; the others differ, or change for whom and when people are mailed. */
const shared: readonly MeetingField[] = ['location', 'reminder', 'showAs', 'sensitivity', 'categories'];
const needed: readonly MeetingField[] = ['showAs', 'sensitivity'];
const t = texts.meetings.checks;

function check(field: MeetingField, value: string): string | null {
  if (value === '') return null;
  if (field === 'when') {
    const wrong = wrongWhen(whenOf(value));
    return wrong === null ? null : t[wrong];
  }
  if (field === 'joinUrl') return /^https?:\/\/\S+$/i.test(value.trim()) ? null : t.url;
  if (field === 'recurrence')
    return (JSON.parse(value) as { daysOfWeek?: string[] }).daysOfWeek?.length === 0
      ? texts.tasks.checks.recurrence
      : null;
  return null;
}

/** Some fields of a meeting, as forms show them. Microsoft 365 has meetings without a title; a new one has one. */
const meetingFormOf = (fields: readonly MeetingField[], isNew: boolean): FormFields<MeetingField> => ({
  kind: 'meeting',
  sections: sectionsWith(fields),
  isWide: (field) => wide.includes(field),
  Input: MeetingInput,
  check,
  checkWhole: ({ title }: Values<MeetingField>) =>
    isNew && title.trim() === '' ? { field: 'title', message: t.title } : null,
  mayMassUpdate: (field) => shared.includes(field),
  mayEmpty: (field) => !needed.includes(field),
});

export const meetingForm = meetingFormOf(meetingFields, false);
export const newMeetingForm = meetingFormOf(meetingFields, true);
/** One occurrence of a series. */
export const oneForm = meetingFormOf(occurrenceFields, false);
/** What somebody else hosts: inviting is theirs. */
export const lockedForm = meetingFormOf(
  meetingFields.filter((field) => field !== 'invite'),
  false,
);
