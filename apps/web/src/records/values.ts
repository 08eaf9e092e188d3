import { meetingValueText } from '../meetings/values.ts';
import { taskValueText } from '../tasks/values.ts';
import { texts } from '../texts.ts';
import { plainDate } from '../ui/time.tsx';
import type { RecordKind } from './kinds.ts';

/** Where the reader is: for dates and times. */
export interface Place {
  readonly locale: string;
  readonly timeZone: string | undefined;
}

/** The value of a field, written as a text, as people read it. */
export function valueText(kind: RecordKind, field: string, value: string, place: Place): string {
  const origins: { readonly [origin: string]: string } = texts.records.origins;
  if (field === 'origin') return origins[value] ?? value;
  if (kind === 'meeting') return meetingValueText(field, value, place);
  if (kind === 'task') return taskValueText(field, value, place);
  return field === 'dateOfBirth' ? plainDate(value, place.locale) : value;
}
