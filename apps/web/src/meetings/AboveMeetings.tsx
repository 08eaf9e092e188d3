import { Button } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import tasks from '../tasks/tasks.module.css';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { times, type MeetingSearch } from './listSearch.ts';

interface Props {
  time: (typeof times)[number];
  onTime: (time: MeetingSearch['time']) => void;
}

/** Which meetings one sees, and the way to the calendar. */
export function AboveMeetings({ time, onTime }: Props) {
  const t = texts.meetings.views;
  return (
    <div className={tasks.above}>
      <div className={tasks.views} role="group" aria-label={t.title}>
        {times.map((name) => (
          <Button
            key={name}
            size="compact-md"
            variant={time === name ? 'light' : 'subtle'}
            color={time === name ? 'brand' : 'gray'}
            aria-pressed={time === name}
            onClick={() => onTime(name === 'upcoming' ? undefined : name)}
          >
            {t[name]}
          </Button>
        ))}
      </div>
      <LinkButton
        to="/meetings/calendar"
        variant="default"
        size="compact-md"
        leftSection={<IconCalendar size={16} aria-hidden />}
      >
        {texts.meetings.calendar.title}
      </LinkButton>
    </div>
  );
}
