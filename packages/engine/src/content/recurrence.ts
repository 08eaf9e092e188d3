import { date } from './normalise.ts';
import type { FieldValue } from './content.ts';

const patterns = {
  daily: [],
  weekly: ['daysOfWeek', 'firstDayOfWeek'],
  absoluteMonthly: ['dayOfMonth'],
  relativeMonthly: ['daysOfWeek', 'index'],
  absoluteYearly: ['dayOfMonth', 'month'],
  relativeYearly: ['daysOfWeek', 'index', 'month'],
} as const;

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export const weekIndexes = ['first', 'second', 'third', 'fourth', 'last'] as const;

export type Weekday = (typeof weekdays)[number];

/** How a series repeats, in the pattern-and-range model of Microsoft Graph ("recurrencePattern", "recurrenceRange"), without its fillers. */
export interface Recurrence {
  readonly type: keyof typeof patterns;
  readonly interval: number;
  readonly daysOfWeek?: readonly Weekday[];
  readonly firstDayOfWeek?: Weekday;
  readonly dayOfMonth?: number;
  readonly month?: number;
  readonly index?: (typeof weekIndexes)[number];
  readonly range: {
    readonly type: 'noEnd' | 'endDate' | 'numbered';
    /** `yyyy-mm-dd`, the date of the first occurrence. */
    readonly startDate: string;
    readonly endDate?: string;
    readonly numberOfOccurrences?: number;
  };
}

const whole = (value: unknown, from: number, to: number): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to ? value : undefined;

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined =>
  values.find((candidate) => candidate === value);

function days(value: unknown): Weekday[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = weekdays.filter((day) => value.includes(day));
  return found.length === 0 ? undefined : found;
}

/** Only the fields that the pattern uses, each valid; undefined for what is no recurrence. */
export function recurrence(value: unknown): FieldValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const input = value as { readonly [name: string]: unknown };
  const type = oneOf(Object.keys(patterns) as (keyof typeof patterns)[], input['type']);
  const interval = whole(input['interval'] ?? 1, 1, 999);
  const range = rangeOf(input['range']);
  if (type === undefined || interval === undefined || range === undefined) return undefined;
  const values: { readonly [name: string]: FieldValue | undefined } = {
    daysOfWeek: days(input['daysOfWeek']),
    firstDayOfWeek: oneOf(weekdays, input['firstDayOfWeek']) ?? 'sunday',
    dayOfMonth: whole(input['dayOfMonth'], 1, 31),
    month: whole(input['month'], 1, 12),
    index: oneOf(weekIndexes, input['index']) ?? 'first',
  };
  const used = patterns[type].map((name) => [name, values[name]] as const);
  if (used.some(([, part]) => part === undefined)) return undefined;
  return { type, interval, ...(Object.fromEntries(used) as { [name: string]: FieldValue }), range };
}

function rangeOf(value: unknown): { [name: string]: FieldValue } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const input = value as { readonly [name: string]: unknown };
  const startDate = date(input['startDate']);
  if (startDate === undefined) return undefined;
  const endDate = date(input['endDate']);
  const count = whole(input['numberOfOccurrences'], 1, 999_999);
  if (input['type'] === 'noEnd') return { type: 'noEnd', startDate };
  if (input['type'] === 'endDate' && endDate !== undefined && endDate >= startDate)
    return { type: 'endDate', startDate, endDate };
  if (input['type'] === 'numbered' && count !== undefined)
    return { type: 'numbered', startDate, numberOfOccurrences: count };
  return undefined;
}
