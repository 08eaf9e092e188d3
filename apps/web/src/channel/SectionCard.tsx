import { Alert, Badge, Button, Group, Paper, Text, Title } from '@mantine/core';
import { IconAddressBook, IconCalendar, IconChecklist } from '@tabler/icons-react';
import { useState } from 'react';
import type { Microsoft365, Section } from '../api/types.ts';
import { texts } from '../texts.ts';
import { ConfigurationPopup } from './ConfigurationPopup.tsx';
import { Counters } from './Counters.tsx';
import { isPendingEnable } from './pendingEnable.ts';
import { Remedy } from './Remedy.tsx';
import classes from './channel.module.css';
import { SectionActions } from './SectionActions.tsx';
import { SyncProgress } from './SyncProgress.tsx';

const icons = { meeting: IconCalendar, contact: IconAddressBook, task: IconChecklist };

const stateColours: { readonly [state in Section['state']]: string } = {
  off: 'gray',
  enabling: 'brand',
  active: 'teal',
  disabling: 'gray',
  paused: 'yellow',
  held: 'orange',
  needsAttention: 'red',
};

/** One of Events, Contacts and Tasks: what it is, how it stands, and what one can do (P2, P4). */
export function SectionCard({ section, microsoft365 }: { section: Section; microsoft365: Microsoft365 }) {
  const { kind, state, available, permission } = section;
  const [popup, setPopup] = useState(
    () => state === 'off' && microsoft365.account.connected && isPendingEnable(kind),
  );
  const Icon = icons[kind];
  const t = texts.channel;
  const off = state === 'off';
  const titleId = `section-${kind}`;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={titleId}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <Icon size={22} aria-hidden className={classes.icon} />
          <div>
            <Group gap="xs">
              <Title order={2} id={titleId}>
                {t.kinds[kind]}
              </Title>
              {available && (
                <Badge variant="light" color={stateColours[state]} tt="none" data-testid={`state-${kind}`}>
                  {t.states[state]}
                </Badge>
              )}
            </Group>
            <Text size="sm" c="dimmed">
              {t.texts[kind]}
            </Text>
          </div>
        </Group>
        {available && off && (
          <Button
            disabled={!permission.held}
            aria-describedby={permission.held ? undefined : `${titleId}-missing`}
            onClick={() => setPopup(true)}
          >
            {t.enable}
          </Button>
        )}
        {!available && (
          <Text size="sm" c="dimmed">
            {section.sentence}
          </Text>
        )}
      </Group>
      {available && !permission.held && (
        <Alert color="gray" variant="light" mt="sm" id={`${titleId}-missing`}>
          {t.missing(nameOf(permission.name))}
        </Alert>
      )}
      {available && !off && (
        <div className={classes.body}>
          {(section.sentence !== t.states[state] || section.remedy !== null) && (
            <Group justify="space-between" gap="xs">
              <Text size="sm">{section.sentence}</Text>
              <Remedy
                section={section}
                accountUrl={microsoft365.account.connectUrl}
                onEnable={() => setPopup(true)}
              />
            </Group>
          )}
          {section.progress && <SyncProgress progress={section.progress} />}
          <Counters section={section} />
          <SectionActions section={section} onConfigure={() => setPopup(true)} />
        </div>
      )}
      {popup && (
        <ConfigurationPopup section={section} microsoft365={microsoft365} onClose={() => setPopup(false)} />
      )}
    </Paper>
  );
}

const nameOf = (permission: string): string => {
  const names: { readonly [name: string]: string } = texts.setup.profile.permissions;
  return names[permission] ?? permission;
};
