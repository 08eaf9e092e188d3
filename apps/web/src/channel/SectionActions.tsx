import { Button, Group } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconSettings } from '@tabler/icons-react';
import { useState } from 'react';
import type { Section } from '../api/types.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { DisableDialog } from './DisableDialog.tsx';
import { useChannel } from './useChannel.ts';

export function SectionActions({ section, onConfigure }: { section: Section; onConfigure: () => void }) {
  const { sync, pause, resume } = useChannel(section.kind);
  const [leaving, setLeaving] = useState(false);
  const { state, permission } = section;
  const t = texts.channel;
  const size = 'compact-md';
  const leavingNow = state === 'disabling';
  return (
    <Group gap="xs">
      {(state === 'active' || state === 'held' || state === 'needsAttention') && (
        <Button
          size={size}
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={sync.isPending}
          onClick={() => sync.mutate()}
        >
          {state === 'needsAttention' ? texts.common.tryAgain : t.syncNow}
        </Button>
      )}
      {(state === 'active' || state === 'enabling') && (
        <Button
          size={size}
          variant="default"
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          loading={pause.isPending}
          onClick={() => pause.mutate()}
        >
          {t.pause}
        </Button>
      )}
      {state === 'paused' && (
        <Button
          size={size}
          variant="default"
          disabled={!permission.held}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={resume.isPending}
          onClick={() => resume.mutate()}
        >
          {t.resume}
        </Button>
      )}
      {!leavingNow && (
        <Button
          size={size}
          variant="default"
          leftSection={<IconSettings size={16} aria-hidden />}
          onClick={onConfigure}
        >
          {t.configure}
        </Button>
      )}
      <LinkButton
        size={size}
        variant="default"
        to="/setup/marketplace/microsoft/office-365/$kind"
        params={{ kind: section.kind }}
      >
        {t.details}
      </LinkButton>
      {!leavingNow && (
        <Button size={size} variant="default" onClick={() => setLeaving(true)}>
          {t.disable}
        </Button>
      )}
      {leaving && <DisableDialog section={section} onClose={() => setLeaving(false)} />}
    </Group>
  );
}
