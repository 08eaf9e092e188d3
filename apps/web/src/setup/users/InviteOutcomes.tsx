import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { InviteOutcome } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import classes from './users.module.css';

const t = texts.setup.addUser;

interface Props {
  outcomes: readonly InviteOutcome[];
  onMore: () => void;
  onClose: () => void;
}

/** What became of each: who could not be invited stopped no other. */
export function InviteOutcomes({ outcomes, onMore, onClose }: Props) {
  return (
    <Stack>
      <Title order={3}>{t.outcomes}</Title>
      <ul className={classes.outcomes}>
        {outcomes.map((one) => (
          <li key={one.email}>
            <Group gap="xs" wrap="nowrap" align="flex-start">
              {one.outcome === 'invited' ? (
                <IconCircleCheck size={20} aria-hidden color="var(--mantine-color-teal-6)" />
              ) : (
                <IconAlertTriangle size={20} aria-hidden color="var(--mantine-color-orange-6)" />
              )}
              <div className={classes.grow}>
                <Text size="sm">{one.outcome === 'invited' ? t.invited(one.email) : one.email}</Text>
                {one.outcome === 'refused' && (
                  <Text size="sm" c="dimmed">
                    {one.detail}
                  </Text>
                )}
              </div>
            </Group>
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button variant="default" onClick={onMore}>
          {t.others}
        </Button>
        <Button onClick={onClose} data-autofocus>
          {t.done}
        </Button>
      </Group>
    </Stack>
  );
}
