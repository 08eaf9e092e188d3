import { NativeSelect, Table } from '@mantine/core';
import type { Configuration, ConfigurationInput, Direction } from '../api/types.ts';
import { isFieldOf, labelOf } from '../records/kinds.ts';
import { texts } from '../texts.ts';
import classes from './channel.module.css';

interface Props {
  offered: Configuration;
  settings: ConfigurationInput;
  setSettings: (settings: ConfigurationInput) => void;
}

type FieldSetting = ConfigurationInput['fields'][number];

/** Each Microsoft 365 field can hold one CRM field only. */
export function slotsChosenTwice({ fields }: ConfigurationInput): string[] {
  const chosen = fields.flatMap(({ slot }) => (slot === null ? [] : [slot]));
  return [...new Set(chosen.filter((slot, index) => chosen.indexOf(slot) !== index))];
}

/** C2: which field goes where and which way. Only slots that Graph supports are offered, because the server names only those. */
export function MappingTable({ offered, settings, setSettings }: Props) {
  const t = texts.channel.configuration;
  const twice = slotsChosenTwice(settings);
  const set = (field: string, change: Partial<FieldSetting>) =>
    setSettings({
      ...settings,
      fields: settings.fields.map((one) => (one.field === field ? { ...one, ...change } : one)),
    });
  return (
    <Table className={classes.mapping} verticalSpacing={4} aria-label={t.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.field}</Table.Th>
          <Table.Th>{t.slot}</Table.Th>
          <Table.Th>{t.direction}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {offered.fields.map(({ field, label: given, directions }) => {
          const label = isFieldOf('contact', field) ? labelOf('contact', field) : given;
          const setting = settings.fields.find((one) => one.field === field);
          const slot = setting?.slot ?? null;
          const wrong = slot !== null && twice.includes(slot) ? t.twice(slotLabel(offered, slot)) : null;
          return (
            <Table.Tr key={field}>
              <Table.Th scope="row">{label}</Table.Th>
              <Table.Td>
                <NativeSelect
                  size="xs"
                  aria-label={t.slotOf(label)}
                  value={slot ?? ''}
                  error={wrong}
                  onChange={(event) => set(field, { slot: event.currentTarget.value || null })}
                  data={[
                    { value: '', label: t.notSynced },
                    ...offered.slots.map((one) => ({ value: one.slot, label: one.label })),
                  ]}
                />
              </Table.Td>
              <Table.Td>
                <NativeSelect
                  size="xs"
                  aria-label={t.directionOf(label)}
                  disabled={slot === null}
                  value={setting?.direction ?? 'both'}
                  onChange={(event) => set(field, { direction: event.currentTarget.value as Direction })}
                  data={directions.map((one) => ({ value: one, label: texts.channel.direction[one] }))}
                />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

const slotLabel = (offered: Configuration, slot: string): string =>
  offered.slots.find((one) => one.slot === slot)?.label ?? slot;
