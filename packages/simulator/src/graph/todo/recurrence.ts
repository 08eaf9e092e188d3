import type { Json, JsonObject } from '../../state/types.ts';
import { isObject } from '../body.ts';
import { invalidRequest } from './errors.ts';

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const INDEXES = ['first', 'second', 'third', 'fourth', 'last'];

/** What each type of pattern needs beside its interval (GRAPH 2.2). */
const NEEDS: Record<string, string[]> = {
  daily: [],
  weekly: ['daysOfWeek'],
  absoluteMonthly: ['dayOfMonth'],
  relativeMonthly: ['daysOfWeek'],
  absoluteYearly: ['dayOfMonth', 'month'],
  relativeYearly: ['daysOfWeek', 'month'],
};

/** A pattern and range as the store keeps and shows them: every field, with fillers where the type has no use for it (GRAPH 2.2). */
export type StoredRecurrence = {
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
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Checks a patternedRecurrence as written (GRAPH 2.2): fields that the type does not need are ignored, but a filler such as `month: 0`
 * is refused unless `acceptsFillers`. Without a range it starts on the due day and has no end. Throws 400.
 */
export function readRecurrence(value: JsonObject, dueDay: string, acceptsFillers: boolean): StoredRecurrence {
  const { pattern, range } = value;
  if (!isObject(pattern)) throw refused('it needs a pattern');
  const type = choice(pattern, 'type', Object.keys(NEEDS), null);
  const needed = NEEDS[type] ?? [];
  const number = (name: string, most: number) => {
    const isNeeded = name === 'interval' || needed.includes(name);
    return wholeNumber(pattern, name, most, isNeeded, acceptsFillers);
  };
  const index = choice(pattern, 'index', INDEXES, 'first');
  return {
    pattern: {
      type,
      interval: number('interval', 999),
      month: number('month', 12),
      dayOfMonth: number('dayOfMonth', 31),
      daysOfWeek: readDays(pattern['daysOfWeek'], needed.includes('daysOfWeek'), acceptsFillers),
      firstDayOfWeek: choice(pattern, 'firstDayOfWeek', DAYS, 'sunday'),
      index: type.startsWith('relative') ? index : 'first',
    },
    range: readRange(isObject(range) ? range : { type: 'noEnd' }, dueDay, acceptsFillers),
  };
}

function readRange(range: JsonObject, dueDay: string, acceptsFillers: boolean): StoredRecurrence['range'] {
  const type = choice(range, 'type', ['endDate', 'noEnd', 'numbered'], null);
  const { recurrenceTimeZone } = range;
  return {
    type,
    startDate: date(range, 'startDate', acceptsFillers) ?? dueDay,
    endDate: endOf(type, date(range, 'endDate', acceptsFillers)),
    recurrenceTimeZone: typeof recurrenceTimeZone === 'string' ? recurrenceTimeZone : 'UTC',
    numberOfOccurrences: wholeNumber(range, 'numberOfOccurrences', 999, type === 'numbered', acceptsFillers),
  };
}

function endOf(type: string, endDate: string | null): string {
  if (type !== 'endDate') return NO_DATE;
  if (endDate === null) throw refused('a range of type endDate needs an endDate');
  return endDate;
}

function date(range: JsonObject, name: string, acceptsFillers: boolean): string | null {
  const value = range[name] ?? null;
  if (value === null || (value === NO_DATE && acceptsFillers)) return null;
  if (typeof value === 'string' && DATE.test(value) && value !== NO_DATE) return value;
  throw refused(`${name} is not a date`);
}

/** The number, or 0 as the filler where the type has no use for it. */
function wholeNumber(
  values: JsonObject,
  name: string,
  most: number,
  isNeeded: boolean,
  acceptsFillers: boolean,
): number {
  const value = values[name] ?? null;
  if (!isNeeded && (value === null || (value === 0 && acceptsFillers))) return 0;
  const isGood = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
  if (!isGood) throw refused(`${name} must be between 1 and ${most}`);
  return isNeeded ? value : 0;
}

function readDays(value: Json | undefined, isNeeded: boolean, acceptsFillers: boolean): string[] {
  const days = Array.isArray(value) ? value : [];
  const known = days.filter((day): day is string => typeof day === 'string' && DAYS.includes(day));
  if (known.length < days.length) throw refused('daysOfWeek names a day that there is not');
  const isFiller = Array.isArray(value) && days.length === 0;
  if ((isNeeded && known.length === 0) || (isFiller && !acceptsFillers))
    throw refused('daysOfWeek must name at least one day');
  return isNeeded ? known : [];
}

function choice(values: JsonObject, name: string, known: string[], otherwise: string | null): string {
  const value = values[name] ?? otherwise;
  if (typeof value === 'string' && known.includes(value)) return value;
  throw refused(`${name} must be one of ${known.join(', ')}`);
}

function refused(reason: string): Error {
  return invalidRequest('InvalidRecurrence', `The recurrence is not valid: ${reason}.`);
}

export function isRecurrence(value: Json | undefined): value is StoredRecurrence {
  return isObject(value) && isObject(value['pattern']) && isObject(value['range']);
}
