import { given, oneOf } from '../../records/listSearch.ts';
import { isDay, views, type View } from './days.ts';

/** What the address of the calendar says. Without a day: today; without an owner: the reader's own; `all` for everybody's. */
export interface CalendarSearch {
  view?: View;
  day?: string;
  owner?: string;
}

export const calendarSearch = (input: Record<string, unknown>): CalendarSearch =>
  given({
    view: oneOf(views, input['view']),
    day: isDay(input['day']) ? input['day'] : undefined,
    owner: typeof input['owner'] === 'string' ? input['owner'] : undefined,
  });
