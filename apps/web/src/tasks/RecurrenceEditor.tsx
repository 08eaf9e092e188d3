import { Checkbox, Group, Input, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Recurrence } from '../api/types.ts';
import { oneOf } from '../records/listSearch.ts';
import { texts } from '../texts.ts';
import { usePlace } from '../ui/time.tsx';
import { dateIn } from './clock.ts';
import { indexes, inWords, patternFrom, patterns, unitNameOf, weekdays } from './recurrence.ts';
import { recurrenceOf } from './values.ts';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
  /** The day (`yyyy-mm-dd`) of the first one, by which the usual pattern goes; today where it is not known. */
  start?: string | undefined;
}

const t = texts.tasks.recurrence;
const ranges = ['noEnd', 'endDate', 'numbered'] as const;
const whole = (value: string | number, most: number) =>
  Math.min(most, Math.max(1, Math.round(Number(value)) || 1));

/** How a task or a meeting repeats, with what was chosen in plain words below. */
export function RecurrenceEditor({ label, value, onChange, error, start: given }: Props) {
  const { locale, timeZone } = usePlace();
  const now = recurrenceOf(value);
  const set = (to: Recurrence | null) => onChange(to === null ? '' : JSON.stringify(to));
  const start = given ?? now?.range.startDate ?? dateIn(Date.now(), timeZone);
  return (
    <Input.Wrapper label={label} labelElement="div" role="group" aria-label={label} error={error}>
      <Stack gap="xs">
        <NativeSelect
          aria-label={t.repeats}
          name="recurrence"
          value={now?.type ?? ''}
          onChange={(event) => {
            const type = oneOf(patterns, event.currentTarget.value);
            set(
              type === undefined
                ? null
                : { ...patternFrom(type, start), ...(now ? { range: now.range } : {}) },
            );
          }}
          data={[
            { value: '', label: t.none },
            ...patterns.map((type) => ({ value: type, label: t.types[type] })),
          ]}
        />
        {now && (
          <>
            <Group gap="xs" grow align="flex-end">
              <NumberInput
                label={t.interval}
                min={1}
                max={999}
                allowDecimal={false}
                suffix={` ${unitNameOf(now.type)}`}
                value={now.interval}
                onChange={(interval) => set({ ...now, interval: whole(interval, 999) })}
              />
              <Details now={now} set={set} />
            </Group>
            {now.type === 'weekly' && <Days now={now} set={set} />}
            <Range now={now} set={set} />
            <Text size="sm" c="dimmed" aria-live="polite">
              {inWords(now, locale)}
            </Text>
          </>
        )}
      </Stack>
    </Input.Wrapper>
  );
}

interface PartProps {
  now: Recurrence;
  set: (to: Recurrence) => void;
}

function Details({ now, set }: PartProps) {
  const { type, dayOfMonth, month, index, daysOfWeek = [] } = now;
  return (
    <>
      {index !== undefined && (
        <NativeSelect
          label={t.index}
          value={index}
          onChange={(event) => set({ ...now, index: oneOf(indexes, event.currentTarget.value) ?? index })}
          data={indexes.map((name) => ({ value: name, label: t.indexes[name] }))}
        />
      )}
      {(type === 'relativeMonthly' || type === 'relativeYearly') && (
        <NativeSelect
          label={t.days}
          value={daysOfWeek[0] ?? 'monday'}
          onChange={(event) =>
            set({ ...now, daysOfWeek: [oneOf(weekdays, event.currentTarget.value) ?? 'monday'] })
          }
          data={weekdays.map((day) => ({ value: day, label: t.weekdays[day] }))}
        />
      )}
      {dayOfMonth !== undefined && (
        <NumberInput
          label={t.dayOfMonth}
          min={1}
          max={31}
          allowDecimal={false}
          value={dayOfMonth}
          onChange={(day) => set({ ...now, dayOfMonth: whole(day, 31) })}
        />
      )}
      {month !== undefined && (
        <NativeSelect
          label={t.month}
          value={String(month)}
          onChange={(event) => set({ ...now, month: Number(event.currentTarget.value) })}
          data={t.months.map((name, at) => ({ value: String(at + 1), label: name }))}
        />
      )}
    </>
  );
}

function Days({ now, set }: PartProps) {
  const chosen = now.daysOfWeek ?? [];
  return (
    <Checkbox.Group
      label={t.days}
      value={[...chosen]}
      onChange={(days) => set({ ...now, daysOfWeek: weekdays.filter((day) => days.includes(day)) })}
    >
      <Group gap="xs" mt={4}>
        {weekdays.map((day) => (
          <Checkbox key={day} value={day} label={t.weekdays[day]} size="xs" />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

function Range({ now, set }: PartProps) {
  const { startDate, endDate = startDate, numberOfOccurrences = 10, type } = now.range;
  const setRange = (range: Omit<Recurrence['range'], 'startDate'>) =>
    set({ ...now, range: { ...range, startDate } });
  return (
    <Group gap="xs" grow align="flex-end">
      <NativeSelect
        label={t.ends}
        value={type}
        onChange={(event) => {
          const next = oneOf(ranges, event.currentTarget.value) ?? 'noEnd';
          setRange({
            type: next,
            ...(next === 'endDate' ? { endDate } : next === 'numbered' ? { numberOfOccurrences } : {}),
          });
        }}
        data={ranges.map((name) => ({ value: name, label: t.ranges[name] }))}
      />
      {type === 'endDate' && (
        <TextInput
          type="date"
          label={t.endDate}
          value={endDate}
          onChange={(event) => setRange({ type, endDate: event.currentTarget.value || startDate })}
        />
      )}
      {type === 'numbered' && (
        <NumberInput
          label={t.count}
          min={1}
          max={999}
          allowDecimal={false}
          value={numberOfOccurrences}
          onChange={(count) => setRange({ type, numberOfOccurrences: whole(count, 999) })}
        />
      )}
    </Group>
  );
}
