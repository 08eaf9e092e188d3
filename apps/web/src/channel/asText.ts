import { texts } from '../texts.ts';

/** A value of a field as people read it. */
export function asText(value: unknown): string {
  if (value === null || value === undefined || value === '') return texts.channel.conflicts.empty_;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
