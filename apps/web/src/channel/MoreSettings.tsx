import { NativeSelect, NumberInput, SimpleGrid } from '@mantine/core';
import type { ConfigurationInput, Direction, Kind } from '../api/types.ts';
import { texts } from '../texts.ts';

interface Props {
  kind: Kind;
  settings: ConfigurationInput;
  setSettings: (settings: ConfigurationInput) => void;
}

const whole = (value: string | number): number => Math.max(1, Math.round(Number(value)) || 1);

/** What few people change: direction, conflicts (B3), the cap (C6, T2) and the brake (B4). */
export function MoreSettings({ kind, settings, setSettings }: Props) {
  const t = texts.channel.configuration;
  const { brake } = settings;
  const name = texts.channel.kinds[kind];
  return (
    <details open={kind !== 'contact'}>
      <summary style={{ cursor: 'pointer' }}>{t.more}</summary>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt="sm">
        <NativeSelect
          label={t.wholeDirection(name)}
          value={settings.direction}
          onChange={(event) =>
            setSettings({ ...settings, direction: event.currentTarget.value as Direction })
          }
          data={(['both', 'toRemote', 'toLocal'] as const).map((value) => ({
            value,
            label: texts.channel.direction[value],
          }))}
        />
        <NativeSelect
          label={t.conflictRule}
          value={settings.conflictRule}
          onChange={(event) =>
            setSettings({
              ...settings,
              conflictRule: event.currentTarget.value as ConfigurationInput['conflictRule'],
            })
          }
          data={(['latest', 'local', 'remote'] as const).map((value) => ({
            value,
            label: t.conflictRules[value],
          }))}
        />
        <NumberInput
          label={t.cap(name)}
          min={1}
          max={100_000}
          allowDecimal={false}
          value={settings.firstSyncCap}
          onChange={(value) => setSettings({ ...settings, firstSyncCap: whole(value) })}
        />
        <div />
        <NumberInput
          label={t.brakeCount}
          min={1}
          max={100_000}
          allowDecimal={false}
          value={brake.count}
          onChange={(value) => setSettings({ ...settings, brake: { ...brake, count: whole(value) } })}
        />
        <NumberInput
          label={t.brakeShare}
          min={1}
          max={100}
          allowDecimal={false}
          value={Math.round(brake.share * 100)}
          onChange={(value) =>
            setSettings({ ...settings, brake: { ...brake, share: Math.min(100, whole(value)) / 100 } })
          }
        />
      </SimpleGrid>
    </details>
  );
}
