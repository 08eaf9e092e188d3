import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, take } from '../api/client.ts';
import type {
  CalendarQuery,
  Meeting,
  MeetingInput,
  MeetingListQuery,
  MeetingSelection,
  OccurrenceChanges,
} from '../api/types.ts';
import type { MassCalls } from '../records/SelectionBar.tsx';
import type { MeetingField } from './fields.ts';
import type { Scope } from './scope.ts';
import { meetingChanges } from './values.ts';

/** All that the pages of meetings ask the API. */
export const meetingsQuery = (query: MeetingListQuery) =>
  queryOptions({
    queryKey: ['meetings', 'list', query],
    queryFn: ({ signal }) => take(api.GET('/api/meetings', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const calendarQuery = (query: CalendarQuery) =>
  queryOptions({
    queryKey: ['meetings', 'calendar', query],
    queryFn: ({ signal }) => take(api.GET('/api/meetings/calendar', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const meetingQuery = (id: string) =>
  queryOptions({
    queryKey: ['meeting', id, 'record'],
    queryFn: () => take(api.GET('/api/meetings/{id}', { params: { path: { id } } })),
  });

/** A record in the version that the page shows: somebody else's faster change is refused, not overwritten. */
interface Seen {
  id: string;
  version: number;
}
const params = ({ id, version }: Seen) => ({ path: { id }, header: { 'if-match': `"${version}"` } });

export const createMeeting = (body: MeetingInput): Promise<Meeting> =>
  take(api.POST('/api/meetings', { body }));

export const patchMeeting = (seen: Seen, body: MeetingInput): Promise<Meeting> =>
  take(api.PATCH('/api/meetings/{id}', { params: params(seen), body }));

/** Changes one occurrence of a series, that one and all after it, or all. Resolves to the meeting in which it is now. */
export const changeOccurrence = async (
  seen: Seen,
  body: { day: string; scope: Scope; changes: OccurrenceChanges; confirmLost?: boolean },
): Promise<Meeting> => {
  const answer = await take(api.POST('/api/meetings/{id}/occurrences', { params: params(seen), body }));
  return answer.meeting;
};

/** Cancels them. Resolves to null where nothing is left of the series, which is then among the deleted meetings. */
export const cancelOccurrence = async (
  seen: Seen,
  body: { day: string; scope: Scope },
): Promise<Meeting | null> => {
  const answer = await take(
    api.POST('/api/meetings/{id}/occurrences/delete', { params: params(seen), body }),
  );
  return answer.meeting;
};

/** Takes back what was changed or cancelled of one occurrence. */
export const resetOccurrence = async (seen: Seen, day: string): Promise<Meeting> => {
  const answer = await take(
    api.POST('/api/meetings/{id}/occurrences/reset', { params: params(seen), body: { day } }),
  );
  return answer.meeting;
};

/** The API's calls for many meetings. */
export const massMeetings = (selection: MeetingSelection): MassCalls<MeetingField> => ({
  update: (change) => {
    const body =
      'ownerId' in change
        ? { selection, changes: {}, ...change }
        : { selection, changes: meetingChanges({ [change.field]: change.value }) };
    return take(api.POST('/api/meetings/mass-update', { body }));
  },
  delete: () => take(api.POST('/api/meetings/mass-delete', { body: { selection } })),
});
