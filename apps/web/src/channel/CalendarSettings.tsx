import { Alert, Checkbox, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { calendarsQuery } from '../api/queries.ts';
import type { ConfigurationInput } from '../api/types.ts';
import { texts } from '../texts.ts';
import { Waiting } from '../ui/states.tsx';

type Calendars = NonNullable<ConfigurationInput['calendars']>;

interface Props {
  calendars: Calendars;
  /** What is on must be disabled before it can write elsewhere. */
  fixed: boolean;
  onChange: (calendars: Calendars) => void;
}

/** E2, E10: which calendar is written to, which ones are captured, and how much of a private event. */
export function CalendarSettings({ calendars, fixed, onChange }: Props) {
  const t = texts.channel.calendars;
  const { data, isPending } = useQuery(calendarsQuery);
  const { writeTo, capture, privateEvents } = calendars;
  const all = data?.items ?? [];
  const set = (change: Partial<Calendars>) => onChange({ ...calendars, ...change });
  const capturable = all.filter(({ id }) => id !== writeTo);
  // Without a sign-in only the default calendar is known, and that by its role.
  const choices =
    capturable.length > 0
      ? capturable.map(({ id, name, isDefault }) => ({
          value: isDefault ? 'default' : id,
          label: name,
          isDefault,
        }))
      : [{ value: 'default', label: t.defaultCalendar, isDefault: true }];
  return (
    <Stack gap="md">
      <NativeSelect
        label={t.writeTo}
        description={fixed ? t.writeToFixed : t.writeToText}
        disabled={fixed}
        value={writeTo ?? ''}
        onChange={(event) => set({ writeTo: event.currentTarget.value || null })}
        data={[
          { value: '', label: t.ownCalendar },
          ...all.filter(({ canEdit }) => canEdit).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Checkbox.Group
        label={t.capture}
        description={t.captureText}
        value={[...capture]}
        onChange={(chosen) => set({ capture: chosen })}
      >
        <Stack gap={6} mt={6}>
          {choices.map(({ value, label, isDefault }) => (
            <Checkbox key={value} value={value} label={isDefault ? t.isDefault(label) : label} />
          ))}
        </Stack>
      </Checkbox.Group>
      {isPending && <Waiting />}
      {!isPending && data === undefined && (
        <Alert color="gray" variant="light">
          {t.unknown}
        </Alert>
      )}
      <NativeSelect
        label={t.privateEvents}
        value={privateEvents}
        onChange={(event) => set({ privateEvents: event.currentTarget.value as Calendars['privateEvents'] })}
        data={(['timeOnly', 'everything'] as const).map((value) => ({
          value,
          label: t.privateChoices[value],
        }))}
      />
      <Text size="sm">{t.invitations}</Text>
    </Stack>
  );
}
