import { Button, Group, Table, Text } from '@mantine/core';
import { IconTrashOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../api/client.ts';
import { deletedQuery } from '../api/recordQueries.ts';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { EmptyState, FailedState, Waiting } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import { pathOf, wordsOf, type RecordKind } from './kinds.ts';
import { nameOf, underOf } from './names.ts';

/** What was deleted and can be restored (R1). */
function DeletedPage({ kind }: { kind: RecordKind }) {
  const path = pathOf[kind];
  const words = wordsOf(kind);
  const [cursors, setCursors] = useState<string[]>([]);
  const { data, error, isPending, refetch } = useQuery(deletedQuery(kind, cursors.at(-1)));
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: (id: string) => take(api.POST(`/api/${path}/{id}/restore`, { params: { path: { id } } })),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: [path] });
      void client.invalidateQueries({ queryKey: [kind, id] });
      notifyDone(words.restored);
    },
  });
  const next = data?.nextCursor;
  return (
    <>
      <PageHead title={words.deletedTitle} trail={[{ label: words.title, to: `/${path}` }]} />
      {error && !data && <FailedState error={error} retry={() => void refetch()} />}
      {isPending && <Waiting />}
      {data?.items.length === 0 && (
        <EmptyState icon={<IconTrashOff />} title={words.noneDeleted.title} text={words.noneDeleted.text} />
      )}
      {data && data.items.length > 0 && (
        <Table aria-label={words.deletedTitle} horizontalSpacing="md">
          <Table.Tbody>
            {data.items.map((record) => (
              <Table.Tr key={record.id}>
                <Table.Td>
                  <Link
                    to={`/${path}/$id`}
                    params={{ id: record.id }}
                    style={{ color: 'inherit', fontWeight: 500 }}
                  >
                    {nameOf(record)}
                  </Link>
                  <Text size="sm" c="dimmed">
                    {underOf(record)}
                  </Text>
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  {record.deletedAt !== null && <Ago at={record.deletedAt} />}
                </Table.Td>
                <Table.Td ta="right">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={texts.records.restoreNamed(nameOf(record))}
                    loading={restore.isPending && restore.variables === record.id}
                    onClick={() => restore.mutate(record.id)}
                  >
                    {texts.records.restore}
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
            {texts.records.pages.previous}
          </Button>
        )}
        {next && (
          <Button variant="default" onClick={() => setCursors([...cursors, next])}>
            {texts.records.pages.next}
          </Button>
        )}
      </Group>
    </>
  );
}

export const DeletedContactsPage = () => <DeletedPage kind="contact" />;
export const DeletedMeetingsPage = () => <DeletedPage kind="meeting" />;
export const DeletedTasksPage = () => <DeletedPage kind="task" />;
