import { isContactField, contactSections, fieldLabel } from '../contacts/fields.ts';
import { isTaskField, taskFieldLabel, taskSections } from '../tasks/fields.ts';
import { texts } from '../texts.ts';
import type { Kind } from '../api/types.ts';

/** Kinds of records that have pages. */
export type RecordKind = 'contact' | 'task';

/** The part of the API and of the pages in which a kind lives: `/api/tasks`, `/tasks`. */
export const pathOf = { contact: 'contacts', task: 'tasks' } as const;

/** The texts of a kind. */
export const wordsOf = (kind: RecordKind) => texts[pathOf[kind]];

export const isRecordKind = (kind: string): kind is RecordKind => kind in pathOf;

export interface FieldSection {
  readonly title: string;
  readonly fields: readonly string[];
}

/** The fields of a kind by section, as far as files hold them. */
export const sectionsOf = (kind: RecordKind): readonly FieldSection[] =>
  kind === 'contact'
    ? contactSections
    : taskSections.map(({ title, fields }) => ({
        title,
        fields: fields.filter((field) => field !== 'relatedContactId'),
      }));

/** What people call a field; a name that these pages do not know stands as it is. */
export function labelOf(kind: Kind, field: string): string {
  const columns: { readonly [name: string]: string } = texts.records.columns;
  const label = kind === 'contact' ? fieldLabel(field) : kind === 'task' ? taskFieldLabel(field) : field;
  return label === field ? (columns[field] ?? field) : label;
}

export const isFieldOf = (kind: Kind, field: string): boolean =>
  kind === 'contact' ? isContactField(field) : kind === 'task' && isTaskField(field);
