import {
  meetingRecords,
  meetingTimesOf,
  nextMeetingStart,
  surroundingsOf,
  type Actor,
  type Crm,
  type CrmRecord,
  type MeetingSurroundings,
} from '@counterpart/crm';
import type { z } from 'zod';
import { importPreviewOf } from './imports.schema.ts';
import * as shapes from './meetings.schema.ts';
import { presentCommon, type RecordApi } from './records.api.ts';

type Meeting = z.output<typeof shapes.meeting>;
type Participants = { readonly [address: string]: object };

const notExpressible = {
  field: 'recurrence',
  sentence:
    'It repeats in a way that Microsoft 365 cannot express. It is kept and shown as it came, and not synced.',
};

/** A meeting as the API shows it: every field by name, with the usual values of what was not said. */
function present(found: CrmRecord, around: MeetingSurroundings | undefined, nowMs: number): Meeting {
  const { content } = found;
  const { participants, ...values } = content;
  const times = meetingTimesOf(content);
  const nextMs = nextMeetingStart(content, nowMs);
  return shapes.meeting.parse({
    ...presentCommon(found),
    title: null,
    recurrence: null,
    occurrences: {},
    rule: null,
    location: null,
    description: null,
    invite: false,
    reminder: null,
    showAs: 'busy',
    sensitivity: 'normal',
    categories: [],
    online: false,
    joinUrl: null,
    host: null,
    response: 'none',
    uid: null,
    ...values,
    participants: Object.fromEntries(
      Object.entries((participants ?? {}) as Participants).map(([address, one]) => [
        address,
        { role: 'required', response: 'none', ...one },
      ]),
    ),
    startsAt: times.starts_at,
    endsAt: times.ends_at,
    nextStartsAt: nextMs === null ? null : new Date(nextMs).toISOString(),
    notExpressible: content['rule'] === undefined ? [] : [notExpressible],
    calendars: around?.calendars ?? [],
    primaryId: around?.primaryId ?? null,
    sharedFieldsLocked: content['host'] !== undefined || (around?.primaryId ?? null) !== null,
    mayEdit: around?.mayEdit ?? false,
    relatedContacts: around?.relatedContacts ?? [],
  });
}

export async function presentMeetings(
  crm: Crm,
  actor: Actor,
  records: readonly CrmRecord[],
): Promise<Meeting[]> {
  const around = await surroundingsOf(crm, actor, records);
  return records.map((record) => present(record, around.get(record.id), crm.clock.now()));
}

export const meetingsApi: RecordApi = {
  kind: 'meeting',
  path: 'meetings',
  one: 'meeting',
  many: 'meetings',
  service: meetingRecords,
  shapes: {
    record: shapes.meeting,
    page: shapes.meetingPage,
    importPreview: importPreviewOf(shapes.meetingFileField, ['csv', 'ics']).meta({
      id: 'MeetingImportPreview',
    }),
    listQuery: shapes.meetingListQuery,
    input: shapes.meetingInput,
    massUpdate: shapes.massUpdate,
    massDelete: shapes.massDelete,
    exportQuery: shapes.exportQuery,
  },
  present: presentMeetings,
};
