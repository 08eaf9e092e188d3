import { given, oneOf } from '../records/listSearch.ts';
import { isDay } from './calendar/days.ts';
import { scopes, type Scope } from './scope.ts';

const dayIn = (value: unknown): string | undefined => (isDay(value) ? value : undefined);

/** What the addresses of the pages of a meeting say. `occurrence` is the day for which a series planned the one that is meant. */
export const recordSearch = (input: Record<string, unknown>): { occurrence?: string } =>
  given({ occurrence: dayIn(input['occurrence']) });

export const editSearch = (input: Record<string, unknown>): { occurrence?: string; scope?: Scope } =>
  given({ occurrence: dayIn(input['occurrence']), scope: oneOf(scopes, input['scope']) });

/** A new one on a day, at a time of day (`hh:mm`). */
export const newSearch = (input: Record<string, unknown>): { day?: string; time?: string } => {
  const time = input['time'];
  return given({
    day: dayIn(input['day']),
    time: typeof time === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : undefined,
  });
};
