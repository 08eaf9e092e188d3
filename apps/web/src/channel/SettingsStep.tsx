import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { Configuration, ConfigurationInput, Kind } from '../api/types.ts';
import { texts } from '../texts.ts';
import { CalendarSettings } from './CalendarSettings.tsx';
import classes from './channel.module.css';
import { MappingTable, slotsChosenTwice } from './MappingTable.tsx';
import { MoreSettings } from './MoreSettings.tsx';

interface Props {
  kind: Kind;
  isOn: boolean;
  offered: Configuration;
  settings: ConfigurationInput;
  setSettings: (settings: ConfigurationInput) => void;
  onCancel: () => void;
  onNext: () => void;
}

/** C2, C3: for contacts the mapping with the usual one filled in and the checkbox; for every kind the rest. */
export function SettingsStep({ kind, isOn, offered, settings, setSettings, onCancel, onNext }: Props) {
  const t = texts.channel.configuration;
  const twice = slotsChosenTwice(settings);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (twice.length === 0) onNext();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{kind === 'contact' ? t.intro : t.introPlain}</Text>
        {kind === 'contact' && (
          <>
            <MappingTable offered={offered} settings={settings} setSettings={setSettings} />
            <Checkbox
              label={t.deleteLocal}
              description={t.deleteLocalText}
              checked={settings.deleteLocalWhenDeletedRemotely}
              onChange={(event) =>
                setSettings({ ...settings, deleteLocalWhenDeletedRemotely: event.currentTarget.checked })
              }
            />
          </>
        )}
        {settings.calendars && (
          <CalendarSettings
            calendars={settings.calendars}
            fixed={isOn}
            onChange={(calendars) => setSettings({ ...settings, calendars })}
          />
        )}
        <MoreSettings kind={kind} settings={settings} setSettings={setSettings} />
        <Group justify="space-between" className={classes.footer}>
          <Button variant="subtle" px={4} onClick={() => setSettings(offered.defaults)}>
            {t.defaults}
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={onCancel}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" disabled={twice.length > 0}>
              {t.preview}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
