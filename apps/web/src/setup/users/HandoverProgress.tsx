import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { handoverQuery } from '../../api/peopleQueries.ts';
import type { Handover } from '../../api/types.ts';
import { texts } from '../../texts.ts';

const t = texts.setup.handOver;

/** How far the records have come to their new owner. The job goes on without anybody who watches. */
export function HandoverProgress({ handover, onClose }: { handover: Handover; onClose: () => void }) {
  const { data } = useQuery({ ...handoverQuery(handover.id), initialData: handover });
  const { from, to, total, done, state } = data;
  const finished = state === 'done';
  return (
    <Stack>
      <Text size="sm" role="status">
        {finished ? t.finished(to.name) : t.running(from.name, to.name)}
      </Text>
      {total > 0 && (
        <div>
          <Progress value={(100 * done) / total} aria-label={t.label} />
          <Text size="sm" c="dimmed" mt={6}>
            {t.progress(done, total)}
            {!finished && `. ${t.goesOn}`}
          </Text>
        </div>
      )}
      <Group justify="flex-end">
        <Button variant={finished ? 'filled' : 'default'} onClick={onClose}>
          {texts.common.close}
        </Button>
      </Group>
    </Stack>
  );
}
