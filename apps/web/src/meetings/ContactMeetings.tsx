import { Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import record from '../records/record.module.css';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import { usePlace } from '../ui/time.tsx';
import { meetingsQuery } from './api.ts';
import { nextText } from './columns.ts';
import classes from './meetings.module.css';

const FEW = 5;

/** The latest meetings in which a contact takes part, by their address. */
export function ContactMeetings({ contactId }: { contactId: string }) {
  const place = usePlace();
  const { data } = useQuery(meetingsQuery({ contactId, sort: '-start', limit: FEW }));
  const t = texts.meetings.ofContact;
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section className={record.section} aria-labelledby="meetings-title">
      <Group justify="space-between">
        <Title order={2} id="meetings-title">
          {t.title}
        </Title>
        {data.nextCursor !== null && (
          <TextLink to="/meetings" search={{ time: 'all', contactId }} size="sm">
            {t.more}
          </TextLink>
        )}
      </Group>
      <ul className={classes.rows}>
        {data.items.map((meeting) => (
          <li key={meeting.id}>
            <TextLink to="/meetings/$id" params={{ id: meeting.id }} search={{}} size="sm">
              {meeting.title ?? texts.meetings.unnamed}
            </TextLink>
            <Text size="sm" c="dimmed">
              {nextText(meeting, place)}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
