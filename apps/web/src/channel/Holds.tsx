import { Badge, Button, Group, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { holdsQuery } from '../api/channelQueries.ts';
import { api, take } from '../api/client.ts';
import type { Hold, Kind } from '../api/types.ts';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';
import { Pages } from '../ui/Pages.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import classes from './channel.module.css';

const t = texts.channel.holds;

/** B4: deletions that the brake stopped. A person says yes or no, and the answer is remembered for that batch. */
export function Holds({ kind }: { kind: Kind }) {
  const answer = useInfiniteQuery(holdsQuery(kind));
  return (
    <Pages answer={answer}>
      {(pages) => {
        const holds = pages.flatMap((page) => page.items);
        if (holds.length === 0)
          return <EmptyState icon={<IconHandStop />} title={t.emptyTitle} text={t.empty} />;
        return (
          <ul className={classes.list}>
            {holds.map((hold) => (
              <li key={hold.id} className={classes.item}>
                <OneHold hold={hold} kind={kind} />
              </li>
            ))}
          </ul>
        );
      }}
    </Pages>
  );
}

function OneHold({ hold, kind }: { hold: Hold; kind: Kind }) {
  const client = useQueryClient();
  const what = texts.channel.counted[kind](hold.count);
  const give = useMutation({
    mutationFn: (answer: 'approved' | 'rejected') =>
      take(api.POST('/api/holds/{id}', { params: { path: { id: hold.id } }, body: { answer } })),
    onSuccess: (_done, answer) => {
      notifyDone(t[answer]);
      void client.invalidateQueries({ queryKey: ['channel', kind] });
      void client.invalidateQueries({ queryKey: ['microsoft365'] });
    },
  });
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500}>
          {t.text(what, hold.side)}
        </Text>
        <Text size="sm" c="dimmed">
          <Ago at={hold.at} />
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {hold.examples.join(', ')}
      </Text>
      {hold.answer === null ? (
        <Group gap="xs" mt="xs">
          <Button
            size="compact-md"
            variant="default"
            disabled={give.isPending}
            onClick={() => give.mutate('rejected')}
          >
            {t.reject}
          </Button>
          <Button
            size="compact-md"
            color="red.9"
            disabled={give.isPending}
            onClick={() => give.mutate('approved')}
          >
            {t.approve(what)}
          </Button>
        </Group>
      ) : (
        <Badge variant="default" tt="none" mt="xs">
          {t.answers[hold.answer]}
        </Badge>
      )}
    </>
  );
}
