import { Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, take } from '../api/client.ts';
import { importQuery } from '../api/queries.ts';
import type { ImportState } from '../api/types.ts';
import { pathOf, wordsOf, type RecordKind } from '../records/kinds.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { columnsOf } from './columnsOf.ts';
import classes from './import.module.css';
import { RefusedRows } from './RefusedRows.tsx';

const t = texts.import;

interface Props {
  kind: RecordKind;
  state: ImportState;
  again: () => void;
}

export function ImportProgress({ kind, state, again }: Props) {
  const client = useQueryClient();
  const path = pathOf[kind];
  const running = state.state === 'running' || state.state === 'ready';
  const cancel = useMutation({
    mutationFn: () => take(api.POST('/api/imports/{id}/cancel', { params: { path: { id: state.id } } })),
    onSuccess: (stopped) => client.setQueryData(importQuery(state.id).queryKey, stopped),
  });
  useEffect(() => {
    if (!running) void client.invalidateQueries({ queryKey: [path] });
  }, [running, client, path]);
  const counts = [
    [t.created, state.created],
    [t.updated, state.updated],
    [t.skipped, state.skipped],
    [t.refused, state.refused.length],
  ] as const;
  return (
    <Stack gap="lg">
      <div>
        <Group justify="space-between" mb={6}>
          <Title order={2} aria-live="polite">
            {t.states[state.state]}
          </Title>
          <Text size="sm" c="dimmed">
            {t.progress(state.done, state.total)} · {state.fileName}
          </Text>
        </Group>
        <Progress.Root size="md">
          <Progress.Section
            value={state.total === 0 ? 100 : (100 * state.done) / state.total}
            aria-label={t.progressLabel}
          />
        </Progress.Root>
      </div>
      <dl className={classes.counts}>
        {counts.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{texts.common.number(count)}</dd>
          </div>
        ))}
      </dl>
      {running ? (
        <Group>
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t.cancel}
          </Button>
        </Group>
      ) : (
        <>
          <RefusedRows refused={state.refused} columns={columnsOf(state.id)} />
          <Text size="sm" c="dimmed">
            {wordsOf(kind).import.notSynced}
          </Text>
          <Group>
            <LinkButton to={`/${path}`}>{wordsOf(kind).import.toList}</LinkButton>
            <Button variant="default" onClick={again}>
              {t.another}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
