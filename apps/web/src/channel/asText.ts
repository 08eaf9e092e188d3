import type { Kind } from '../api/types.ts';
import { isRecordKind } from '../records/kinds.ts';
import { valueText, type Place } from '../records/values.ts';
import { texts } from '../texts.ts';

/** A value of a field as people read it. */
export function asText(kind: Kind, field: string, value: unknown, place: Place): string {
  if (value === null || value === undefined || value === '') return texts.channel.conflicts.empty_;
  const words =
    Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.join('\n') : value;
  const text = typeof words === 'string' ? words : JSON.stringify(words);
  return isRecordKind(kind) ? valueText(kind, field, text, place) : text;
}
