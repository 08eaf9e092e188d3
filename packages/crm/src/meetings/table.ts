import { meeting, meetingFields, type sensitivities, type showAsValues } from '@counterpart/engine';
import { syncedColumn, textType, type Column } from '../records/columns.ts';
import type { Condition, Moment } from '../records/condition.ts';
import type { RecordTable } from '../records/table.ts';
import { asText, meetingCells } from './cells.ts';
import { meetingFiles } from './files.ts';
import { mayChangeShared } from './hosted.ts';
import { settle } from './settle.ts';
import { nextStart, timesOf } from './times.ts';

/** The fields that channels sync. */
export type SyncedMeetingFieldName = (typeof meetingFields)[number]['name'];
export type MeetingFieldName = SyncedMeetingFieldName | 'rule';

const labels: { readonly [field in SyncedMeetingFieldName]: string } = {
  title: 'Title',
  when: 'When',
  recurrence: 'Recurrence',
  occurrences: 'Changed occurrences',
  location: 'Location',
  description: 'Description',
  participants: 'Participants',
  invite: 'Invite the participants',
  reminder: 'Reminder',
  showAs: 'Show as',
  sensitivity: 'Sensitivity',
  categories: 'Categories',
  online: 'Online meeting',
  joinUrl: 'Link to join',
  host: 'Host',
  response: 'Response',
  uid: 'UID',
};

/** E8: how an imported series repeats where no recurrence expresses it (`rule.ts`). */
const rule: Column = {
  ...textType,
  field: 'rule',
  column: 'rule',
  label: 'Rule that cannot be expressed',
  normalise: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  synced: false,
  computed: false,
  byHand: false,
};

/** Which meetings: all of these must hold. */
export interface MeetingFilterFields {
  /** `upcoming`: has a time from now on; a series counts by its last occurrence. */
  readonly time?: 'upcoming' | 'past' | undefined;
  /** Days in UTC, both of which belong to the range: something of the meeting lies in it. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly showAs?: (typeof showAsValues)[number] | undefined;
  readonly sensitivity?: (typeof sensitivities)[number] | undefined;
  /** `own`: the owner's; `other`: somebody else's. */
  readonly hosted?: 'own' | 'other' | undefined;
  /** The contact takes part in it, or hosts it. */
  readonly contactId?: string | undefined;
}

const later = (a: string | undefined, b: string | undefined) =>
  [a, b]
    .filter((one) => one !== undefined)
    .sort()
    .at(-1);

function filter(fields: MeetingFilterFields, { nowMs }: Moment): Partial<Condition> {
  const { time, from, to, showAs, sensitivity, hosted, contactId } = fields;
  const now = new Date(nowMs).toISOString();
  const first = later(
    from === undefined ? undefined : `${from}T00:00:00.001Z`,
    time === 'upcoming' ? now : undefined,
  );
  return {
    is: {
      ...(showAs === undefined ? {} : { show_as: [showAs] }),
      ...(sensitivity === undefined ? {} : { sensitivity: [sensitivity] }),
    },
    from: first === undefined ? {} : { last_ends_at: first },
    to: {
      ...(to === undefined ? {} : { first_starts_at: `${to}T23:59:59.999Z` }),
      ...(time === 'past' ? { last_ends_at: now } : {}),
    },
    ...(hosted === undefined ? {} : { empty: { host: hosted === 'own' } }),
    ...(contactId === undefined ? {} : { withContact: contactId }),
  };
}

/** Meetings (E1 to E12, B12). */
export const meetingTable: RecordTable = {
  kind: meeting,
  table: 'meetings',
  words: { one: 'meeting', many: 'meetings' },
  columns: [
    ...meetingFields.map((field) => syncedColumn(field, labels[field.name], meetingCells[field.name])),
    rule,
  ],
  sorts: { title: 'sort_title', start: 'starts_at', end: 'last_ends_at' },
  defaultSort: '-start',
  // E5: those with a date to come, the soonest first; then the others, the last ended first.
  syncOrder: [
    {
      where: ({ now }) => `c.last_ends_at > ${now}`,
      by: ({ places }) =>
        `-extract(epoch from coalesce((${places} ->> c.id::text)::timestamptz, c.starts_at))::double precision`,
      type: 'double precision',
      // Of what has begun and is not over, a series mostly, only its expansion tells when it takes place next.
      places: {
        of: ({ now }) => `c.last_ends_at > ${now} and c.starts_at <= ${now}`,
        at: (content, nowMs) => new Date(nextStart(content, nowMs) ?? nowMs).toISOString(),
      },
    },
    {
      where: ({ now }) => `c.last_ends_at <= ${now}`,
      by: () => 'c.last_ends_at',
      type: 'timestamptz',
    },
  ],
  unsyncable: `case when c.rule is not null then 'notExpressible' end`,
  name: `coalesce(c.title, '')`,
  required: { field: 'when', code: 'timeMissing', sentence: 'A meeting needs a start and an end.' },
  duplicates: [
    { column: 'find_uid', keyOf: ({ uid }) => (typeof uid === 'string' ? uid.slice(0, 1000) : undefined) },
    {
      column: 'find_key',
      keyOf: ({ title = '', when }) =>
        `${asText(title).toLowerCase().slice(0, 320)}|${String((when as { start?: unknown } | undefined)?.start)}`,
    },
  ],
  otherNames: {
    title: 'subject|summary|name|event|meeting',
    start: 'start|startdatetime|begin|begins|from|date|day',
    startTime: 'starttime|begintime|time|fromtime',
    end: 'end|enddatetime|ends|until|to|finish',
    endTime: 'endtime|totime|finishtime',
    allDay: 'alldayevent|allday|wholeday',
    zone: 'timezone|zone|tz',
    recurrence: 'repeat|repeats',
    location: 'place|where|venue|room',
    description: 'notes|note|body|details|comment|comments',
    participants: 'attendees|requiredattendees|guests|invitees',
    host: 'organizer|organiser|meetingorganizer',
    reminder: 'reminder|alarm',
    showAs: 'showtimeas|availability|busystatus|freebusy',
    sensitivity: 'private|visibility|class',
    categories: 'category|tags|labels',
    joinUrl: 'joinlink|meetingurl|onlinemeetingurl',
    uid: 'icaluid|id|eventid',
  },
  files: meetingFiles,
  derived: {
    columns: {
      starts_at: 'timestamptz',
      ends_at: 'timestamptz',
      first_starts_at: 'timestamptz',
      last_ends_at: 'timestamptz',
    },
    from: ['when', 'recurrence', 'occurrences', 'rule'],
    of: timesOf,
  },
  singly: ['when', 'recurrence', 'occurrences'],
  shared: true,
  filter,
  settle,
  mayChange: mayChangeShared,
};
