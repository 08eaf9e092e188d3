import { Button, Group, List, Text } from '@mantine/core';
import type { Section } from '../api/types.ts';
import { texts } from '../texts.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useChannel } from './useChannel.ts';

/** C8, E7: says what goes and what stays before anything does. */
export function DisableDialog({ section, onClose }: { section: Section; onClose: () => void }) {
  const { disable } = useChannel(section.kind);
  const t = texts.channel.disableDialog;
  return (
    <Dialog onClose={onClose} title={t.title(texts.channel.kinds[section.kind])}>
      <List spacing="xs" size="sm">
        <List.Item>{t.goes(texts.channel.containers[section.kind], section.containerName)}</List.Item>
        <List.Item>{t.stays[section.kind]}</List.Item>
      </List>
      <Text size="sm" c="dimmed" mt="sm">
        {t.again}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {texts.common.cancel}
        </Button>
        <Button
          color="red.9"
          loading={disable.isPending}
          onClick={() => disable.mutate(undefined, { onSuccess: onClose })}
        >
          {t.confirm}
        </Button>
      </Group>
    </Dialog>
  );
}
