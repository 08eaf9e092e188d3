import type { Json, JsonObject } from '../../state/types.ts';
import { isObject } from '../body.ts';
import { readDay } from './days.ts';
import { validationFailure } from './errors.ts';

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
export const INDEXES = ['first', 'second', 'third', 'fourth', 'last'];

/** What each type of pattern needs beside its interval (GRAPH 2.2; recurrencePattern). */
const NEEDS: Record<string, string[]> = {
  daily: [],
  weekly: ['daysOfWeek'],
  absoluteMonthly: ['dayOfMonth'],
  relativeMonthly: ['daysOfWeek'],
  absoluteYearly: ['dayOfMonth', 'month'],
  relativeYearly: ['daysOfWeek', 'month'],
};

/** A patternedRecurrence as the store keeps and shows it: every field, with fillers where the type has no use for it (GRAPH 2.2). */
export type Recurrence = {
  pattern: {
    type: string;
    interval: number;
    month: number;
    dayOfMonth: number;
    daysOfWeek: string[];
    firstDayOfWeek: string;
    index: string;
  };
  range: {
    type: string;
    startDate: string;
    endDate: string;
    recurrenceTimeZone: string;
    numberOfOccurrences: number;
  };
};

const NO_DATE = '0001-01-01';
const MOST = 999;

/**
 * Checks a recurrence as a client wrote it. Fields that the type does not need are dropped when they hold a real value, and refused when
 * they hold a filler such as `month: 0`: what is read cannot be written back (GRAPH 2.2). `zone` stands in for recurrenceTimeZone.
 */
export function readRecurrence(value: JsonObject, zone: string): Recurrence {
  const { pattern, range } = value;
  if (!isObject(pattern) || !isObject(range)) throw refused('it needs a pattern and a range');
  const type = choice(pattern, 'type', Object.keys(NEEDS), null);
  const needed = NEEDS[type] ?? [];
  const number = (name: string, most: number) => wholeNumber(pattern, name, most, needed.includes(name));
  const days = readDays(pattern['daysOfWeek'] ?? null, needed.includes('daysOfWeek'));
  const index = choice(pattern, 'index', INDEXES, 'first');
  return {
    pattern: {
      type,
      interval: wholeNumber(pattern, 'interval', MOST, true),
      month: number('month', 12),
      dayOfMonth: number('dayOfMonth', 31),
      daysOfWeek: days,
      firstDayOfWeek: choice(pattern, 'firstDayOfWeek', WEEKDAYS, 'sunday'),
      index: type.startsWith('relative') ? index : 'first',
    },
    range: readRange(range, zone),
  };
}

function readRange(range: JsonObject, zone: string): Recurrence['range'] {
  const type = choice(range, 'type', ['endDate', 'noEnd', 'numbered'], null);
  const startDate = date(range, 'startDate');
  const endDate = date(range, 'endDate');
  const count = wholeNumber(range, 'numberOfOccurrences', MOST, type === 'numbered');
  const { recurrenceTimeZone = null } = range;
  if (startDate === null) throw refused('the range needs a startDate');
  if (type === 'endDate' && endDate === null) throw refused('a range of type endDate needs an endDate');
  return {
    type,
    startDate,
    endDate: type === 'endDate' && endDate !== null ? endDate : NO_DATE,
    recurrenceTimeZone: typeof recurrenceTimeZone === 'string' ? recurrenceTimeZone : zone,
    numberOfOccurrences: count,
  };
}

function date(range: JsonObject, name: string): string | null {
  const value = range[name] ?? null;
  if (value === null) return null;
  if (typeof value === 'string' && value !== NO_DATE && readDay(value) !== null) return value;
  throw refused(`${name} is not a date`);
}

/** The number, or 0 as the filler where the type has no use for it. */
function wholeNumber(values: JsonObject, name: string, most: number, isNeeded: boolean): number {
  const value = values[name] ?? null;
  if (!isNeeded && value === null) return 0;
  const isGood = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
  if (!isGood) throw refused(`${name} must be between 1 and ${most}`);
  return isNeeded ? value : 0;
}

function readDays(value: Json, isNeeded: boolean): string[] {
  if (value === null && !isNeeded) return [];
  const given = Array.isArray(value) ? value : [];
  const days = given.map((day) => (typeof day === 'string' ? day.toLowerCase() : ''));
  if (days.length === 0 || !days.every((day) => WEEKDAYS.includes(day)))
    throw refused('daysOfWeek must name at least one day');
  return isNeeded ? [...new Set(days)] : [];
}

function choice(values: JsonObject, name: string, known: string[], otherwise: string | null): string {
  const value = values[name] ?? otherwise;
  const found =
    typeof value === 'string' && known.find((entry) => entry.toLowerCase() === value.toLowerCase());
  if (typeof found === 'string') return found;
  throw refused(`${name} must be one of ${known.join(', ')}`);
}

function refused(reason: string): Error {
  return validationFailure(`The recurrence is not valid: ${reason}.`);
}

export function isRecurrence(value: Json | undefined): value is Recurrence {
  return isObject(value) && isObject(value['pattern']) && isObject(value['range']);
}
