import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Meeting } from '../api/types.ts';
import { RecordEditor, type Edits } from '../records/RecordEditor.tsx';
import { dateIn } from '../tasks/clock.ts';
import { texts } from '../texts.ts';
import { FailedState, Waiting } from '../ui/states.tsx';
import { plainDate, usePlace } from '../ui/time.tsx';
import { changeOccurrence, createMeeting, meetingQuery, patchMeeting } from './api.ts';
import { occurrenceFields, type MeetingField } from './fields.ts';
import { EditedMeeting } from './formContext.ts';
import { meetingForm, meetingFormOf, newMeetingForm } from './meetingForm.ts';
import { occurrenceOf } from './occurrence.ts';
import type { Scope } from './scope.ts';
import { meetingChanges, meetingValues, newValues } from './values.ts';
import { newWhen } from './when.ts';

const newRoute = getRouteApi('/inside/meetings/new');
const editRoute = getRouteApi('/inside/meetings/$id/edit');

export function NewPage() {
  const { day, time } = newRoute.useSearch();
  const { timeZone = 'UTC' } = usePlace();
  // The moment at which one began: the form must not change under one's hands.
  const [nowMs] = useState(() => Date.now());
  const when = newWhen(day ?? dateIn(nowMs, timeZone), time, nowMs, timeZone);
  const saved = useMemo(() => newValues(when), [JSON.stringify(when)]);
  return (
    <RecordEditor<Meeting, MeetingField>
      record={null}
      fields={newMeetingForm}
      saved={saved}
      part={day === undefined ? undefined : `${day}${time ?? ''}`}
      send={({ changes, ownerId }) =>
        createMeeting({
          when,
          ...withStart(meetingChanges(changes), when.start),
          ...(ownerId === undefined ? {} : { ownerId }),
        })
      }
    />
  );
}

export function EditPage() {
  const { id } = editRoute.useParams();
  const { occurrence, scope = 'all' } = editRoute.useSearch();
  const { data, error, isPending, refetch } = useQuery(meetingQuery(id));
  if (!data) return isPending ? <Waiting /> : <FailedState error={error} retry={() => void refetch()} />;
  const day = data.recurrence === null || scope === 'all' ? undefined : occurrence;
  return (
    <EditedMeeting value={data}>
      <Editor key={`${id} ${day ?? ''} ${scope}`} meeting={data} day={day} scope={scope} />
    </EditedMeeting>
  );
}

interface Props {
  meeting: Meeting;
  /** The day of the occurrence that is edited; nothing: the whole. */
  day: string | undefined;
  scope: Scope;
}

const oneForm = meetingFormOf(occurrenceFields, false);

function Editor({ meeting, day, scope }: Props) {
  const shown = day === undefined ? meeting : occurrenceOf(meeting, day);
  return (
    <RecordEditor<Meeting, MeetingField>
      record={meeting}
      fields={day !== undefined && scope === 'one' ? oneForm : meetingForm}
      saved={meetingValues(shown)}
      part={day === undefined ? undefined : `${day}.${scope}`}
      send={(edits) => send({ meeting, day, scope }, shown.when.start, edits)}
      above={<Above meeting={meeting} day={day} scope={scope} />}
    />
  );
}

/** Only what was edited travels, guarded by the version that the page shows. */
function send({ meeting, day, scope }: Props, start: string, { changes, ownerId }: Edits<MeetingField>) {
  const edited = withStart(meetingChanges(changes), start);
  if (day !== undefined) return changeOccurrence(meeting, { day, scope, changes: edited });
  return patchMeeting(meeting, { ...edited, ...(ownerId === undefined ? {} : { ownerId }) });
}

/** A series begins on the day of its first meeting. */
function withStart(body: ReturnType<typeof meetingChanges>, start: string) {
  if (!body.recurrence) return body;
  const startDate = (body.when?.start ?? start).slice(0, 10);
  return { ...body, recurrence: { ...body.recurrence, range: { ...body.recurrence.range, startDate } } };
}

/** What the form is about, where that is not plain. */
function Above({ meeting, day, scope }: Props) {
  const { locale } = usePlace();
  const t = texts.meetings;
  if (meeting.sharedFieldsLocked) {
    const host = meeting.host?.name ?? meeting.host?.address ?? meeting.owner.name;
    return (
      <Alert color="brand" variant="light" title={t.hosted.title(host)}>
        {t.hosted.text}
      </Alert>
    );
  }
  if (meeting.recurrence === null) return null;
  const title = t.scope.editing[day === undefined ? 'all' : scope](plainDate(day ?? '', locale));
  return <Alert color="brand" variant="light" title={title} />;
}
