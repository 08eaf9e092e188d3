import { Badge, Text, Title } from '@mantine/core';
import type { Meeting } from '../api/types.ts';
import record from '../records/record.module.css';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import classes from './meetings.module.css';

const colours = { none: 'gray', accepted: 'teal', tentative: 'yellow', declined: 'red' } as const;
const t = texts.meetings;

/** Who takes part and what they answered, those among the contacts as links; and in whose calendars it is (B12). */
export function MeetingPeople({ meeting }: { meeting: Meeting }) {
  const { participants, calendars, host } = meeting;
  const people = Object.entries(participants);
  return (
    <>
      {people.length > 0 && (
        <section className={record.section} aria-labelledby="people-title">
          <Title order={2} id="people-title">
            {t.fields.participants}
          </Title>
          <ul className={classes.rows}>
            {people.map(([address, { name, role, response }]) => (
              <li key={address}>
                <span>
                  <Person meeting={meeting} address={address} name={name} />
                  {role !== 'required' && (
                    <Text span size="sm" c="dimmed">
                      {` · ${t.roles[role]}`}
                    </Text>
                  )}
                </span>
                {(host !== null || meeting.invite || response !== 'none') && (
                  <Badge variant="light" color={colours[response]} tt="none">
                    {t.responses[response]}
                  </Badge>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {calendars.length > 1 && (
        <section className={record.section} aria-labelledby="calendars-title">
          <Title order={2} id="calendars-title">
            {t.calendars.title}
          </Title>
          <Text size="sm" c="dimmed">
            {t.calendars.text}
          </Text>
          <ul className={classes.rows}>
            {calendars.map(({ recordId, owner, response, host: hosts }) => (
              <li key={recordId}>
                {recordId === meeting.id ? (
                  <span>{owner.name}</span>
                ) : (
                  <TextLink to="/meetings/$id" params={{ id: recordId }} size="sm">
                    {owner.name}
                  </TextLink>
                )}
                <Badge variant="light" color={hosts ? 'brand' : colours[response]} tt="none">
                  {hosts ? t.fields.host : t.responses[response]}
                </Badge>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Person({ meeting, address, name }: { meeting: Meeting; address: string; name: string | undefined }) {
  const contact = meeting.relatedContacts.find((one) => one.address.toLowerCase() === address);
  const shown = name ?? contact?.name ?? address;
  return (
    <>
      {contact ? (
        <TextLink to="/contacts/$id" params={{ id: contact.id }} size="sm" underline="always">
          {shown}
        </TextLink>
      ) : (
        shown
      )}
      {shown !== address && (
        <Text span size="sm" c="dimmed">
          {` · ${address}`}
        </Text>
      )}
    </>
  );
}
