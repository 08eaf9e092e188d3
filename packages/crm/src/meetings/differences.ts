import {
  meeting,
  normaliseContent,
  occurrenceOn,
  sameValue,
  whenOn,
  type Content,
  type FieldValue,
} from '@counterpart/engine';
import { overridesOf, whenOf } from './times.ts';

/** What an occurrence may have of its own. */
export const occurrenceFields = [
  'title',
  'when',
  'location',
  'description',
  'reminder',
  'showAs',
  'sensitivity',
  'categories',
] as const;

/** The changed occurrences of a series when that of a day is to have a content: only what differs from the series is kept of it. */
export function withOccurrence(series: Content, day: string, wanted: Content): Content {
  const own: { [field: string]: FieldValue } = {};
  const cleared: string[] = [];
  for (const field of occurrenceFields) {
    const usual = field === 'when' ? (whenOn(whenOf(series), day) as unknown as FieldValue) : series[field];
    const value = wanted[field];
    if (sameValue(usual, value)) continue;
    if (value === undefined) cleared.push(field);
    else own[field] = value;
  }
  if (cleared.length > 0) own['cleared'] = cleared;
  const { [day]: _before, ...others } = overridesOf(series);
  return occurrencesFrom(Object.keys(own).length === 0 ? others : { ...others, [day]: own });
}

/** The field `occurrences` of these, canonical; nothing where there are none. */
export const occurrencesFrom = (occurrences: { readonly [day: string]: FieldValue }): Content =>
  normaliseContent(meeting, { occurrences });

/** What a series' occurrence of a day has, whether or not it was cancelled. */
export function contentOn(series: Content, day: string): Content | null {
  const { [day]: own, ...others } = overridesOf(series);
  const living = own?.['cancelled'] === true ? { ...series, ...emptied(others) } : series;
  return occurrenceOn(living, day, 'UTC')?.content ?? null;
}

const emptied = (occurrences: { readonly [day: string]: FieldValue }): Content => ({
  occurrences,
});
