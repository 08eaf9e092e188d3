import { Button, Group, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Meeting } from '../api/types.ts';
import record from '../records/record.module.css';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import { notifyDone } from '../ui/notify.tsx';
import { plainDate, usePlace } from '../ui/time.tsx';
import { resetOccurrence } from './api.ts';
import { timeText } from './calendar/times.ts';
import { meetingFieldLabel } from './fields.ts';
import classes from './meetings.module.css';
import { timeOf } from './when.ts';

type Own = Meeting['occurrences'][string];
const t = texts.meetings.occurrences;

/** E8: the occurrences that were changed or cancelled, each with the way back. */
export function Occurrences({ meeting }: { meeting: Meeting }) {
  const { locale } = usePlace();
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: (day: string) => resetOccurrence(meeting, day),
    onSuccess: () => notifyDone(t.restored),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['meeting', meeting.id] });
      await client.invalidateQueries({ queryKey: ['meetings'] });
    },
  });
  const days = Object.entries(meeting.occurrences).sort(([one], [two]) => one.localeCompare(two));
  if (days.length === 0) return null;
  const mayRestore = meeting.mayEdit && !meeting.sharedFieldsLocked && meeting.deletedAt === null;
  return (
    <section className={record.section} aria-labelledby="occurrences-title">
      <Title order={2} id="occurrences-title">
        {t.title}
      </Title>
      <ul className={classes.rows}>
        {days.map(([day, own]) => {
          const date = plainDate(day, locale);
          return (
            <li key={day}>
              <span>
                {own.cancelled ? (
                  <span className={classes.struck}>{date}</span>
                ) : (
                  <TextLink
                    to="/meetings/$id"
                    params={{ id: meeting.id }}
                    search={{ occurrence: day }}
                    underline="always"
                    size="sm"
                  >
                    {date}
                  </TextLink>
                )}{' '}
                · <Changed own={own} />
              </span>
              {mayRestore && (
                <Group gap={6}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t.restoreOf(date)}
                    loading={restore.isPending && restore.variables === day}
                    onClick={() => restore.mutate(day)}
                  >
                    {t.restore}
                  </Button>
                </Group>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What is its own, in a few words. */
function Changed({ own }: { own: Own }) {
  const place = usePlace();
  if (own.cancelled) return t.cancelled;
  const { when, title, cleared = [], ...others } = own;
  const parts = [
    title,
    when && timeText(timeOf(when), place),
    ...Object.keys(others).map(meetingFieldLabel),
    cleared.length > 0 && t.cleared(cleared.map(meetingFieldLabel).join(', ')),
  ];
  return `${t.changed}: ${parts.filter(Boolean).join(', ')}`;
}
