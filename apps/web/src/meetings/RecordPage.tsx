import { Alert, Button } from '@mantine/core';
import { IconVideo } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Meeting } from '../api/types.ts';
import { RecordFrame } from '../records/RecordFrame.tsx';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import { notifyDone } from '../ui/notify.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import { plainDate, usePlace } from '../ui/time.tsx';
import { cancelOccurrence, meetingQuery } from './api.ts';
import { mailsOf } from './mails.ts';
import { MeetingPeople } from './MeetingPeople.tsx';
import { MeetingValues } from './MeetingValues.tsx';
import { occurrenceOf } from './occurrence.ts';
import { Occurrences } from './Occurrences.tsx';
import { Respond } from './Respond.tsx';
import type { Scope } from './scope.ts';
import { ScopeDialog } from './ScopeDialog.tsx';

const route = getRouteApi('/inside/meetings/$id');
const t = texts.meetings;

export function RecordPage() {
  const { id } = route.useParams();
  const { occurrence } = route.useSearch();
  const { data, error, isPending, refetch } = useQuery(meetingQuery(id));
  // What was one of a series when its address was noted may have become a single meeting.
  const day = data?.recurrence ? occurrence : undefined;
  if (data) return <Page key={`${id} ${day}`} meeting={data} day={day} />;
  return isPending ? <Waiting /> : <FailedState error={error} retry={() => void refetch()} />;
}

/** A meeting; with `day` one occurrence of a series. */
function Page({ meeting, day }: { meeting: Meeting; day: string | undefined }) {
  const { locale } = usePlace();
  const { ask, dialog } = useAsking(meeting, day);
  const shown = day === undefined ? meeting : occurrenceOf(meeting, day);
  const { joinUrl } = shown;
  return (
    <RecordFrame
      kind="meeting"
      record={shown}
      ask={ask}
      actions={
        joinUrl !== null &&
        /^https?:\/\//i.test(joinUrl) && (
          <Button
            component="a"
            href={joinUrl}
            target="_blank"
            rel="noopener noreferrer"
            leftSection={<IconVideo size={16} aria-hidden />}
          >
            {t.join}
          </Button>
        )
      }
    >
      {day !== undefined && (
        <Alert color="brand" variant="light" mb="md" title={t.occurrences.one(plainDate(day, locale))}>
          <TextLink to="/meetings/$id" params={{ id: meeting.id }} search={{}} size="sm">
            {t.occurrences.wholeSeries}
          </TextLink>
        </Alert>
      )}
      {meeting.host !== null && meeting.deletedAt === null && <Respond meeting={meeting} />}
      <MeetingValues meeting={shown} />
      <MeetingPeople meeting={meeting} />
      {day === undefined && <Occurrences meeting={meeting} />}
      {dialog}
    </RecordFrame>
  );
}

/** What is asked before a meeting is edited or deleted: which ones of a series, and whether so many people are to be mailed. */
function useAsking(meeting: Meeting, day: string | undefined) {
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const [asked, setAsked] = useState<'edit' | 'delete' | null>(null);
  const [proceed, setProceed] = useState<() => void>();
  const close = () => setAsked(null);
  const cancel = useMutation({
    mutationFn: (scope: Scope) => cancelOccurrence(meeting, { day: day ?? '', scope }),
    onSuccess: async () => {
      close();
      await navigate({ to: '/meetings/calendar', search: day === undefined ? {} : { day } });
      notifyDone(t.scope.cancelled);
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['meetings'] });
      await client.invalidateQueries({ queryKey: ['meeting', meeting.id] });
    },
    onError: close,
  });
  const edit = (scope: Scope) => {
    const search = scope === 'all' || day === undefined ? {} : { occurrence: day, scope };
    void navigate({ to: '/meetings/$id/edit', params: { id: meeting.id }, search });
  };
  // What somebody else hosts is edited as a whole: which is only what is the reader's own.
  const one = day !== undefined && meeting.recurrence !== null && !meeting.sharedFieldsLocked;
  const mails = mailsOf(meeting);
  const ask = {
    edit: one ? () => setAsked('edit') : undefined,
    remove:
      one || mails > 0
        ? (go: () => void) => {
            setProceed(() => go);
            setAsked('delete');
          }
        : undefined,
  };
  const dialog = asked && (
    <ScopeDialog
      title={asked === 'edit' ? t.scope.editTitle : one ? t.scope.deleteTitle : t.delete(1)}
      action={asked === 'edit' ? t.scope.continue : texts.common.delete}
      series={one}
      mails={asked === 'edit' ? 0 : mails}
      mailsText={t.invite.delete}
      busy={cancel.isPending}
      onClose={close}
      onChoose={(scope) => {
        if (asked === 'edit') edit(scope);
        else if (one) cancel.mutate(scope);
        else {
          close();
          proceed?.();
        }
      }}
    />
  );
  return { ask, dialog };
}
