import { Button, Group, Text } from '@mantine/core';
import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Meeting } from '../api/types.ts';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';
import { meetingQuery, patchMeeting } from './api.ts';
import classes from './meetings.module.css';

const answers = [
  { answer: 'accepted', Icon: IconCheck },
  { answer: 'tentative', Icon: IconQuestionMark },
  { answer: 'declined', Icon: IconX },
] as const;
const t = texts.meetings;

/** The reader's answer to the host of a meeting. */
export function Respond({ meeting }: { meeting: Meeting }) {
  const client = useQueryClient();
  const respond = useMutation({
    mutationFn: (response: Meeting['response']) => patchMeeting(meeting, { response }),
    onSuccess: (now) => {
      client.setQueryData(meetingQuery(now.id).queryKey, now);
      notifyDone(t.respond.answered(t.responses[now.response]));
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['meeting', meeting.id] });
      void client.invalidateQueries({ queryKey: ['meetings'] });
    },
  });
  const { host } = meeting;
  return (
    <section className={classes.answer} aria-label={t.respond.title}>
      <div>
        <Text fw={500}>{t.hosted.title(host?.name ?? host?.address ?? '')}</Text>
        <Text size="sm" c="dimmed">
          {t.respond.note}
        </Text>
      </div>
      <Group gap="xs">
        {answers.map(({ answer, Icon }) => (
          <Button
            key={answer}
            size="compact-md"
            variant={meeting.response === answer ? 'filled' : 'default'}
            aria-pressed={meeting.response === answer}
            leftSection={<Icon size={16} aria-hidden />}
            loading={respond.isPending && respond.variables === answer}
            disabled={!meeting.mayEdit || respond.isPending}
            onClick={() => respond.mutate(answer)}
          >
            {t.respond[answer]}
          </Button>
        ))}
      </Group>
    </section>
  );
}
