import { Alert, Badge, Button, Grid, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconEdit, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, take } from '../api/client.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { notifyDone } from '../ui/notify.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Ago } from '../ui/time.tsx';
import { pathOf, wordsOf, type RecordKind } from './kinds.ts';
import { nameOf, type AnyRecord } from './names.ts';
import { SyncState } from './SyncState.tsx';
import { Timeline } from './Timeline.tsx';

interface Props {
  kind: RecordKind;
  record: AnyRecord;
  /** Buttons of the kind's own, left of the others. */
  actions?: ReactNode;
  /** Where there is something to ask first: asks, and then edits or deletes by itself or by calling back. */
  ask?: { edit?: (() => void) | undefined; remove?: ((proceed: () => void) => void) | undefined };
  /** The fields. */
  children: ReactNode;
}

/** One record: its fields, where it stands with Microsoft 365 (B6), and what happened to it (B5). */
export function RecordFrame({ kind, record, actions, ask = {}, children }: Props) {
  const navigate = useNavigate();
  const { remove, restore } = useRemoval(kind, record);
  const { id } = record;
  const path = pathOf[kind];
  const words = wordsOf(kind);
  const deleted = record.deletedAt !== null;
  useHotkeys([
    [
      'e',
      () => {
        if (deleted) return;
        if (ask.edit) ask.edit();
        else void navigate({ to: `/${path}/$id/edit`, params: { id } });
      },
    ],
    ['Escape', () => void navigate({ to: `/${path}` })],
  ]);
  return (
    <>
      <PageHead title={nameOf(record)} trail={[{ label: words.title, to: `/${path}` }]}>
        {!deleted && (
          <>
            {actions}
            <LinkButton
              to={`/${path}/$id/edit`}
              params={{ id }}
              variant="default"
              leftSection={<IconEdit size={16} aria-hidden />}
              onClick={(event) => {
                if (ask.edit === undefined) return;
                event.preventDefault();
                ask.edit();
              }}
            >
              {texts.common.edit}
            </LinkButton>
            <Button
              variant="default"
              leftSection={<IconTrash size={16} aria-hidden />}
              loading={remove.isPending}
              onClick={() => (ask.remove ? ask.remove(remove.mutate) : remove.mutate())}
            >
              {texts.common.delete}
            </Button>
          </>
        )}
      </PageHead>
      {deleted && (
        <Alert color="yellow" variant="light" mx="md" mb="md" title={words.recordDeleted}>
          <Button
            size="compact-sm"
            variant="default"
            loading={restore.isPending}
            onClick={() => restore.mutate()}
          >
            {texts.records.restore}
          </Button>
        </Alert>
      )}
      <Grid px="md" pb="xl" gap={{ base: 'lg', md: 48 }}>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Group gap="xs" mb="md">
            <Badge variant="default" tt="none" fw={500}>
              {texts.records.origins[record.origin]}
            </Badge>
            <Text size="sm" c="dimmed">
              {texts.records.record.ownedBy(record.owner.name)} · {texts.records.record.modified}{' '}
              <Ago at={record.modifiedAt} />
            </Text>
          </Group>
          {children}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <SyncState kind={kind} id={id} />
          <Timeline kind={kind} id={id} />
        </Grid.Col>
      </Grid>
    </>
  );
}

/** Deleting asks nothing and can be taken back, here and later from the deleted records. */
function useRemoval(kind: RecordKind, { id, version }: AnyRecord) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = pathOf[kind];
  const words = wordsOf(kind);
  const refresh = () => {
    void client.invalidateQueries({ queryKey: [path] });
    void client.invalidateQueries({ queryKey: [kind, id] });
  };
  const restore = useMutation({
    mutationFn: () => take(api.POST(`/api/${path}/{id}/restore`, { params: { path: { id } } })),
    onSuccess: () => {
      refresh();
      notifyDone(words.restored);
    },
  });
  const remove = useMutation({
    mutationFn: () =>
      take(
        api.DELETE(`/api/${path}/{id}`, {
          params: { path: { id }, header: { 'if-match': `"${version}"` } },
        }),
      ),
    onSuccess: async () => {
      await navigate({ to: `/${path}` });
      refresh();
      notifyDone(words.deleted, { label: texts.common.undo, act: () => restore.mutate() });
    },
    onError: refresh,
  });
  return { remove, restore };
}
