import { responses, roles, sensitivities, showAsValues } from '@counterpart/engine';
import { z } from 'zod';
import { id, instant, pageOf, pageQuery, person } from './common.schema.ts';
import { recurrence } from './recurrence.schema.ts';
import { commonFilter, massShapes, recordShape, sortBy } from './records.schema.ts';

const day = z.iso.date();
const wallClock = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/);
const showAs = z.enum(showAsValues);
const sensitivity = z.enum(sensitivities);
const response = z.enum(responses);
const minutes = z.number().int().min(0).max(9_999_999);
const categories = z.array(z.string().max(200)).max(100);
const title = z.string().max(1000);
const location = z.string().max(1000);

/** E9: days without a zone (`end` is the day after the last one), or times on the clock of one IANA zone. */
const when = z
  .union([
    z.strictObject({ allDay: z.literal(true), start: day, end: day }),
    z.strictObject({ start: wallClock, end: wallClock, zone: z.string().min(1).max(100) }),
  ])
  .meta({ id: 'When' });

/** Text, or HTML where it is more than text can say (E10). */
const description = z.union([
  z.string().max(200_000),
  z.strictObject({ html: z.string().min(1).max(1_000_000) }),
]);

/** By the day on which the series planned it (E8): cancelled, or what it has of its own; `cleared` names what the series has and it has not. */
const occurrence = z.strictObject({
  cancelled: z.boolean().optional(),
  title: title.optional(),
  when: when.optional(),
  location: location.optional(),
  description: description.optional(),
  reminder: minutes.optional(),
  showAs: showAs.optional(),
  sensitivity: sensitivity.optional(),
  categories: categories.optional(),
  cleared: z.array(z.string().max(50)).max(20).optional(),
});
const occurrences = z.record(day, occurrence);

const participant = z.strictObject({
  name: z.string().max(1000).optional(),
  role: z.enum(roles).optional(),
  response: response.optional(),
});
const address = z.string().max(320);

/** null empties a field. */
const meetingValues = z.strictObject({
  title: title.nullable().optional(),
  when: when.optional(),
  recurrence: recurrence.nullable().optional(),
  occurrences: occurrences.nullable().optional(),
  location: location.nullable().optional(),
  description: description.nullable().optional(),
  /** By e-mail address, without the host. */
  participants: z.record(address, participant).nullable().optional(),
  /** E11: they are invited through Microsoft 365, which mails them now and with every change. */
  invite: z.boolean().nullable().optional(),
  /** Minutes before the start. */
  reminder: minutes.nullable().optional(),
  showAs: showAs.nullable().optional(),
  sensitivity: sensitivity.nullable().optional(),
  categories: categories.nullable().optional(),
  /** It is to have an online meeting of Microsoft 365. */
  online: z.boolean().nullable().optional(),
  joinUrl: z.string().max(4000).nullable().optional(),
  /** The owner's answer to another host. */
  response: response.nullable().optional(),
});

/** That changed occurrences are lost which the series does not plan any more (`occurrencesLost`). */
const confirmLost = z.boolean().optional();

export const meetingInput = z.strictObject({ ...meetingValues.shape, confirmLost, ownerId: id.optional() });

const host = z.object({ name: z.string().optional(), address: z.string() }).nullable();

