import { meetingRecords } from '@counterpart/crm';
import { meeting } from '@counterpart/engine';
import { createMeetingReplica, longestOutlookLifeMs } from '@counterpart/microsoft365';
import type { KindSlot, SyncedKind } from '../kinds.ts';
import { fixedPlaces } from './fixed-places.ts';

/** Each field has one place in an event (E9, E10), and can only be left out. */
const places: { readonly [field: string]: KindSlot } = {
  title: { name: 'subject', label: 'Title', type: 'line' },
  when: { name: 'start', label: 'Start and end', type: 'when' },
  recurrence: { name: 'recurrence', label: 'Repeat', type: 'recurrence' },
  occurrences: { name: 'exceptionOccurrences', label: 'Changed occurrences', type: 'entries' },
  location: { name: 'location', label: 'Location', type: 'line' },
  description: { name: 'body', label: 'Description', type: 'text' },
  participants: { name: 'attendees', label: 'Participants', type: 'entries' },
  invite: { name: 'invitations', label: 'Invitations', type: 'choice' },
  reminder: { name: 'reminderMinutesBeforeStart', label: 'Reminder', type: 'number' },
  showAs: { name: 'showAs', label: 'Show as', type: 'choice' },
  sensitivity: { name: 'sensitivity', label: 'Sensitivity', type: 'choice' },
  categories: { name: 'categories', label: 'Categories', type: 'lines' },
  online: { name: 'isOnlineMeeting', label: 'Online meeting', type: 'choice' },
  joinUrl: { name: 'onlineMeeting', label: 'Link to join', type: 'line' },
  host: { name: 'organizer', label: 'Host', type: 'line' },
  response: { name: 'responseStatus', label: 'Response', type: 'choice' },
  uid: { name: 'iCalUId', label: 'Identifier', type: 'line' },
};

/** Meetings in a calendar of Outlook (E1 to E11). */
export const meetings: SyncedKind = {
  kind: meeting,
  records: meetingRecords,
  words: { many: 'meetings', container: 'calendar' },
  rules: { sync: 'E1', imported: 'E6', cap: 'E4', deleted: 'E1' },
  order: 'those to come first, the soonest in front; then those that ended, the latest in front',
  containerName: 'Counterpart',
  ...fixedPlaces(places, { many: 'meetings', product: 'Outlook', required: 'when' }),
  // Microsoft 365 alone decides on these.
  defaultDirections: { host: 'toLocal', uid: 'toLocal' },
  defaultCalendars: { writeTo: null, capture: ['default'], privateEvents: 'timeOnly' },
  firstSyncCap: 5_000,
  deleteLocalWhenDeletedRemotely: true,
  scope: 'Calendars.ReadWrite',
  zoned: true,
  longestSubscriptionMs: longestOutlookLifeMs,
  // One subscription sees the events of all calendars (GRAPH 5).
  resource: (objectId) => `users/${objectId}/events`,
  replica: ({ calendars, ...options }) => {
    if (calendars === null) throw new TypeError('A channel of meetings needs its calendars');
    return createMeetingReplica({ ...options, ...calendars });
  },
};
