/** What the conversion of events needs to know of the channel. */
export interface MeetingContext {
  /** IANA zone of the person: all-day events are written in it. */
  readonly timeZone: string;
  /** The CRM's name. */
  readonly name: string;
  /** Identifies the channel in what it makes. */
  readonly madeBy: string;
  /** E10: whether only the time of a private event is captured. */
  readonly privateEvents: 'timeOnly' | 'everything';
  /** Where the CRM shows a record, for the link in the note. @param localId the CRM's identifier of the meeting. */
  readonly recordUrl: (localId: string) => string;
}

/** Address of the record that a marker names: a marker ends with the CRM's identifier of it. */
export const urlOf = ({ recordUrl }: MeetingContext, marker: string | null): string | undefined =>
  marker === null ? undefined : recordUrl(marker.slice(marker.lastIndexOf('/') + 1));

/** What Graph shows of one event and the conversion reads, for where it must be named. */
export const eventProperties = [
  'id',
  'createdDateTime',
  'lastModifiedDateTime',
  'subject',
  'body',
  'start',
  'end',
  'isAllDay',
  'originalStart',
  'originalStartTimeZone',
  'location',
  'attendees',
  'organizer',
  'isOrganizer',
  'responseStatus',
  'showAs',
  'sensitivity',
  'isReminderOn',
  'reminderMinutesBeforeStart',
  'categories',
  'recurrence',
  'type',
  'seriesMasterId',
  'iCalUId',
  'isOnlineMeeting',
  'onlineMeeting',
] as const;
