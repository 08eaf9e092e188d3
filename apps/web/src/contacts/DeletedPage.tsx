import { Button, Group, Table, Text } from '@mantine/core';
import { IconTrashOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../api/client.ts';
import { deletedContactsQuery } from '../api/queries.ts';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { EmptyState, FailedState, Waiting } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import { contactName } from './fields.ts';

/** What was deleted and can be restored (R1). */
export function DeletedPage() {
  const [cursors, setCursors] = useState<string[]>([]);
  const { data, error, isPending, refetch } = useQuery(deletedContactsQuery(cursors.at(-1)));
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: (id: string) => take(api.POST('/api/contacts/{id}/restore', { params: { path: { id } } })),
    onSuccess: async (contact) => {
      await client.invalidateQueries({ queryKey: ['contacts'] });
      void client.invalidateQueries({ queryKey: ['contact', contact.id] });
      notifyDone(texts.contacts.restored);
    },
  });
  const next = data?.nextCursor;
  return (
    <>
      <PageHead
        title={texts.contacts.deletedTitle}
        trail={[{ label: texts.contacts.title, to: '/contacts' }]}
      />
      {error && !data && <FailedState error={error} retry={() => void refetch()} />}
      {isPending && <Waiting />}
      {data?.items.length === 0 && (
        <EmptyState
          icon={<IconTrashOff />}
          title={texts.contacts.noneDeleted.title}
          text={texts.contacts.noneDeleted.text}
        />
      )}
      {data && data.items.length > 0 && (
        <Table aria-label={texts.contacts.deletedTitle} horizontalSpacing="md">
          <Table.Tbody>
            {data.items.map((contact) => (
              <Table.Tr key={contact.id}>
                <Table.Td>
                  <Link
                    to="/contacts/$id"
                    params={{ id: contact.id }}
                    style={{ color: 'inherit', fontWeight: 500 }}
                  >
                    {contactName(contact)}
                  </Link>
                  <Text size="sm" c="dimmed">
                    {contact.accountName}
                  </Text>
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  {contact.deletedAt !== null && <Ago at={contact.deletedAt} />}
                </Table.Td>
                <Table.Td ta="right">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={texts.contacts.restoreNamed(contactName(contact))}
                    loading={restore.isPending && restore.variables === contact.id}
                    onClick={() => restore.mutate(contact.id)}
                  >
                    {texts.contacts.restore}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Group p="md" justify="flex-end">
        {cursors.length > 0 && (
          <Button variant="default" onClick={() => setCursors(cursors.slice(0, -1))}>
            {texts.contacts.pages.previous}
          </Button>
        )}
        {next && (
          <Button variant="default" onClick={() => setCursors([...cursors, next])}>
            {texts.contacts.pages.next}
          </Button>
        )}
      </Group>
    </>
  );
}
