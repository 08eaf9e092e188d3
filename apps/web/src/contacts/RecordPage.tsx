import { Alert, Badge, Button, Grid, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconEdit, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { api, take } from '../api/client.ts';
import { contactQuery } from '../api/queries.ts';
import type { Contact } from '../api/types.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { notifyDone } from '../ui/notify.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import { ContactValues } from './ContactValues.tsx';
import { contactName } from './fields.ts';
import { SyncState } from './SyncState.tsx';
import { Timeline } from './Timeline.tsx';

const route = getRouteApi('/inside/contacts/$id');

/** One contact: its fields, where it stands with Microsoft 365 (B6), and what happened to it (B5). */
export function RecordPage() {
  const { id } = route.useParams();
  const { data, error, isPending, refetch } = useQuery(contactQuery(id));
  if (data) return <Record key={id} contact={data} />;
  return isPending ? <Waiting /> : <FailedState error={error} retry={() => void refetch()} />;
}

function Record({ contact }: { contact: Contact }) {
  const navigate = useNavigate();
  const { remove, restore } = useRemoval(contact);
  const { id } = contact;
  const deleted = contact.deletedAt !== null;
  useHotkeys([
    [
      'e',
      () => {
        if (!deleted) void navigate({ to: '/contacts/$id/edit', params: { id } });
      },
    ],
    ['Escape', () => void navigate({ to: '/contacts' })],
  ]);
  return (
    <>
      <PageHead title={contactName(contact)} trail={[{ label: texts.contacts.title, to: '/contacts' }]}>
        {!deleted && (
          <>
            <LinkButton
              to="/contacts/$id/edit"
              params={{ id }}
              variant="default"
              leftSection={<IconEdit size={16} aria-hidden />}
            >
              {texts.common.edit}
            </LinkButton>
            <Button
              variant="default"
              leftSection={<IconTrash size={16} aria-hidden />}
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {texts.common.delete}
            </Button>
          </>
        )}
      </PageHead>
      {deleted && (
        <Alert color="yellow" variant="light" mx="md" mb="md" title={texts.contacts.record.deleted}>
          <Button
            size="compact-sm"
            variant="default"
            loading={restore.isPending}
            onClick={() => restore.mutate()}
          >
            {texts.contacts.restore}
          </Button>
        </Alert>
      )}
      <Grid px="md" pb="xl" gap={{ base: 'lg', md: 48 }}>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Group gap="xs" mb="md">
            <Badge variant="default" tt="none" fw={500}>
              {texts.contacts.origins[contact.origin]}
            </Badge>
            <Text size="sm" c="dimmed">
              {texts.contacts.record.ownedBy(contact.owner.name)} · {texts.contacts.record.modified}{' '}
              <Ago at={contact.modifiedAt} />
            </Text>
          </Group>
          <ContactValues contact={contact} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <SyncState id={id} />
          <Timeline id={id} />
        </Grid.Col>
      </Grid>
    </>
  );
}

/** Deleting asks nothing and can be taken back, here and later from the deleted contacts. */
function useRemoval({ id, version }: Contact) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['contacts'] });
    void client.invalidateQueries({ queryKey: ['contact', id] });
  };
  const restore = useMutation({
    mutationFn: () => take(api.POST('/api/contacts/{id}/restore', { params: { path: { id } } })),
    onSuccess: () => {
      refresh();
      notifyDone(texts.contacts.restored);
    },
  });
  const remove = useMutation({
    mutationFn: () =>
      take(
        api.DELETE('/api/contacts/{id}', {
          params: { path: { id }, header: { 'if-match': `"${version}"` } },
        }),
      ),
    onSuccess: async () => {
      await navigate({ to: '/contacts' });
      refresh();
      notifyDone(texts.contacts.deleted, { label: texts.common.undo, act: () => restore.mutate() });
    },
    onError: refresh,
  });
  return { remove, restore };
}
