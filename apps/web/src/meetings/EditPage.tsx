import { Alert, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { asProblem } from '../api/problem.ts';
import type { Meeting } from '../api/types.ts';
import { RecordEditor, type Edits } from '../records/RecordEditor.tsx';
import { dateIn } from '../tasks/clock.ts';
import { texts } from '../texts.ts';
import { FailedState, Waiting } from '../ui/states.tsx';
import { plainDate, usePlace } from '../ui/time.tsx';
import { changeOccurrence, createMeeting, meetingQuery, patchMeeting } from './api.ts';
import type { MeetingField } from './fields.ts';
import { EditedMeeting } from './formContext.ts';
import { mailsOf } from './mails.ts';
import { lockedForm, meetingForm, newMeetingForm, oneForm } from './meetingForm.ts';
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

function Editor({ meeting, day, scope }: Props) {
  const [losing, setLosing] = useState<Losing>('nothing');
  const shown = day === undefined ? meeting : occurrenceOf(meeting, day);
  return (
    <RecordEditor<Meeting, MeetingField>
      record={meeting}
      fields={formOf(meeting, day !== undefined && scope === 'one')}
      saved={meetingValues(shown)}
      part={day === undefined ? undefined : `${day}.${scope}`}
      send={async (edits) => {
        try {
          return await send({ meeting, day, scope }, shown.when.start, edits, losing === 'confirmed');
        } catch (error) {
          if (asProblem(error).code === 'occurrencesLost') setLosing('asked');
          throw error;
        }
      }}
      above={
        <>
          <Above meeting={meeting} day={day} scope={scope} />
          {losing !== 'nothing' && (
            <Checkbox
              label={texts.meetings.occurrences.lose}
              checked={losing === 'confirmed'}
              onChange={(event) => setLosing(event.currentTarget.checked ? 'confirmed' : 'asked')}
            />
          )}
        </>
      }
    />
  );
}

/** Changed occurrences that a change of the series would take away: to be confirmed before. */
type Losing = 'nothing' | 'asked' | 'confirmed';

const formOf = (meeting: Meeting, one: boolean) =>
  meeting.sharedFieldsLocked ? lockedForm : one ? oneForm : meetingForm;

/** Only what was edited travels, guarded by the version that the page shows. */
function send(
  { meeting, day, scope }: Props,
  start: string,
  { changes, ownerId }: Edits<MeetingField>,
  confirmLost: boolean,
) {
  const edited = withStart(meetingChanges(changes), start);
  const confirmed = confirmLost ? { confirmLost } : {};
  if (day !== undefined) return changeOccurrence(meeting, { day, scope, changes: edited, ...confirmed });
  const given = ownerId === undefined ? {} : { ownerId };
  return patchMeeting(meeting, { ...edited, ...given, ...confirmed });
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
  const mails = scope === 'one' ? mailsOf(meeting) : 0;
  return (
    <Alert color="brand" variant="light" title={title}>
      {mails > 0 && t.invite.mails(mails)}
    </Alert>
  );
}
