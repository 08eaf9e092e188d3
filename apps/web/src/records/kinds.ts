import { isContactField, contactSections, fieldLabel } from '../contacts/fields.ts';
import { isMeetingField, meetingFieldLabel, meetingFileSections } from '../meetings/fields.ts';
import { isTaskField, taskFieldLabel, taskSections } from '../tasks/fields.ts';
import { texts } from '../texts.ts';
import type { Kind } from '../api/types.ts';

/** Kinds of records that have pages. */
export type RecordKind = 'contact' | 'meeting' | 'task';

/** The part of the API and of the pages in which a kind lives: `/api/tasks`, `/tasks`. */
export const pathOf = { contact: 'contacts', meeting: 'meetings', task: 'tasks' } as const;

/** The texts of a kind. */
export const wordsOf = (kind: RecordKind) => texts[pathOf[kind]];

export const isRecordKind = (kind: string): kind is RecordKind => kind in pathOf;

export interface FieldSection {
  readonly title: string;
  readonly fields: readonly string[];
}

/** The fields of a kind by section, as far as files hold them. */
export const sectionsOf = (kind: RecordKind): readonly FieldSection[] =>
  ({ contact: contactSections, meeting: meetingFileSections, task: taskFileSections })[kind];

const taskFileSections = taskSections.map(({ title, fields }) => ({
  title,
  fields: fields.filter((field) => field !== 'relatedContactId'),
}));

const fieldLabels = { contact: fieldLabel, meeting: meetingFieldLabel, task: taskFieldLabel };

/** What people call a field; a name that these pages do not know stands as it is. */
export function labelOf(kind: Kind, field: string): string {
  const columns: { readonly [name: string]: string } = texts.records.columns;
  const label = fieldLabels[kind](field);
  return label === field ? (columns[field] ?? field) : label;
}

const areFields = { contact: isContactField, meeting: isMeetingField, task: isTaskField };

export const isFieldOf = (kind: Kind, field: string): boolean => areFields[kind](field);
