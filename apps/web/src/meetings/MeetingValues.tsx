import { Alert, Anchor, Badge, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Meeting } from '../api/types.ts';
import record from '../records/record.module.css';
import { inWords } from '../tasks/recurrence.ts';
import { texts } from '../texts.ts';
import { usePlace } from '../ui/time.tsx';
import { timeText } from './calendar/times.ts';
import { meetingFieldLabel } from './fields.ts';
import { Html } from './Html.tsx';
import { mailsOf } from './mails.ts';
import { reminderText } from './values.ts';
import { isAllDay, timeOf } from './when.ts';

const t = texts.meetings;

/** The fields that have a value; of a series or of one of its occurrences. */
export function MeetingValues({ meeting }: { meeting: Meeting }) {
  const place = usePlace();
  const { host, description, recurrence, joinUrl } = meeting;
  const invited = mailsOf(meeting);
  const pairs: [label: string, value: ReactNode][] = [
    [t.fields.when, <When key="when" meeting={meeting} />],
    [t.fields.recurrence, recurrence ? inWords(recurrence, place.locale) : meeting.rule],
    [t.fields.location, meeting.location],
    [t.fields.online, meeting.online && t.marks.yes],
    [t.fields.joinUrl, joinUrl && <Join url={joinUrl} />],
    [t.fields.host, host && (host.name ? `${host.name}, ${host.address}` : host.address)],
    [t.fields.invite, invited > 0 && t.invite.on(invited)],
    [t.fields.showAs, t.showAs[meeting.showAs]],
    [t.fields.reminder, meeting.reminder !== null && reminderText(meeting.reminder)],
    [t.fields.sensitivity, meeting.sensitivity !== 'normal' && t.sensitivities[meeting.sensitivity]],
    [t.fields.categories, meeting.categories.length > 0 && <Tags key="tags" names={meeting.categories} />],
    [
      t.fields.description,
      description && (typeof description === 'string' ? description : <Html html={description.html} />),
    ],
  ];
  return (
    <>
      {meeting.notExpressible.length > 0 && (
        <Alert color="yellow" variant="light" title={t.notExpressible.title}>
          {t.notExpressible.text}
          <ul>
            {meeting.notExpressible.map(({ field, sentence }) => (
              <li key={field}>
                {meetingFieldLabel(field)}: {sentence}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <div className={record.section}>
        <dl className={record.values}>
          {pairs
            .filter(([, value]) => Boolean(value))
            .map(([label, value]) => (
              <div key={label} className={record.pair}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </div>
    </>
  );
}

/** In the zone of the reader; in the meeting's own too, where that is another. */
function When({ meeting: { when } }: { meeting: Meeting }) {
  const place = usePlace();
  const own = isAllDay(when) || when.zone === place.timeZone ? null : when.zone;
  return (
    <>
      {timeText(timeOf(when), place)}
      {own !== null && (
        <span style={{ display: 'block', color: 'var(--mantine-color-dimmed)' }}>
          {t.when.inZone(timeText(timeOf(when), { ...place, timeZone: own }), own)}
        </span>
      )}
    </>
  );
}

/** Only what is an address of the web becomes a link: others might act. */
function Join({ url }: { url: string }) {
  if (!/^https?:\/\//i.test(url)) return url;
  return (
    <Anchor inherit href={url} target="_blank" rel="noopener noreferrer">
      {url}
    </Anchor>
  );
}

const Tags = ({ names }: { names: readonly string[] }) => (
  <Group gap={6}>
    {names.map((name) => (
      <Badge key={name} variant="default" tt="none" fw={500}>
        {name}
      </Badge>
    ))}
  </Group>
);
