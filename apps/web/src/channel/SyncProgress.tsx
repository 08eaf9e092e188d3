import { Group, Progress, Text } from '@mantine/core';
import type { Section } from '../api/types.ts';
import { texts } from '../texts.ts';
import { span } from '../ui/time.tsx';
import classes from './channel.module.css';

/** B10: how far, how fast, how long still. */
export function SyncProgress({ progress }: { progress: NonNullable<Section['progress']> }) {
  const { phase, done, total, perSecond, secondsLeft } = progress;
  const t = texts.channel;
  const phases: { readonly [phase: string]: string } = t.phases;
  const known = total !== null && total > 0;
  return (
    <div className={classes.numbers}>
      <Group justify="space-between" gap="xs" mb={6}>
        <Text size="sm">{phases[phase] ?? phase}</Text>
        <Text size="sm" c="dimmed">
          {t.done(done, total)}
          {perSecond > 0 && ` · ${t.speed(perSecond)}`}
          {secondsLeft !== null && ` · ${t.left(span(secondsLeft))}`}
        </Text>
      </Group>
      <Progress.Root size="md">
        <Progress.Section
          value={known ? Math.min(100, (100 * done) / total) : 100}
          animated={!known}
          striped={!known}
          aria-label={t.progress}
        />
      </Progress.Root>
    </div>
  );
}
