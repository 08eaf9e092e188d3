import { sameValue, type Content, type FieldValue } from '../content/content.ts';
import type { Link, Side } from '../model.ts';

/** What one side of a link is, compared with the base (the rows and columns of the decision table). */
export type Status = 'absent' | 'unchanged' | 'changed' | 'deleted' | 'outOfScope' | 'unreadable';

/** The value that a side showed for a field when both sides last agreed; undefined where it showed none. */
export function agreedValue(link: Link, side: Side, field: string): FieldValue | undefined {
  const shown = link.shown[side]?.[field];
  return shown === undefined ? link.base?.[field] : (shown ?? undefined);
}

/** The fields whose value on a side differs from what the side showed at the last agreement: a person's edits. */
export function editedFields(link: Link, side: Side, content: Content, fields: readonly string[]): string[] {
  return fields.filter((field) => !sameValue(content[field], agreedValue(link, side, field)));
}

/** Version tags and timestamps play no part: Graph changes both without an edit (V12). */
export function statusOf(link: Link, side: Side, fields: readonly string[]): Status {
  const seen = link[side];
  if (seen === null) return 'absent';
  switch (seen.state) {
    case 'deleted':
    case 'outOfScope':
    case 'unreadable':
      return seen.state;
    case 'missing':
      return 'unreadable'; // reported as removed and not yet looked at again: no ground for anything (V7)
    case 'present':
      if (link.base === null) return 'changed';
      return editedFields(link, side, seen.content, fields).length > 0 ? 'changed' : 'unchanged';
  }
}
