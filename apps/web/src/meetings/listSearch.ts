import type { Meeting, MeetingListQuery, Session } from '../api/types.ts';
import { commonSearch, given, oneOf, type CommonSearch } from '../records/listSearch.ts';
import { showAsValues } from './fields.ts';

export const times = ['upcoming', 'past', 'all'] as const;
type Times = (typeof times)[number];
export type Sort = NonNullable<MeetingListQuery['sort']>;
const sorts = ['start', 'end', 'title', 'createdAt', 'modifiedAt'] as const;

/** What the address of the list of meetings says. Without a time: those to come. */
export interface MeetingSearch extends CommonSearch {
  time?: Times;
  sort?: Sort;
  showAs?: Meeting['showAs'];
  contactId?: string;
}

export function meetingSearch(input: Record<string, unknown>): MeetingSearch {
  const field = oneOf(sorts, String(input['sort']).replace(/^-/, ''));
  return {
    ...commonSearch(input),
    ...given({
      time: oneOf(times, input['time']),
      sort: field === undefined ? undefined : (input['sort'] as Sort),
      showAs: oneOf(showAsValues, input['showAs']),
      contactId: typeof input['contactId'] === 'string' ? input['contactId'] : undefined,
    }),
  };
}

/** The filter part, as lists and mass changes take it: the person's own meetings unless one asks for others'. */
export function filterOf(search: MeetingSearch, { membershipId }: Pick<Session, 'membershipId'>) {
  const { time = 'upcoming', search: words, ownerId, origin, showAs, contactId } = search;
  return given({
    time: time === 'all' ? undefined : time,
    ownerId: ownerId ?? (time === 'all' || contactId !== undefined ? undefined : membershipId),
    search: words,
    origin,
    showAs,
    contactId,
  });
}

export const sortOf = ({ sort, time }: MeetingSearch): Sort =>
  sort ?? (time === undefined || time === 'upcoming' ? 'start' : '-start');

/** How many of the filters of the menu are in use, besides those that every list has. */
export const ownFilters = ({ showAs, contactId }: MeetingSearch): number =>
  [showAs, contactId].filter((value) => value !== undefined).length;

export const unfiltered = {
  search: undefined,
  ownerId: undefined,
  origin: undefined,
  showAs: undefined,
  contactId: undefined,
} satisfies Partial<MeetingSearch>;
