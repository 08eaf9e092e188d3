import { Button, Group, Text } from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { conflictsQuery } from '../api/channelQueries.ts';
import { api, take } from '../api/client.ts';
import type { Conflict, Kind } from '../api/types.ts';
import { RecordLink } from '../records/RecordLink.tsx';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';
import { Pages } from '../ui/Pages.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Ago, usePlace } from '../ui/time.tsx';
import { asText } from './asText.ts';
import classes from './channel.module.css';

const t = texts.channel.conflicts;
const sides = ['local', 'remote'] as const;

/** B3: where both sides changed one field, the value that lost is kept and can be taken instead. */
export function Conflicts({ kind }: { kind: Kind }) {
  const answer = useInfiniteQuery(conflictsQuery(kind));
  return (
    <Pages answer={answer}>
      {(pages) => {
        const conflicts = pages.flatMap((page) => page.items);
        if (conflicts.length === 0) {
          return <EmptyState icon={<IconArrowsSplit2 />} title={t.emptyTitle} text={t.empty} />;
        }
        return (
          <ul className={classes.list}>
            {conflicts.map((conflict) => (
              <li key={conflict.id} className={classes.item}>
                <OneConflict conflict={conflict} kind={kind} />
              </li>
            ))}
          </ul>
        );
      }}
    </Pages>
  );
}

function OneConflict({ conflict, kind }: { conflict: Conflict; kind: Kind }) {
  const { id, name, field, label, localId, winner, at } = conflict;
  const client = useQueryClient();
  const place = usePlace();
  const choose = useMutation({
    mutationFn: (side: 'local' | 'remote') =>
      take(api.POST('/api/conflicts/{id}/take', { params: { path: { id } }, body: { side } })),
    onSuccess: () => {
      notifyDone(t.taken);
      void client.invalidateQueries({ queryKey: ['channel', kind] });
      void client.invalidateQueries({ queryKey: ['microsoft365'] });
    },
  });
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" id={`conflict-${id}`}>
          <strong>
            <RecordLink kind={kind} id={localId} name={name} />
          </strong>
          : {label}
        </Text>
        <Text size="sm" c="dimmed">
          <Ago at={at} />
        </Text>
      </Group>
      <div className={classes.sides}>
        {sides.map((side) => {
          const sideName = side === 'local' ? t.crm : t.microsoft365;
          const won = winner === side;
          return (
            <div key={side} className={classes.side} data-won={won || undefined}>
              <Text size="xs" c="dimmed">
                {sideName}
                {won && `, ${t.won}`}
              </Text>
              <Text size="sm">
                {asText(kind, field, side === 'local' ? conflict.localValue : conflict.remoteValue, place)}
              </Text>
              {!won && (
                <Button
                  size="compact-sm"
                  variant="default"
                  mt={6}
                  loading={choose.isPending}
                  aria-describedby={`conflict-${id}`}
                  onClick={() => choose.mutate(side)}
                >
                  {t.take}
                </Button>
              )}
            </div>
          );
        })}
      </div>
      <Text size="xs" c="dimmed" mt={6}>
        {t.before}: {asText(kind, field, conflict.baseValue, place)}
      </Text>
    </>
  );
}