export const meeting = z
  .object({
    ...recordShape,
    /** Microsoft 365 has meetings without one. */
    title: z.string().nullable(),
    when,
    /** Of `when`: of a series its first occurrence. All-day: midnight UTC. */
    startsAt: instant,
    endsAt: instant,
    /** The next time, from now on or going on; null: it is over. */
    nextStartsAt: instant.nullable(),
    recurrence: recurrence.nullable(),
    occurrences,
    /** E8: lines of iCalendar by which it repeats where no recurrence expresses it; it is shown, and not synced. */
    rule: z.string().nullable(),
    notExpressible: z.array(z.object({ field: z.string(), sentence: z.string() })),
    location: z.string().nullable(),
    description: description.nullable(),
    participants: z.record(
      z.string(),
      z.object({ name: z.string().optional(), role: z.enum(roles), response }),
    ),
    invite: z.boolean(),
    reminder: z.number().int().nullable(),
    showAs,
    sensitivity,
    categories: z.array(z.string()),
    online: z.boolean(),
    joinUrl: z.string().nullable(),
    host,
    response,
    uid: z.string().nullable(),
    /** B12: everybody's calendars that it is in, the meeting itself first. */
    calendars: z.array(z.object({ recordId: id, owner: person, response, host: z.boolean() })),
    /** Of a copy of another person's meeting: that one. */
    primaryId: id.nullable(),
    /** Its host decides: only reminder, show as, categories and response can be changed. */
    sharedFieldsLocked: z.boolean(),
    mayEdit: z.boolean(),
    relatedContacts: z.array(z.object({ id, name: z.string(), address: z.string() })),
  })
  .meta({ id: 'Meeting' });

export const meetingPage = pageOf(meeting).meta({ id: 'MeetingPage' });

const meetingFilter = z.strictObject({
  ...commonFilter,
  /** A series counts by its last occurrence. */
  time: z.enum(['upcoming', 'past']).optional(),
  /** Days in UTC, both of which belong to the range: something of the meeting lies in it. */
  from: day.optional(),
  to: day.optional(),
  showAs: showAs.optional(),
  sensitivity: sensitivity.optional(),
  /** `own`: without another host. */
  hosted: z.enum(['own', 'other']).optional(),
  /** The contact takes part in it, or hosts it. */
  contactId: id.optional(),
});

export const meetingListQuery = z.strictObject({
  ...meetingFilter.shape,
  ...pageQuery.shape,
  sort: sortBy(['start', 'end', 'title', 'createdAt', 'modifiedAt']).default('-start'),
});

const { when: _one, recurrence: _by, occurrences: _one2, ...massValues } = meetingValues.shape;
export const { massUpdate, massDelete } = massShapes(meetingFilter, z.strictObject(massValues));

export const exportQuery = z.strictObject({ format: z.enum(['csv', 'ics']).default('ics') });

/** What a column of an imported file may go into. */
export const meetingFileField = z.enum([
  'title',
  'start',
  'startTime',
  'end',
  'endTime',
  'allDay',
  'zone',
  'recurrence',
  'occurrences',
  'rule',
  'location',
  'description',
  'participants',
  'host',
  'response',
  'reminder',
  'showAs',
  'sensitivity',
  'categories',
  'online',
  'joinUrl',
  'uid',
]);

export const calendarQuery = z.strictObject({
  from: day,
  /** Does not belong to the range. */
  to: day,
  /** IANA zone in which the days begin and end. */
  zone: z.string().min(1).max(100),
  ownerId: id.optional(),
});

export const calendar = z
  .object({
    items: z.array(
      z.object({
        recordId: id,
        /** The day on which its series planned it, by which it is changed; null: there is no such series. */
        day: day.nullable(),
        version: z.number().int(),
        title: z.string().nullable(),
        when,
        startsAt: instant,
        endsAt: instant,
        showAs,
        sensitivity,
        changed: z.boolean(),
        series: z.boolean(),
        /** Its time and title can be changed by the reader. */
        editable: z.boolean(),
        mayEdit: z.boolean(),
        host,
        response,
        online: z.boolean(),
        joinUrl: z.string().nullable(),
        location: z.string().nullable(),
        categories: z.array(z.string()),
        owner: person,
        participants: z.number().int(),
        invite: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Calendar' });

const scope = z.enum(['one', 'following', 'all']);

export const occurrenceChange = z.strictObject({
  day,
  scope,
  /** `when` is the new time of this occurrence; the others move by as much. */
  changes: meetingValues,
  confirmLost,
});
export const occurrenceDeletion = z.strictObject({ day, scope });
export const occurrenceReset = z.strictObject({ day });
/** `rest`: the former series, where the change began a new one. */
export const occurrenceChanged = z.object({ meeting, rest: meeting.nullable() });
export const occurrenceDeleted = z.object({ meeting: meeting.nullable() });
export const occurrenceKept = z.object({ meeting });
