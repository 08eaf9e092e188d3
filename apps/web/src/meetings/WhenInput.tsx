import { Checkbox, Group, Input, Select, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { usePlace } from '../ui/time.tsx';
import { addDays, daysBetween, isDay } from './calendar/days.ts';
import { timeText } from './calendar/times.ts';
import classes from './meetings.module.css';
import { whenOf } from './values.ts';
import { instantMs, isAllDay, timeOf, wallAt, wrongWhen, type When } from './when.ts';
import { zonesAt } from './zones.ts';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  error?: ReactNode;
}

type Timed = Exclude<When, { allDay: true }>;
const t = texts.meetings.when;

/** All-day or with times of a zone (E9). A new start takes the end along. */
export function WhenInput({ label, value, onChange, onBlur, error }: Props) {
  const { timeZone = 'UTC' } = usePlace();
  const when = whenOf(value);
  const set = (to: When) => onChange(JSON.stringify(to));
  const toggle = (allDay: boolean) => set(allDay ? asAllDay(when) : asTimed(when, timeZone));
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      role="group"
      aria-label={label}
      error={error}
      onBlur={onBlur}
    >
      <Stack gap="xs" mt={4}>
        <Checkbox
          label={t.allDay}
          checked={isAllDay(when)}
          onChange={(event) => toggle(event.currentTarget.checked)}
        />
        {isAllDay(when) ? <Days when={when} set={set} /> : <Times when={when} set={set} home={timeZone} />}
      </Stack>
    </Input.Wrapper>
  );
}

function Days({ when, set }: { when: Extract<When, { allDay: true }>; set: (to: When) => void }) {
  const last = isDay(when.end) ? addDays(when.end, -1) : when.end;
  const begin = (start: string) => {
    const days = isDay(start) && isDay(when.start) ? daysBetween(when.start, start) : 0;
    set({ ...when, start, end: isDay(when.end) ? addDays(when.end, days) : when.end });
  };
  return (
    <Group gap="xs" grow>
      <TextInput
        type="date"
        name="when"
        label={t.startDate}
        value={when.start}
        onChange={(event) => begin(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t.lastDay}
        value={last}
        onChange={({ currentTarget: { value } }) =>
          set({ ...when, end: isDay(value) ? addDays(value, 1) : value })
        }
      />
    </Group>
  );
}

function Times({ when, set, home }: { when: Timed; set: (to: When) => void; home: string }) {
  const { locale } = usePlace();
  const fine = wrongWhen(when) === null;
  const atMs = fine ? instantMs(when.start, when.zone) : Date.now();
  const begin = (start: string) => {
    const next = { ...when, start };
    if (!fine || wrongWhen({ ...next, end: start }) !== null) return set(next);
    const { startMs, endMs } = timeOf(when) as { startMs: number; endMs: number };
    set({ ...next, end: wallAt(instantMs(start, when.zone) + endMs - startMs, when.zone) });
  };
  return (
    <>
      <div className={classes.when}>
        <WallInput labels={[t.startDate, t.startTime]} name="when" wall={when.start} onChange={begin} />
        <WallInput
          labels={[t.endDate, t.endTime]}
          wall={when.end}
          onChange={(end) => set({ ...when, end })}
        />
      </div>
      <Select
        label={t.zone}
        searchable
        allowDeselect={false}
        limit={60}
        nothingFoundMessage={t.noZone}
        data={zonesAt(atMs, [...new Set([home, when.zone])])}
        value={when.zone}
        onChange={(zone) => zone !== null && set({ ...when, zone })}
      />
      {fine && when.zone !== home && (
        <Text size="sm" c="dimmed" aria-live="polite">
          {t.inYourZone(timeText(timeOf(when), { locale, timeZone: home }), home)}
        </Text>
      )}
    </>
  );
}

interface WallProps {
  labels: [date: string, time: string];
  name?: string;
  wall: string;
  onChange: (wall: string) => void;
}

/** A date and a time of day; half of it may be empty while one types. */
function WallInput({ labels, name, wall, onChange }: WallProps) {
  const [date = '', time = ''] = wall.split('T');
  const set = (newDate: string, newTime: string) =>
    onChange(`${newDate}T${newTime.length === 5 ? `${newTime}:00` : newTime}`);
  return (
    <Group gap="xs" grow wrap="nowrap">
      <TextInput
        type="date"
        name={name}
        label={labels[0]}
        value={date}
        onChange={(event) => set(event.currentTarget.value, time)}
      />
      <TextInput
        type="time"
        label={labels[1]}
        value={time.slice(0, 5)}
        onChange={(event) => set(date, event.currentTarget.value)}
      />
    </Group>
  );
}

/** From nine to ten, where it had no time. */
function asTimed(when: When, zone: string): When {
  if (!isAllDay(when)) return when;
  const last = isDay(when.end) ? addDays(when.end, -1) : when.start;
  return { start: `${when.start}T09:00:00`, end: `${last}T10:00:00`, zone };
}

function asAllDay(when: When): When {
  if (isAllDay(when)) return when;
  const [start = '', last = ''] = [when.start.split('T')[0], when.end.split('T')[0]];
  return { allDay: true, start, end: isDay(last) ? addDays(last, 1) : last };
}
